using Prover.Proving.Commitments;
using Prover.Proving.Kernels;
using Prover.Proving.Randomness;
using Prover.Proving.Refresh;
using Prover.Verifier;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;
using Prover.Verifier.Refresh;
using Prover.Verifier.Soundness;
using Prover.Verifier.Transcripts;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Refresh;

/// <summary>Refresh proofs of small weights in three columns, under chosen randomness (SPEC §8.10).</summary>
internal static class RefreshExperiment
{
    public const int Columns = 3, LogRows = 10, Openings = 2;
    private static readonly byte[] Nothing = new byte[Digest.Bytes];

    public static KernelSet Kernels { get; } = KernelSet.Fastest(1);

    /// <summary>The parameters of ordinary proofs.</summary>
    public static WhirParameters Parameters { get; } =
        new(new(LogRows, 3, 0, Columns, 7, 1, true) { ModelOpenings = Openings }, SecurityProfile.P100);

    public static RefreshStatement Statement { get; } =
        new(100, Digest.FromBytes(Nothing), Digest.FromBytes(Nothing), Digest.FromBytes(Nothing));

    /// <summary>Weights between -128 and 127.</summary>
    public static uint[] Weights(int seed)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, Columns << LogRows).Select(_ => KoalaBear.FromInteger(random.Next(-128, 128)).Representative)];
    }

    /// <summary>What a setup draws: tails, then salts.</summary>
    public static uint[] Setup(int seed, bool hasTails = true)
    {
        int tails = Columns * Parameters.ModelTailRows, salts = Parameters.ModelSaltWords << Parameters.Codes[0].LogLength;
        uint[] words = ScriptedRandomness.Uniform(tails + salts, seed);
        if (!hasTails) words.AsSpan(0, tails).Clear();
        return words;
    }

    /// <summary>Everything that a refresh proof of equal weights shows, which the verifier accepts.</summary>
    public static TranscriptRecord Prove(uint[] weights, uint[] oldSetup, uint[] newSetup, int seed)
    {
        using CommittedMatrix old = Commit(weights, oldSetup), renewed = Commit(weights, newSetup);
        using var random = new RandomStream([.. Enumerable.Repeat((byte)seed, RandomStream.SeedBytes)]);
        byte[] messages = RefreshProver.Prove(Parameters.OfRefresh(), Statement, old, renewed, random, Kernels);
        var record = new TranscriptRecord();
        Assert.Null(Verify(CommitmentOf(old), CommitmentOf(renewed), messages, record.Note));
        return record;
    }

    public static RejectReason? Verify(ModelCommitment old, ModelCommitment renewed, byte[] messages, TranscriptObserver? observer)
    {
        try
        {
            RefreshArgument.Verify(Parameters.OfRefresh(), old, renewed, Statement, messages, observer);
            return null;
        }
        catch (ProofRejectedException rejection)
        {
            return rejection.Reason;
        }
    }

    private static ModelCommitment CommitmentOf(CommittedMatrix model) =>
        new(model.Tree.Cap.ToArray(), new(model.Seal!.Point, model.Seal.Value));

    private static CommittedMatrix Commit(uint[] weights, uint[] setup)
    {
        using var script = new ScriptedRandomness(setup);
        var model = CommittedMatrix.OfModel(Kernels.Codes, Parameters, FieldBuffer.From(weights), script);
        model.SealAt(SealPoint.Draw(default, Parameters, model.Tree.Cap.Span), Kernels.Algebra);
        return model;
    }
}
