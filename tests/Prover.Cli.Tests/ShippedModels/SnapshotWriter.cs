namespace Prover.Cli.Tests.ShippedModels;

/// <summary>Writes the snapshots of all shipped models before the tests run, if the environment asks for it.</summary>
public sealed class SnapshotWriter
{
    /// <summary>Set to 1 to write the files before they are compared.</summary>
    private const string Variable = "PROVER_WRITE_SNAPSHOTS";

    public SnapshotWriter()
    {
        if (Environment.GetEnvironmentVariable(Variable) == "1")
        {
            Array.ForEach(ShippedModel.Names, Write);
        }
    }

    private static void Write(string name)
    {
        using var snapshot = new CircuitSnapshot(name);
        byte[] proof = snapshot.Prove();
        File.WriteAllBytes(snapshot.ProofFile, proof);
        File.WriteAllBytes(snapshot.KeyFile, snapshot.Key.Verification.Write());
        File.WriteAllText(snapshot.StatisticsFile, snapshot.Statistics(proof.Length));
    }
}
