using Prover.Proving;
using Prover.Proving.Artefacts;
using Prover.Proving.Circuits;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Soundness;

namespace Prover.Soundness.Tests.Networks;

/// <summary>Audits of networks with private weights in every visibility of inputs and outputs.</summary>
public class AuditedNetworkTests
{
    public static TheoryData<TensorVisibility, TensorVisibility> All => VisibilityForgeryTests.All;

    [Theory]
    [MemberData(nameof(All))]
    public void Audits_are_accepted_whatever_is_seen(TensorVisibility input, TensorVisibility output)
    {
        Network network = Build(input, output, [2, -1, 1, 3]), other = Build(input, output, [-4, 0, 3, 3]);
        // Whoever compiles the network with any weights has its circuit and its tables.
        Assert.Equal(CircuitDigest.Of(network.Circuit), CircuitDigest.Of(other.Circuit));
        Assert.Equal(network.Circuit.Tables, other.Tables!.Digest);
        using ProvingKey key = ProvingKey.Create(network, SecurityProfile.P100, 1);
        ProofVerifier verifier = ProofVerifier.Prepare(VerificationKey.Read(key.Verification.Write()));
        foreach (bool isAudit in (bool[])[true, false])
        {
            ProvenRun run = key.Prove([[1, -2, 3, 0]], [], new() { Threads = 1, Audit = isAudit });
            Assert.Equal(isAudit, run.Statement.IsAudit);
            byte[] proof = new ProofArtefact(Protocol.Version, run.Statement, run.Messages).Write();
            var demands = new VerifierOptions { CircuitDigest = CircuitDigest.Of(other.Circuit), ModelId = key.Verification.ModelId };
            Assert.Equal(isAudit, verifier.Verify(proof, demands with { Tables = other.Tables }).IsValid);
            Assert.Equal(!isAudit, verifier.Verify(proof, demands).IsValid);
        }
    }

    [Fact]
    public void A_compiled_network_with_other_tables_than_its_circuit_names_is_malformed()
    {
        Network network = Build(TensorVisibility.Public, TensorVisibility.Public, [2, -1, 1, 3]);
        Assert.Equal(network.Circuit.Tables, NetworkReader.Read(NetworkWriter.Write(network)).Tables!.Digest);
        int table = Array.FindIndex(network.Circuit.Tensors, tensor => tensor.IsFixed);
        int[][] values = [.. network.ModelValues];
        values[table] = [.. values[table]];
        values[table][^1]++;
        byte[] other = NetworkWriter.Write(network with { ModelValues = values });
        Assert.Throws<MalformedArtefactException>(() => NetworkReader.Read(other));
    }

    [Fact]
    public void Public_weights_have_nothing_to_audit()
    {
        using ProvingKey key = ProvingKey.Create(TinyNetwork.Build(), SecurityProfile.P100, 1);
        Assert.Null(key.Network.Tables);
        Assert.Throws<ArgumentException>(() => key.Prove([TinyNetwork.Input(1)], [], new() { Threads = 1, Audit = true }));
    }

    private static Network Build(TensorVisibility input, TensorVisibility output, int[] weights)
    {
        var builder = new NetworkBuilder(hidesModel: true);
        Activation x = builder.Input("x", [1, 4], 0, -4, 3, input);
        Accumulator sums = builder.MatMul("dense", x, new([4, 1], weights) { Range = new(-4, 3) }, null);
        builder.Output("y", builder.Requantise(sums, new((_, a) => Math.Clamp(a / 3, -4, 3), -4, 3, 0)), output);
        return builder.Build(modelProofs: 2);
    }
}
