using Prover.Proving.Artefacts;
using Prover.Proving.Circuits;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;
using Prover.Verifier.Soundness;

namespace Prover.Proving.Tests;

/// <summary>Keys that outlive the process which makes their proofs (DECISIONS/0010), and keys that others made.</summary>
public class KeptKeyTests
{
    [Fact]
    public void A_key_that_made_proofs_uncounted_does_not_give_its_seed_away()
    {
        using ProvingKey key = ProvingKey.Create(Hidden(), SecurityProfile.P100, 1);
        key.Prove([[1, 2]], [], new());
        Assert.Throws<InvalidOperationException>(() => key.Seed);
    }

    [Fact]
    public void A_key_whose_seed_was_taken_demands_that_proofs_are_counted()
    {
        using ProvingKey key = ProvingKey.Create(Hidden(), SecurityProfile.P100, 1);
        Assert.Equal(32, key.Seed!.Value.Length);
        Assert.Throws<InvalidOperationException>(() => key.Prove([[1, 2]], [], new()));
        int counted = 0;
        key.Prove([[1, 2]], [], new() { CountProof = () => counted++ });
        Assert.Equal(1, counted);
        Assert.Equal(32, key.Seed!.Value.Length);
    }

    [Fact]
    public void A_count_that_fails_lets_no_proof_out()
    {
        using ProvingKey key = ProvingKey.Create(Hidden(), SecurityProfile.P100, 1);
        Assert.Throws<IOException>(() => key.Prove([[1, 2]], [], new() { CountProof = () => throw new IOException("full") }));
    }

    [Fact]
    public void A_circuit_that_publishes_what_the_network_calls_private_is_refused()
    {
        Network honest = Hidden();
        Circuit circuit = honest.Circuit;
        NetworkInput input = honest.Inputs[0];
        Assert.Equal(TensorVisibility.Private, input.Visibility);
        // As many public tensors as before, but the input in the place of the output.
        var published = new PublicTensor(input.Name, true, input.Tensor, input.ZeroPoint, input.Low, input.High);
        Network spying = honest with { Circuit = circuit with { Publics = [published] } };
        _ = NetworkReader.Read(NetworkWriter.Write(honest));
        Assert.Throws<MalformedArtefactException>(() => NetworkReader.Read(NetworkWriter.Write(spying)));
    }

    private static Network Hidden()
    {
        var builder = new NetworkBuilder(hidesModel: true);
        Activation x = builder.Input("x", [1, 2], 0, 0, 15, TensorVisibility.Private);
        var weights = new WeightTensor([2, 2], [1, -2, 3, 0]) { Range = new(-128, 127) };
        builder.Output("y", builder.Commit(builder.MatMul("dense", x, weights, null)));
        return builder.Build(modelProofs: 2);
    }
}
