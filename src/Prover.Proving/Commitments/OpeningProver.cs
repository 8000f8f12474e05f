using Prover.Proving.Kernels;
using Prover.Proving.Transcripts;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;

namespace Prover.Proving.Commitments;

/// <summary>The prover's half of the opening (SPEC §6): the mirror of <see cref="OpeningVerifier"/>.</summary>
internal sealed class OpeningProver
{
    private readonly WhirParameters parameters;
    private readonly IReadOnlyList<CommittedMatrix> models;
    private readonly CommittedMatrix? witness;
    private readonly ICodeKernels codeKernels;
    private readonly IAlgebraKernels algebraKernels;
    private readonly ProverTranscript transcript;
    private KoalaBear5[] folding = [];
    private KoalaBear5 blend;

    /// <summary>Prepares to open models and witness.</summary>
    /// <param name="parameters">The parameters.</param>
    /// <param name="models">The model's matrices, one for each of the shape's starts.</param>
    /// <param name="witness">The witness' matrix; null if the shape has no witness columns.</param>
    /// <param name="codeKernels">Encodes and hashes.</param>
    /// <param name="algebraKernels">Computes on vectors.</param>
    /// <param name="transcript">The transcript.</param>
    public OpeningProver(
        WhirParameters parameters,
        IReadOnlyList<CommittedMatrix> models,
        CommittedMatrix? witness,
        ICodeKernels codeKernels,
        IAlgebraKernels algebraKernels,
        ProverTranscript transcript)
    {
        this.parameters = parameters;
        this.models = models;
        this.witness = witness;
        this.codeKernels = codeKernels;
        this.algebraKernels = algebraKernels;
        this.transcript = transcript;
    }

    /// <summary>The largest number of threads besides those of the kernels.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// Draws the joint vector's out-of-domain point and sends the value, right after the witness' cap was sent. The claim must be
    /// part of the covector that <see cref="Open"/> is given.
    /// </summary>
    public OutOfDomainClaim CommitOutOfDomain(KoalaBear5 pad = default)
    {
        JointShape shape = parameters.Shape;
        KoalaBear5[] point = transcript.Challenges(OutOfDomainClaim.PointLabel, shape.Variables);
        KoalaBear5[] weights = MultilinearExtension.EqualityTable(point.AsSpan(0, shape.LogColumns));
        KoalaBear5[] rowPoint = point[shape.LogColumns..];
        KoalaBear5 value = pad + Evaluate(witness, weights.AsSpan(shape.WitnessStart), rowPoint);
        for (int i = 0; i < models.Count; i++) value += Evaluate(models[i], weights.AsSpan(shape.ModelStarts[i]), rowPoint);
        transcript.Send(OutOfDomainClaim.ValueLabel, value);
        return new(point, value);
    }

    /// <summary>Proves that the joint vector's inner product with a covector is the claimed one.</summary>
    /// <param name="covector">2^(shape.Variables) elements; overwritten and disposed.</param>
    /// <param name="claim">The inner product.</param>
    /// <returns>The point at which the verifier evaluates the covector's extension.</returns>
    public KoalaBear5[] Open(ExtensionVector covector, KoalaBear5 claim)
    {
        IReadOnlyList<WhirCode> codes = parameters.Codes;
        var point = new List<KoalaBear5>(parameters.Shape.Variables);
        using FoldingProver folded = Start(covector, claim);
        point.AddRange(folding);
        FoldedCommitment? previous = null;
        try
        {
            for (int code = 1; code < codes.Count; code++)
            {
                var commitment = new FoldedCommitment(codeKernels, parameters.FoldedTree(code), codes[code], folded.Vector);
                transcript.SendDigests(OpeningVerifier.CommitmentLabel, commitment.Tree.Cap.Span);
                Combine(folded, code, previous);
                previous?.Dispose();
                previous = commitment;
                folding = folded.Fold(transcript, codes[code].LogColumns, codes[code].FoldWork);
                point.AddRange(folding);
            }
            transcript.Send(OpeningVerifier.ClearLabel, folded.Vector.ToArray());
            Query(codes.Count - 1, previous);
        }
        finally
        {
            previous?.Dispose();
        }
        point.AddRange(folded.Fold(transcript, parameters.ClearVariables, 0));
        return [.. point];
    }

