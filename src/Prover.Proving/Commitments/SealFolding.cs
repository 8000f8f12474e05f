using Prover.Proving.Kernels;
using Prover.Proving.Transcripts;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;

namespace Prover.Proving.Commitments;

/// <summary>
/// The claims that opened models have their seals, while columns are folded (SPEC §6.10). A seal's form is a product of weights of columns
/// and weights of rows, so that each column is one element; what is left of the form when the columns are folded is a multiple of the
/// rows' part.
/// </summary>
internal sealed class SealFolding
{
    private readonly SealPoint[] points;

    // For each seal: the form on the columns, weighted, and the columns' values.
    private readonly KoalaBear5[][] weights;
    private readonly KoalaBear5[][] values;

    private SealFolding(SealPoint[] points, KoalaBear5[][] weights, KoalaBear5[][] values)
    {
        (this.points, this.weights, this.values) = (points, weights, values);
        for (int seal = 0; seal < points.Length; seal++)
        {
            for (int i = 0; i < weights[seal].Length; i++) Claim += weights[seal][i] * values[seal][i];
        }
    }

    /// <summary>What the claim of the opening grows by.</summary>
    public KoalaBear5 Claim { get; }

    /// <summary>Draws the challenge that weights the seals.</summary>
    /// <param name="parameters">The parameters of an opening that hides its models.</param>
    /// <param name="models">The models' matrices, sealed.</param>
    /// <param name="witness">The witness' matrix.</param>
    /// <param name="kernels">Does the work.</param>
    /// <param name="transcript">The transcript.</param>
    /// <exception cref="ArgumentException">A model has no seal.</exception>
    public static SealFolding Start(
        WhirParameters parameters,
        IReadOnlyList<CommittedMatrix> models,
        CommittedMatrix witness,
        IAlgebraKernels kernels,
        ProverTranscript transcript)
    {
        JointShape shape = parameters.Shape;
        int tailRows = parameters.Codes[0].TailRows;
        MatrixSeal[] seals = [.. models.Select(model => model.Seal ?? throw new ArgumentException("A model has no seal.", nameof(models)))];
        KoalaBear5[] challenges = FoldedForms.Weights(transcript.Challenge(OpeningVerifier.SealLabel), seals.Length);
        var weights = new KoalaBear5[seals.Length][];
        var values = new KoalaBear5[seals.Length][];
        for (int seal = 0; seal < seals.Length; seal++)
        {
            SealPoint point = seals[seal].Point;
            KoalaBear5[] own = weights[seal] = new KoalaBear5[1 << shape.LogColumns];
            KoalaBear5[] ofColumns = point.ColumnWeights(shape.ModelColumns);
            for (int i = 0; i < ofColumns.Length; i++) own[shape.ModelStarts[seal] + i] = challenges[seal] * ofColumns[i];
            KoalaBear5[] all = values[seal] = new KoalaBear5[own.Length];
            for (int other = 0; other < seals.Length; other++)
            {
                MatrixSeal columns = other == seal ? seals[seal] : MatrixSeal.Of(models[other], point, tailRows, kernels);
                columns.Columns.CopyTo(all, shape.ModelStarts[other]);
            }
            MatrixSeal.Of(witness, point, tailRows, kernels).Columns.CopyTo(all, shape.WitnessStart);
        }
        return new([.. seals.Select(seal => seal.Point)], weights, values);
    }

    /// <summary>The message of a round with the seals' part.</summary>
    public RoundEvaluations Add(RoundEvaluations product)
    {
        (KoalaBear5 atZero, KoalaBear5 atInfinity) = (product.AtZero, product.AtInfinity);
        for (int seal = 0; seal < points.Length; seal++)
        {
            (KoalaBear5[] u, KoalaBear5[] g) = (weights[seal], values[seal]);
            int half = u.Length / 2;
            for (int i = 0; i < half; i++)
            {
                atZero += u[i] * g[i];
                atInfinity += (u[i + half] - u[i]) * (g[i + half] - g[i]);
            }
        }
        return new(atZero, atInfinity);
    }

    /// <summary>Binds the round's variable.</summary>
    public void Bind(KoalaBear5 challenge)
    {
        for (int seal = 0; seal < points.Length; seal++)
        {
            weights[seal] = Bound(weights[seal], challenge);
            values[seal] = Bound(values[seal], challenge);
        }
    }

    /// <summary>When all columns are folded: adds to a covector on rows and tail what is left of the form.</summary>
    /// <param name="kernels">Does the work.</param>
    /// <param name="scale">The weight of the form.</param>
    /// <param name="covector">As many entries as rows, then those of the tail.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="tailRows">All rows of the code's tail.</param>
    public void AddRows(IAlgebraKernels kernels, KoalaBear5 scale, ExtensionVector covector, int rows, int tailRows)
    {
        using var equality = new ExtensionVector(rows);
        for (int seal = 0; seal < points.Length; seal++)
        {
            KoalaBear5 weight = scale * weights[seal][0];
            kernels.EqTable(points[seal].Rows, KoalaBear5.One, equality);
            kernels.AddScaled(covector.Slice(0, rows), weight, equality);
            KoalaBear5[] ofTail = SealForm.TailWeights(points[seal]);
            int first = rows + tailRows - ofTail.Length;
            for (int j = 0; j < ofTail.Length; j++) covector[first + j] += weight * ofTail[j];
        }
    }

    private static KoalaBear5[] Bound(KoalaBear5[] entries, KoalaBear5 challenge)
    {
        var bound = new KoalaBear5[entries.Length / 2];
        for (int i = 0; i < bound.Length; i++) bound[i] = entries[i] + (challenge * (entries[i + bound.Length] - entries[i]));
        return bound;
    }
}
