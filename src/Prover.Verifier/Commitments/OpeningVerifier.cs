using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;
using Prover.Verifier.Transcripts;

namespace Prover.Verifier.Commitments;

/// <summary>
/// The verifier's half of the opening (SPEC §6): WHIR (Arnon, Chiesa, Fenzi, Yogev, ePrint 2024/1586) on interleaved codes, with
/// several trees over the same rows at the start. It reduces the claim that the joint vector's inner product with a covector has a
/// value to a claim on the covector's multilinear extension at one point.
/// </summary>
internal sealed class OpeningVerifier
{
    internal const string CommitmentLabel = "folded commitment", BatchingLabel = "batching challenge", ClearLabel = "clear vector";
    internal const string MaskSumLabel = "mask sum", MaskLabel = "mask challenge",
        MaskProductsLabel = "mask products", BlendLabel = "blend challenge";
    internal const string SealLabel = "seal challenge";

    private readonly WhirParameters parameters;
    private readonly IReadOnlyList<ModelCommitment> models;
    private readonly Digest[] witnessCap;
    private readonly VerifierTranscript transcript;
    private readonly FoldedForms forms = new();
    private readonly List<KoalaBear5> point = [];
    private Digest[] foldedCap = [];
    private KoalaBear5[] folding = [];
    private KoalaBear5[] columnFolding = [];
    private KoalaBear5 mask = KoalaBear5.One, blend = KoalaBear5.One;
    private KoalaBear5[] sealWeights = [];

    private OpeningVerifier(
        WhirParameters parameters, IReadOnlyList<ModelCommitment> models, Digest[] witnessCap, VerifierTranscript transcript)
    {
        JointShape shape = parameters.Shape;
        if (shape.ModelOpenings > 0 && (models.Count != shape.ModelStarts.Count || models.Any(model => model.Seal is null)))
        {
            throw new ArgumentException("A hidden model has no seal.", nameof(models));
        }
        this.parameters = parameters;
        this.models = models;
        this.witnessCap = witnessCap;
        this.transcript = transcript;
    }

    /// <summary>Draws the joint vector's out-of-domain point and reads the value; called right after the witness' cap was read.</summary>
    public static OutOfDomainClaim CommitOutOfDomain(WhirParameters parameters, VerifierTranscript transcript) =>
        OutOfDomainClaim.Receive(transcript, parameters.Shape.Variables);

    /// <summary>Verifies the opening.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="models">Cap and seal of each tree of the model, one for each of the shape's starts.</param>
    /// <param name="witnessCap">The witness tree's cap, empty if there is no witness tree.</param>
    /// <param name="transcript">The transcript.</param>
    /// <param name="claim">The claimed inner product of joint vector and covector.</param>
    /// <returns>The claim that is left, which the caller must settle.</returns>
    /// <exception cref="ArgumentException">A hidden model has no seal.</exception>
    public static OpeningClaim Open(
        WhirParameters parameters,
        IReadOnlyList<ModelCommitment> models,
        Digest[] witnessCap,
        VerifierTranscript transcript,
        KoalaBear5 claim) =>
        new OpeningVerifier(parameters, models, witnessCap, transcript).Run(claim);

    private OpeningClaim Run(KoalaBear5 claim)
    {
        IReadOnlyList<WhirCode> codes = parameters.Codes;
        AddSeals(ref claim);
        FoldCommitted(codes[0], ref claim);
        for (int code = 1; code < codes.Count; code++)
        {
            Digest[] cap = transcript.ReceiveDigests(CommitmentLabel, parameters.FoldedTree(code).CapLength);
            OutOfDomainClaim sample = OutOfDomainClaim.Receive(transcript, codes[code].Variables);
            (KoalaBear[] points, KoalaBear5[] values) = Query(code - 1);
            KoalaBear5[] weights = FoldedForms.Weights(transcript.Challenge(BatchingLabel), points.Length + 1);
            forms.Add(sample, points, weights);
            claim += FoldedForms.Combine(sample.Value, values, weights);
            foldedCap = cap;
            Fold(codes[code], ref claim);
        }
        return Finish(claim);
    }

    private OpeningClaim Finish(KoalaBear5 claim)
    {
        KoalaBear5[] clear = transcript.Receive(ClearLabel, 1 << parameters.ClearVariables);
        (KoalaBear[] points, KoalaBear5[] values) = Query(parameters.Codes.Count - 1);
        for (int i = 0; i < points.Length; i++)
        {
            bool differs = MultilinearExtension.Polynomial(clear, points[i]) != values[i];
            Reject.If(differs, RejectReason.FinalPolynomial, "an opened row contradicts the vector sent in clear");
        }
        KoalaBear5[] last = FoldingRounds.Verify(transcript, parameters.ClearVariables, 0, ref claim);
        point.AddRange(last);
        KoalaBear5[] all = [.. point];
        KoalaBear5 factor = MultilinearExtension.Evaluate(clear, last);
        KoalaBear5 value = claim - (factor * forms.Evaluate(all));
        if (!parameters.Shape.Hiding) return new(all, factor, value);
        int columns = parameters.Shape.LogColumns;
        KoalaBear5 tail = all[columns];
        KoalaBear5[] rows = all[(columns + 1)..];
        return new([.. columnFolding, .. rows], factor, value)
        {
            Scale = (KoalaBear5.One - tail) * mask,
            Tail = TailForm.Evaluate(columnFolding, blend, tail, rows) + SealExtension(tail, rows),
        };
    }