    private FoldingProver Start(ExtensionVector covector, KoalaBear5 claim)
    {
        if (covector.Length != 1L << parameters.Shape.Variables)
        {
            throw new ArgumentException("The covector does not have the joint vector's length.", nameof(covector));
        }
        SealFolding? seals = parameters.Shape.ModelOpenings == 0
            ? null : SealFolding.Start(parameters, models, witness!, algebraKernels, transcript);
        if (seals is not null) claim += seals.Claim;
        FoldingMask? mask = witness?.Mask is { } hidden ? new(parameters.Shape, hidden, models) : null;
        if (mask is not null)
        {
            transcript.Send(OpeningVerifier.MaskSumLabel, mask.Sum);
            mask.Scale = transcript.Challenge(OpeningVerifier.MaskLabel);
            claim = (mask.Scale * claim) + mask.Sum;
        }
        using var joint = new JointVector(parameters.Shape, models, witness);
        (FoldingProver folded, folding) =
            FoldingProver.Start(algebraKernels, transcript, parameters.Codes[0], joint.Entries, covector, claim, mask, seals);
        if (mask is null) return folded;
        using (folded) return Blend(folded, mask.Scale, seals);
    }

    /// <summary>Goes on with the mask column plus a challenge times the folded columns, which is uniform (SPEC §6.9).</summary>
    private FoldingProver Blend(FoldingProver folded, KoalaBear5 scale, SealFolding? seals)
    {
        WitnessMask mask = witness!.Mask!;
        int rows = 1 << parameters.Shape.LogRows;
        KoalaBear5[] weights = MultilinearExtension.EqualityTable(folding);
        using var tail = new ExtensionVector(models.Select(model => model.Tails?.Rows ?? 0).Append(mask.Tails.Rows).Max());
        tail.Clear();
        mask.Tails.AddFolded(algebraKernels, weights.AsSpan(parameters.Shape.WitnessStart), tail);
        for (int i = 0; i < models.Count; i++)
        {
            models[i].Tails?.AddFolded(algebraKernels, weights.AsSpan(parameters.Shape.ModelStarts[i]), tail);
        }
        ExtensionVector vector = mask.Extended(), covector = new(vector.Length);
        covector.Clear();
        algebraKernels.AddScaled(covector.Slice(0, rows), scale, folded.Covector);
        seals?.AddRows(algebraKernels, scale, covector, rows, parameters.Codes[0].TailRows);
        // The form of the mask column, its tail included, without what stands on the masks' rows of folded columns.
        KoalaBear5[] entries = TailForm.Entries(folding, KoalaBear5.One);
        for (int i = 0; i < KoalaBear5.Degree; i++) covector[rows + i] = entries[i];
        KoalaBear5 ofMask = algebraKernels.InnerProduct(vector, covector), ofFolded = KoalaBear5.Zero;
        for (int i = KoalaBear5.Degree; i < entries.Length; i++) ofFolded += tail[i] * entries[i];
        transcript.Send(OpeningVerifier.MaskProductsLabel, [ofMask, ofFolded]);
        transcript.Work(FoldingRounds.WorkLabel, parameters.Codes[0].FoldWork);
        blend = transcript.Challenge(OpeningVerifier.BlendLabel);
        algebraKernels.AddScaled(vector.Slice(0, rows), blend, folded.Vector);
        algebraKernels.AddScaled(vector.Slice(rows, tail.Length), blend, tail);
        for (int i = KoalaBear5.Degree; i < entries.Length; i++) covector[rows + i] = blend * entries[i];
        return FoldingProver.From(algebraKernels, vector, covector, ofMask + (blend * (folded.Claim + (blend * ofFolded))));
    }

