using Prover.Verifier;

namespace Prover.Cli.Tests.ShippedModels;

/// <summary>
/// Compilation, setup and proof of the shipped models have not changed by accident. After an intended change write the files anew:
/// <c>PROVER_WRITE_SNAPSHOTS=1 dotnet test tests/Prover.Cli.Tests -c Release --filter CircuitSnapshotTests</c>.
/// </summary>
public class CircuitSnapshotTests : IClassFixture<SnapshotWriter>
{
    public static TheoryData<string> Names => [.. ShippedModel.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void Statistics_digest_and_model_id_are_those_of_the_snapshot(string name)
    {
        using var snapshot = new CircuitSnapshot(name);
        string recorded = File.ReadAllText(snapshot.StatisticsFile);

        Assert.Equal(recorded, snapshot.Statistics(new FileInfo(snapshot.ProofFile).Length));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void The_golden_proof_verifies_and_claims_what_the_network_computes(string name)
    {
        using var snapshot = new CircuitSnapshot(name);
        byte[] key = File.ReadAllBytes(snapshot.KeyFile);
        byte[] proof = File.ReadAllBytes(snapshot.ProofFile);

        Verdict verdict = ProofVerifier.Verify(key, proof, new VerifierOptions { MinimumSecurityBits = 100, Context = snapshot.Context });

        Assert.Null(verdict.Detail);
        Assert.Equal(snapshot.Key.Verification.Write(), key);
        Assert.Equal(snapshot.PublicValues(), verdict.Statement!.PublicValues);
    }

    [Fact]
    public void Proving_again_gives_the_golden_proof_byte_for_byte()
    {
        using var snapshot = new CircuitSnapshot("mnist_mlp");

        Assert.Equal(File.ReadAllBytes(snapshot.ProofFile), snapshot.Prove());
    }

    [Fact]
    public void The_golden_proof_of_one_model_is_refused_under_the_key_of_another()
    {
        byte[] key = File.ReadAllBytes(ShippedModel.Find("mnist_lenet5").InFolder("golden.vk"));
        byte[] proof = File.ReadAllBytes(ShippedModel.Find("mnist_mlp").InFolder("golden.proof"));

        Assert.Equal(RejectReason.WrongCircuit, ProofVerifier.Verify(key, proof, new VerifierOptions()).Reason);
    }
}
