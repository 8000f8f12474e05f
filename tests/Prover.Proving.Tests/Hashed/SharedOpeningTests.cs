using Prover.Proving.Circuits;
using Prover.Proving.Hashed;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Soundness;

namespace Prover.Proving.Tests.Hashed;

/// <summary>One commitment for two inputs of a network (DECISIONS/0010): a proof opens rows for each of them, and both count.</summary>
public class SharedOpeningTests
{
    private static readonly int[] Values = [1, 2, 3, 4];

    [Fact]
    public void A_proof_that_opens_a_commitment_twice_counts_twice()
    {
        using ProvingKey key = Key();
        TensorOpening opening = TensorOpening.Create(Values, 1);
        int uses = opening.UsesLeft(SecurityProfile.P100);
        ProvenRun run = key.Prove([Values, Values], [], With(opening, opening));
        Assert.Equal(2, run.Statement.HashedDigests.Count(digest => digest == opening.Digest));
        Assert.All(run.Openings, after => Assert.Equal(uses - 2, after.UsesLeft(SecurityProfile.P100)));
        byte[] file = new ProofArtefact(Protocol.Version, run.Statement, run.Messages).Write();
        Assert.True(ProofVerifier.Prepare(key.Verification).Verify(file, new VerifierOptions()).IsValid);

        // Counted one by one before, as the command does: no use is counted a third time.
        TensorOpening once = opening.Spend(SecurityProfile.P100);
        Assert.All(
            key.Prove([Values, Values], [], With(opening, once)).Openings,
            after => Assert.Equal(uses - 2, after.UsesLeft(SecurityProfile.P100)));
    }

    [Fact]
    public void The_last_use_does_not_serve_two_inputs()
    {
        using ProvingKey key = Key();
        TensorOpening opening = TensorOpening.Create(Values, 1);
        while (opening.UsesLeft(SecurityProfile.P100) > 1) opening = opening.Spend(SecurityProfile.P100);
        Assert.Throws<InvalidOperationException>(() => key.Prove([Values, Values], [], With(opening, opening)));
    }

    private static ProvingOptions With(TensorOpening left, TensorOpening right) =>
        new() { InputOpenings = new Dictionary<string, TensorOpening> { ["left"] = left, ["right"] = right } };

    private static ProvingKey Key()
    {
        var builder = new NetworkBuilder();
        Activation left = builder.Input("left", [4], 0, 0, 15, TensorVisibility.Hashed);
        Activation right = builder.Input("right", [4], 0, 0, 15, TensorVisibility.Hashed);
        builder.Output("sum", builder.Commit(builder.Combine("add", [(left, 1), (right, 1)], 0)));
        return ProvingKey.Create(builder.Build(), SecurityProfile.P100, 1);
    }
}
