using Prover.Proving.Kernels;
using Prover.Proving.Transcripts;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Sumchecks;

namespace Prover.Proving.Commitments;

/// <summary>
/// Vector and covector of an opening while sumcheck rounds fold them (SPEC §6.5): the mirror of <see cref="FoldingRounds"/>.
/// It owns both and folds them in place.
/// </summary>
internal sealed class FoldingProver : IDisposable
{
    private readonly IAlgebraKernels kernels;
    private SealFolding? seals;
    private FoldingMask? mask;
    private ExtensionVector vectorMemory, covectorMemory;

    private FoldingProver(IAlgebraKernels kernels, ExtensionVector vector, ExtensionVector covector, KoalaBear5 claim)
    {
        this.kernels = kernels;
        vectorMemory = Vector = vector;
        covectorMemory = Covector = covector;
        Claim = claim;
    }

    /// <summary>Starts with two vectors, which it takes over.</summary>
    public static FoldingProver From(IAlgebraKernels kernels, ExtensionVector vector, ExtensionVector covector, KoalaBear5 claim) =>
        new(kernels, vector, covector, claim);

    /// <summary>What is left of the vector.</summary>
    public ExtensionVector Vector { get; private set; }

    /// <summary>What is left of the covector.</summary>
    public ExtensionVector Covector { get; private set; }

    /// <summary>Their inner product, if the first claim was true.</summary>
    public KoalaBear5 Claim { get; set; }

    /// <summary>
    /// Folds a vector over F for the first time, without copying it, and goes on until its column variables are bound.
    /// </summary>
    /// <param name="kernels">Does the work.</param>
    /// <param name="transcript">The transcript.</param>
    /// <param name="code">The code of the committed matrices.</param>
    /// <param name="joint">The joint vector.</param>
    /// <param name="covector">The covector; taken over.</param>
    /// <param name="claim">Their inner product, masked if there is a mask.</param>
    /// <param name="mask">What hides the messages; null if nothing does. The covector stays unscaled.</param>
    /// <param name="seals">The seals of hidden models: part of the claim, not of the covector; null without any.</param>
    /// <returns>The folded pair and the challenges.</returns>
    public static (FoldingProver Folded, KoalaBear5[] Challenges) Start(
        IAlgebraKernels kernels,
        ProverTranscript transcript,
        WhirCode code,
        ReadOnlySpan<uint> joint,
        ExtensionVector covector,
        KoalaBear5 claim,
        FoldingMask? mask = null,
        SealFolding? seals = null)
    {
        if (code.LogColumns == 0) return (new(kernels, Embed(joint), covector, claim), []);
        var folded = new ExtensionVector(joint.Length / 2);
        var prover = new FoldingProver(kernels, folded, covector, claim) { mask = mask, seals = seals };
        KoalaBear5 first = prover.Round(transcript, code.FoldWork, kernels.ProductRound(joint, covector));
        if (code.LogColumns == 1)
        {
            kernels.FoldBase(joint, first, folded);
            kernels.Fold(covector, first);
            prover.Covector = covector.Slice(0, covector.Length / 2);
            prover.EndColumns();
            return (prover, [first]);
        }
        RoundEvaluations next = kernels.FoldProductRound(joint, folded, covector, first);
        prover.Covector = covector.Slice(0, covector.Length / 2);
        KoalaBear5[] others = prover.Rounds(transcript, code.LogColumns - 1, code.FoldWork, next);
        prover.EndColumns();
        return (prover, [first, .. others]);
    }

    /// <summary>Runs rounds and folds with their challenges.</summary>
    public KoalaBear5[] Fold(ProverTranscript transcript, int rounds, int work) =>
        rounds == 0 ? [] : Rounds(transcript, rounds, work, kernels.ProductRound(Vector, Covector));

    /// <summary>Frees both vectors.</summary>
    public void Dispose()
    {
        vectorMemory.Dispose();
        covectorMemory.Dispose();
    }

    /// <summary>Masks and seals are about columns, all of which are folded.</summary>
    private void EndColumns()
    {
        (mask, seals) = (null, null);
        Compact();
    }

    /// <summary>Moves what is left to memory of its own size, so that codewords can take the place of the long vectors.</summary>
    private void Compact()
    {
        (ExtensionVector longVector, ExtensionVector longCovector) = (vectorMemory, covectorMemory);
        vectorMemory = Vector = Copy(Vector);
        covectorMemory = Covector = Copy(Covector);
        longVector.Dispose();
        longCovector.Dispose();
    }

    private static ExtensionVector Copy(ExtensionVector vector)
    {
        var copy = new ExtensionVector(vector.Length);
        for (int plane = 0; plane < KoalaBear5.Degree; plane++) vector.Plane(plane).CopyTo(copy.Plane(plane));
        return copy;
    }

    private static ExtensionVector Embed(ReadOnlySpan<uint> vector)
    {
        var embedded = new ExtensionVector(vector.Length);
        embedded.Clear();
        vector.CopyTo(embedded.Plane(0));
        return embedded;
    }

    private KoalaBear5[] Rounds(ProverTranscript transcript, int rounds, int work, RoundEvaluations evaluations)
    {
        var challenges = new KoalaBear5[rounds];
        for (int round = 0; round < rounds; round++)
        {
            KoalaBear5 challenge = challenges[round] = Round(transcript, work, evaluations);
            if (round + 1 < rounds)
            {
                evaluations = kernels.FoldProductRound(Vector, Covector, challenge);
            }
            else
            {
                kernels.Fold(Vector, challenge);
                kernels.Fold(Covector, challenge);
            }
            Vector = Vector.Slice(0, Vector.Length / 2);
            Covector = Covector.Slice(0, Covector.Length / 2);
        }
        return challenges;
    }

    private KoalaBear5 Round(ProverTranscript transcript, int work, RoundEvaluations evaluations)
    {
        if (seals is not null) evaluations = seals.Add(evaluations);
        if (mask is not null) evaluations = mask.Add(evaluations);
        transcript.Send(FoldingRounds.MessageLabel, [evaluations.AtZero, evaluations.AtInfinity]);
        transcript.Work(FoldingRounds.WorkLabel, work);
        KoalaBear5 challenge = transcript.Challenge(FoldingRounds.ChallengeLabel);
        seals?.Bind(challenge);
        mask?.Bind(challenge);
        Claim = ProductRound.Next(evaluations.AtZero, evaluations.AtInfinity, Claim, challenge).Known;
        return challenge;
    }
}
