using Prover.Proving.Circuits;
using Prover.Proving.Hashed;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Soundness;

namespace Prover.Proving.Tests.Hashed;

/// <summary>Proofs about hashed inputs and outputs, alone and in a chain (SPEC §5.10).</summary>
public class HashedPipelineTests
{
    [Theory]
    [InlineData(100, 0, 0)]
    [InlineData(128, 3, -5)]
    public void The_output_of_one_proof_is_the_input_of_the_next(int bits, int zeroOut, int zeroIn)
    {
        SecurityProfile profile = SecurityProfile.All.First(profile => profile.Bits == bits);
        using ProvingKey first = ProvingKey.Create(
            TinyStage.Build(1, TensorVisibility.Private, TensorVisibility.Hashed, zeroOut: zeroOut), profile, 2);
        using ProvingKey second = ProvingKey.Create(
            TinyStage.Build(2, TensorVisibility.Hashed, TensorVisibility.Public, zeroIn: zeroIn), profile, 2);
        ProvenRun one = first.Prove([[1, 2, 3, 15]], [], new());
        TensorOpening middle = one.Openings[0];
        ProvenRun two = second.Prove([[.. middle.Values]], [], new() { InputOpenings = With("x", middle) });

        Assert.Equal(one.Outputs[0], middle.Values);
        Assert.Empty(one.Statement.PublicValues);
        Assert.Equal(one.Statement.HashedDigests[0], two.Statement.HashedDigests[0]);
        Assert.Equal(middle.Digest, one.Statement.HashedDigests[0]);
        Accept(first, one, bits);
        Accept(second, two, bits);
        Assert.Equal(middle.UsesLeft(profile) - 1, two.Openings[0].UsesLeft(profile));
    }

    [Fact]
    public void Equal_values_have_another_digest_each_time()
    {
        using ProvingKey key = Key(TensorVisibility.Hashed, TensorVisibility.Private);
        ProvenRun one = key.Prove([[1, 2, 3, 4]], [], new()), two = key.Prove([[1, 2, 3, 4]], [], new());
        Assert.NotEqual(one.Statement.HashedDigests[0], two.Statement.HashedDigests[0]);
        Accept(key, one, 100);
        Accept(key, two, 100);
    }

    [Fact]
    public void Hashed_and_private_tensors_leave_no_public_value()
    {
        using ProvingKey key = Key(TensorVisibility.Private, TensorVisibility.Private);
        ProvenRun run = key.Prove([[1, 2, 3, 4]], [], new());
        Assert.Empty(run.Statement.PublicValues);
        Assert.Empty(run.Statement.HashedDigests);
        Assert.Equal(4, run.Outputs[0].Length);
        Accept(key, run, 100);
    }

    [Fact]
    public void Several_columns_and_an_uneven_last_one_are_proven()
    {
        const int Size = 700;
        using ProvingKey key = ProvingKey.Create(Wide(Size), SecurityProfile.P100, 2);
        int[] input = [.. Enumerable.Range(0, Size * 30).Select(i => i % (TinyStage.Greatest + 1))];
        ProvenRun run = key.Prove([input], [], new());
        Assert.Equal(11, new Prover.Verifier.Hashed.HashedShape(input.Length).Columns);
        Accept(key, run, 100);
    }

    [Fact]
    public void A_commitment_is_refused_when_its_uses_are_spent()
    {
        using ProvingKey key = Key(TensorVisibility.Hashed, TensorVisibility.Public);
        TensorOpening opening = TensorOpening.Create([1, 2, 3, 4], 1);
        int uses = opening.UsesLeft(SecurityProfile.P100);
        Assert.InRange(uses, 10, 20);
        for (int use = 0; use < uses; use++) opening = opening.Spend(SecurityProfile.P100);
        Assert.Equal(0, opening.UsesLeft(SecurityProfile.P100));
        Assert.Throws<InvalidOperationException>(() => opening.Spend(SecurityProfile.P100));
        Assert.Throws<InvalidOperationException>(() => key.Prove([[1, 2, 3, 4]], [], new() { InputOpenings = With("x", opening) }));
    }

    [Fact]
    public void An_opening_of_other_values_is_refused()
    {
        using ProvingKey key = Key(TensorVisibility.Hashed, TensorVisibility.Public);
        TensorOpening opening = TensorOpening.Create([1, 2, 3, 5], 1);
        Assert.Throws<ArgumentException>(() => key.Prove([[1, 2, 3, 4]], [], new() { InputOpenings = With("x", opening) }));
    }

    [Fact]
    public void Hashing_without_hiding_is_refused()
    {
        var builder = new NetworkBuilder();
        builder.Output("y", builder.Input("x", [3], 0, 0, 5, TensorVisibility.Hashed));
        Assert.Throws<InvalidNetworkException>(() => builder.Build(hiding: false));
    }

    private static Network Wide(int size)
    {
        var builder = new NetworkBuilder();
        Activation x = builder.Input("x", [30, size], 2, 0, TinyStage.Greatest, TensorVisibility.Hashed);
        builder.Output("y", builder.Commit(builder.MatMul("sum", x, new([size, 1], [.. Enumerable.Repeat(1, size)]), null)));
        return builder.Build();
    }

    private static ProvingKey Key(TensorVisibility input, TensorVisibility output) =>
        ProvingKey.Create(TinyStage.Build(3, input, output), SecurityProfile.P100, 2);

    private static Dictionary<string, TensorOpening> With(string name, TensorOpening opening) => new() { [name] = opening };

    private static void Accept(ProvingKey key, ProvenRun run, int bits)
    {
        byte[] file = new ProofArtefact(Protocol.Version, run.Statement, run.Messages).Write();
        ProofVerifier verifier = ProofVerifier.Prepare(VerificationKey.Read(key.Verification.Write()));
        Verdict verdict = verifier.Verify(file, new VerifierOptions { MinimumSecurityBits = bits });
        Assert.True(verdict.IsValid, $"{verdict.Reason}: {verdict.Detail}");
    }
}