    /// <summary>Adds a code's out-of-domain sample and the queries of the code before it to the covector.</summary>
    private void Combine(FoldingProver folded, int code, FoldedCommitment? previous)
    {
        using var equality = new ExtensionVector(folded.Vector.Length);
        KoalaBear5[] samplePoint = transcript.Challenges(OutOfDomainClaim.PointLabel, parameters.Codes[code].Variables);
        algebraKernels.EqTable(samplePoint, KoalaBear5.One, equality);
        var sample = new OutOfDomainClaim(samplePoint, algebraKernels.InnerProduct(folded.Vector, equality));
        transcript.Send(OutOfDomainClaim.ValueLabel, sample.Value);
        (KoalaBear[] points, KoalaBear5[] values) = Query(code - 1, previous);
        KoalaBear5 batching = transcript.Challenge(OpeningVerifier.BatchingLabel);
        KoalaBear5[] weights = FoldedForms.Weights(batching, points.Length + 1);
        folded.Claim += FoldedForms.Combine(sample.Value, values, weights);
        algebraKernels.AddScaled(folded.Covector, weights[0], equality);
        algebraKernels.AccumulatePowers(folded.Covector, points, weights.AsSpan(1));
    }

    /// <summary>Opens a code's matrices at drawn positions and computes what the verifier will.</summary>
    private (KoalaBear[] Points, KoalaBear5[] Values) Query(int number, FoldedCommitment? folded)
    {
        WhirCode code = parameters.Codes[number];
        transcript.Work(OpenedRows.WorkLabel, code.QueryWork);
        int[] positions = OpenedRows.Distinct(transcript.ChallengeIndices(OpenedRows.PositionsLabel, code.Queries, code.LogLength));
        var values = new KoalaBear5[positions.Length];
        KoalaBear5[] weights = MultilinearExtension.EqualityTable(folding);
        if (folded is not null)
        {
            OpenedRows.AddExtensionRows(values, Send(folded.Tree.Open(positions)), weights.AsSpan(0, code.Columns));
        }
        else
        {
            JointShape shape = parameters.Shape;
            CommittedMatrix[] matrices = witness is null ? [.. models] : [.. models, witness];
            var openings = new MerkleOpening[matrices.Length];
            ThreadedLoop.Run(Threads, matrices.Length, i => openings[i] = matrices[i].Tree.Open(positions));
            for (int i = 0; i < matrices.Length; i++)
            {
                AddBase(matrices[i], openings[i], i < models.Count
                    ? weights.AsSpan(shape.ModelStarts[i], shape.ModelColumns)
                    : weights.AsSpan(shape.WitnessStart, shape.WitnessColumns));
            }
        }
        return (CodeDomain.Points(code.LogLength, positions), values);

        void AddBase(CommittedMatrix matrix, MerkleOpening opening, ReadOnlySpan<KoalaBear5> columnWeights)
        {
            ReadOnlySpan<uint> rows = Send(opening);
            OpenedRows.AddBaseRows(values, rows, columnWeights);
            if (matrix.Mask is not null) OpenedRows.Blend(values, rows, columnWeights.Length, blend);
        }
    }

    private ReadOnlySpan<uint> Send(MerkleOpening opening)
    {
        transcript.SendBase(OpenedRows.RowsLabel, opening.Rows.Span);
        transcript.SendDigests(OpenedRows.SiblingsLabel, opening.Siblings.Span);
        return opening.Rows.Span;
    }

    private KoalaBear5 Evaluate(CommittedMatrix? matrix, ReadOnlySpan<KoalaBear5> weights, KoalaBear5[] rowPoint)
    {
        KoalaBear5 total = KoalaBear5.Zero;
        if (matrix is null) return total;
        int rows = 1 << matrix.LogRows;
        for (int column = 0; column << matrix.LogRows < matrix.Columns.Length; column++)
        {
            ReadOnlySpan<uint> entries = matrix.Columns.View((long)column << matrix.LogRows, rows).Span;
            total += weights[column] * algebraKernels.EvaluateMultilinear(entries, rowPoint);
        }
        return total;
    }
}