    /// <summary>Adds the claims that hidden models have their seals, weighted with powers of a challenge (SPEC §6.10).</summary>
    private void AddSeals(ref KoalaBear5 claim)
    {
        if (parameters.Shape.ModelOpenings == 0) return;
        sealWeights = FoldedForms.Weights(transcript.Challenge(SealLabel), models.Count);
        for (int i = 0; i < sealWeights.Length; i++) claim += sealWeights[i] * models[i].Seal!.Value;
    }

    /// <summary>What the covector's extension gains by the seals.</summary>
    private KoalaBear5 SealExtension(KoalaBear5 tail, ReadOnlySpan<KoalaBear5> rows)
    {
        KoalaBear5 total = KoalaBear5.Zero;
        if (sealWeights.Length == 0) return total;
        JointShape shape = parameters.Shape;
        ReadOnlySpan<KoalaBear5> columns = MultilinearExtension.EqualityTable(columnFolding);
        for (int i = 0; i < sealWeights.Length; i++)
        {
            SealPoint seal = models[i].Seal!.Point;
            total += sealWeights[i] * SealForm.Columns(seal, columns.Slice(shape.ModelStarts[i], shape.ModelColumns))
                * SealForm.Rows(seal, parameters.Codes[0].TailRows, tail, rows);
        }
        return mask * total;
    }

    /// <summary>Folds the committed columns; when hiding, under a mask, and blends the result with the mask column (SPEC §6.9).</summary>
    private void FoldCommitted(WhirCode code, ref KoalaBear5 claim)
    {
        bool hiding = parameters.Shape.Hiding;
        if (hiding)
        {
            KoalaBear5 sum = transcript.Receive(MaskSumLabel);
            mask = transcript.Challenge(MaskLabel);
            claim = (mask * claim) + sum;
        }
        Fold(code, ref claim);
        columnFolding = folding;
        if (!hiding) return;
        KoalaBear5[] products = transcript.Receive(MaskProductsLabel, 2);
        transcript.CheckWork(FoldingRounds.WorkLabel, code.FoldWork);
        blend = transcript.Challenge(BlendLabel);
        claim = products[0] + (blend * (claim + (blend * products[1])));
    }

    private void Fold(WhirCode code, ref KoalaBear5 claim)
    {
        folding = FoldingRounds.Verify(transcript, code.LogColumns, code.FoldWork, ref claim);
        point.AddRange(folding);
    }

    /// <summary>Opens a code's matrices at drawn positions; the values are those of the folded vector as a polynomial.</summary>
    private (KoalaBear[] Points, KoalaBear5[] Values) Query(int number)
    {
        WhirCode code = parameters.Codes[number];
        transcript.CheckWork(OpenedRows.WorkLabel, code.QueryWork);
        int[] drawn = transcript.ChallengeIndices(OpenedRows.PositionsLabel, code.Queries, code.LogLength);
        int[] positions = OpenedRows.Distinct(drawn);
        var values = new KoalaBear5[positions.Length];
        KoalaBear5[] weights = MultilinearExtension.EqualityTable(folding);
        if (number == 0)
        {
            AddCommitted(values, positions, weights);
        }
        else
        {
            uint[] rows = OpenedRows.Receive(transcript, parameters.FoldedTree(number), foldedCap, positions);
            OpenedRows.AddExtensionRows(values, rows, weights.AsSpan(0, code.Columns));
        }
        return (CodeDomain.Points(code.LogLength, positions), values);
    }

    private void AddCommitted(KoalaBear5[] values, int[] positions, KoalaBear5[] weights)
    {
        JointShape shape = parameters.Shape;
        for (int i = 0; i < shape.ModelStarts.Count; i++)
        {
            uint[] rows = OpenedRows.Receive(transcript, parameters.ModelTree, models[i].Cap, positions);
            OpenedRows.AddBaseRows(values, rows, weights.AsSpan(shape.ModelStarts[i], shape.ModelColumns));
        }
        if (shape.WitnessColumns > 0)
        {
            uint[] rows = OpenedRows.Receive(transcript, parameters.WitnessTree, witnessCap, positions);
            OpenedRows.AddBaseRows(values, rows, weights.AsSpan(shape.WitnessStart, shape.WitnessColumns));
            if (shape.Hiding) OpenedRows.Blend(values, rows, shape.WitnessColumns, blend);
        }
    }
}
