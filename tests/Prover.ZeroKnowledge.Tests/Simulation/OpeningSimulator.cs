using Prover.Proving.Commitments;
using Prover.Proving.Kernels;
using Prover.Proving.Randomness;
using Prover.Proving.Transcripts;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;
using Prover.Verifier.Sumchecks;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Simulation;

/// <summary>
/// The opening without a witness (SPEC §6.9): everything that a proof reveals is drawn uniformly, and what the verifier's equations
/// determine is solved for. Of the model it is given rows, which are those of a public model, or uniform ones. It knows the challenges in
/// advance, because it programs the oracle.
/// </summary>
internal sealed class OpeningSimulator : IDisposable
{
    private readonly WhirParameters parameters;
    private readonly IReadOnlyList<SimulatedModel> models;
    private readonly KernelSet kernels;
    private readonly RandomStream coins;
    private readonly int[] positions;
    private readonly KoalaBear5[] folding;
    private readonly KoalaBear5 blend;
    private readonly ExtensionVector vector;
    private readonly PartialTree witness;

    /// <summary>Draws what the opening will reveal.</summary>
    /// <param name="parameters">The parameters of a hiding opening.</param>
    /// <param name="models">Each of the model's trees.</param>
    /// <param name="oracle">The programmed challenges.</param>
    /// <param name="queriesBefore">How often positions are drawn before.</param>
    /// <param name="kernels">Does the work.</param>
    /// <param name="coins">The simulator's own randomness.</param>
    public OpeningSimulator(
        WhirParameters parameters,
        IReadOnlyList<SimulatedModel> models,
        ProgrammedOracle oracle,
        int queriesBefore,
        KernelSet kernels,
        RandomStream coins)
    {
        (this.parameters, this.models, this.kernels, this.coins) = (parameters, models, kernels, coins);
        WhirCode code = parameters.Codes[0];
        folding = oracle.Elements(FoldingRounds.ChallengeLabel, 0, code.LogColumns);
        blend = oracle.Elements(OpeningVerifier.BlendLabel, 0, 1)[0];
        positions = Positions(parameters, oracle, queriesBefore);
        int length = (1 << code.LogRows) + code.TailRows;
        vector = new(2L << code.LogRows);
        vector.Clear();
        for (int plane = 0; plane < KoalaBear5.Degree; plane++) coins.FillField(vector.Plane(plane)[..length]);
        uint[] rows = DrawRows(length);
        int width = parameters.WitnessTree.RowWords;
        var known = new SortedDictionary<int, uint[]>();
        for (int i = 0; i < positions.Length; i++) known[positions[i]] = rows[(i * width)..((i + 1) * width)];
        witness = new(parameters.WitnessTree, known, coins);
    }

    /// <summary>The positions of code 0 that a programmed oracle will draw.</summary>
    public static int[] Positions(WhirParameters parameters, ProgrammedOracle oracle, int queriesBefore)
    {
        WhirCode code = parameters.Codes[0];
        return OpenedRows.Distinct(oracle.Indices(OpenedRows.PositionsLabel, queriesBefore, code.Queries, code.LogLength));
    }

    /// <summary>The cap of the witness' tree.</summary>
    public Digest[] Cap => witness.Cap;

    /// <summary>Opens a claim that the covector has this inner product with a joint vector that does not exist.</summary>
    /// <param name="transcript">A programmed transcript.</param>
    /// <param name="covector">2^(shape.Variables) elements; overwritten.</param>
    /// <param name="claim">The inner product.</param>
    public void Open(ProverTranscript transcript, ExtensionVector covector, KoalaBear5 claim)
    {
        using FoldingProver folded = Start(transcript, covector, claim);
        FoldedCommitment? previous = null;
        KoalaBear5[] challenges = folding;
        for (int code = 1; code < parameters.Codes.Count; code++)
        {
            var commitment = new FoldedCommitment(kernels.Codes, parameters.FoldedTree(code), parameters.Codes[code], folded.Vector);
            transcript.SendDigests(OpeningVerifier.CommitmentLabel, commitment.Tree.Cap.Span);
            Combine(transcript, folded, code, previous, challenges);
            previous?.Dispose();
            previous = commitment;
            challenges = folded.Fold(transcript, parameters.Codes[code].LogColumns, parameters.Codes[code].FoldWork);
        }
        transcript.Send(OpeningVerifier.ClearLabel, folded.Vector.ToArray());
        Query(transcript, parameters.Codes.Count - 1, previous, challenges);
        previous?.Dispose();
        folded.Fold(transcript, parameters.ClearVariables, 0);
    }

    /// <inheritdoc/>
    public void Dispose() => vector.Dispose();

    /// <summary>Uniform words of the columns, the mask column's value that the verifier's equation demands, a uniform salt.</summary>
    private uint[] DrawRows(int length)
    {
        MerkleShape tree = parameters.WitnessTree;
        JointShape shape = parameters.Shape;
        uint[] rows = new uint[positions.Length * tree.RowWords];
        coins.FillField(rows);
        KoalaBear[] points = CodeDomain.Points(parameters.Codes[0].LogLength, positions);
        KoalaBear5[] weights = MultilinearExtension.EqualityTable(folding);
        var values = new KoalaBear5[positions.Length];
        for (int i = 0; i < models.Count; i++)
        {
            OpenedRows.AddBaseRows(values, models[i].Open(positions).Rows.Span, weights.AsSpan(shape.ModelStarts[i], shape.ModelColumns));
        }
        OpenedRows.AddBaseRows(values, rows, weights.AsSpan(shape.WitnessStart, shape.WitnessColumns));
        KoalaBear5[] coefficients = vector.Slice(0, length).ToArray();
        for (int i = 0; i < values.Length; i++)
        {
            KoalaBear5 mask = MultilinearExtension.Polynomial(coefficients, points[i]) - (blend * values[i]);
            int at = (i * tree.RowWords) + shape.WitnessColumns;
            for (int d = 0; d < KoalaBear5.Degree; d++) rows[at + d] = mask[d].Representative;
        }
        return rows;
    }

    /// <summary>Uniform mask sum, messages and second product; the first product is what makes the claim on the vector true.</summary>
    private FoldingProver Start(ProverTranscript transcript, ExtensionVector covector, KoalaBear5 claim)
    {
        WhirCode code = parameters.Codes[0];
        KoalaBear5[] sealWeights = Seal(transcript, ref claim);
        KoalaBear5 sum = coins.NextExtension();
        transcript.Send(OpeningVerifier.MaskSumLabel, sum);
        KoalaBear5 scale = transcript.Challenge(OpeningVerifier.MaskLabel);
        claim = (scale * claim) + sum;
        ExtensionVector rest = covector;
        foreach (KoalaBear5 expected in folding)
        {
            KoalaBear5 atZero = coins.NextExtension(), atInfinity = coins.NextExtension();
            transcript.Send(FoldingRounds.MessageLabel, [atZero, atInfinity]);
            transcript.Work(FoldingRounds.WorkLabel, code.FoldWork);
            KoalaBear5 challenge = transcript.Challenge(FoldingRounds.ChallengeLabel);
            Assert.Equal(expected, challenge);
            claim = ProductRound.Next(atZero, atInfinity, claim, challenge).Known;
            kernels.Algebra.Fold(rest, challenge);
            rest = rest.Slice(0, rest.Length / 2);
        }
        var form = new ExtensionVector(vector.Length);
        form.Clear();
        kernels.Algebra.AddScaled(form.Slice(0, rest.Length), scale, rest);
        AddSeals(form, (int)rest.Length, scale, sealWeights);
        KoalaBear5[] entries = TailForm.Entries(folding, blend);
        for (int i = 0; i < entries.Length; i++) form[rest.Length + i] = entries[i];

        KoalaBear5 value = kernels.Algebra.InnerProduct(vector, form), second = coins.NextExtension();
        KoalaBear5 first = value - (blend * (claim + (blend * second)));
        transcript.Send(OpeningVerifier.MaskProductsLabel, [first, second]);
        transcript.Work(FoldingRounds.WorkLabel, code.FoldWork);
        Assert.Equal(blend, transcript.Challenge(OpeningVerifier.BlendLabel));
        var copy = new ExtensionVector(vector.Length);
        for (int plane = 0; plane < KoalaBear5.Degree; plane++) vector.Plane(plane).CopyTo(copy.Plane(plane));
        return FoldingProver.From(kernels.Algebra, copy, form, value);
    }

    /// <summary>The claims that models which do not exist have the seals of their keys.</summary>
    private KoalaBear5[] Seal(ProverTranscript transcript, ref KoalaBear5 claim)
    {
        if (parameters.Shape.ModelOpenings == 0) return [];
        KoalaBear5[] weights = FoldedForms.Weights(transcript.Challenge(OpeningVerifier.SealLabel), models.Count);
        for (int i = 0; i < weights.Length; i++) claim += weights[i] * models[i].Seal!.Value;
        return weights;
    }

    /// <summary>What is left of the seals' forms when columns are folded, on rows and tail.</summary>
    private void AddSeals(ExtensionVector form, int rows, KoalaBear5 scale, KoalaBear5[] weights)
    {
        KoalaBear5[] columns = MultilinearExtension.EqualityTable(folding);
        for (int seal = 0; seal < weights.Length; seal++)
        {
            SealPoint point = models[seal].Seal!.Point;
            KoalaBear5[] powers = point.ColumnWeights(parameters.Shape.ModelColumns);
            KoalaBear5 folded = KoalaBear5.Zero;
            for (int i = 0; i < powers.Length; i++) folded += powers[i] * columns[parameters.Shape.ModelStarts[seal] + i];
            folded = scale * weights[seal] * folded;
            KoalaBear5[] ofRows = MultilinearExtension.EqualityTable(point.Rows), ofTail = SealForm.TailWeights(point);
            for (int i = 0; i < rows; i++) form[i] += folded * ofRows[i];
            int first = rows + parameters.Codes[0].TailRows - ofTail.Length;
            for (int j = 0; j < ofTail.Length; j++) form[first + j] += folded * ofTail[j];
        }
    }

    private void Combine(
        ProverTranscript transcript, FoldingProver folded, int code, FoldedCommitment? previous, KoalaBear5[] challenges)
    {
        using var equality = new ExtensionVector(folded.Vector.Length);
        KoalaBear5[] point = transcript.Challenges(OutOfDomainClaim.PointLabel, parameters.Codes[code].Variables);
        kernels.Algebra.EqTable(point, KoalaBear5.One, equality);
        KoalaBear5 sample = kernels.Algebra.InnerProduct(folded.Vector, equality);
        transcript.Send(OutOfDomainClaim.ValueLabel, sample);
        (KoalaBear[] points, KoalaBear5[] values) = Query(transcript, code - 1, previous, challenges);
        KoalaBear5[] weights = FoldedForms.Weights(transcript.Challenge(OpeningVerifier.BatchingLabel), points.Length + 1);
        folded.Claim += FoldedForms.Combine(sample, values, weights);
        kernels.Algebra.AddScaled(folded.Covector, weights[0], equality);
        kernels.Algebra.AccumulatePowers(folded.Covector, points, weights.AsSpan(1));
    }

    /// <summary>Opens a code's rows; of code 0 those that were drawn.</summary>
    private (KoalaBear[] Points, KoalaBear5[] Values) Query(
        ProverTranscript transcript, int number, FoldedCommitment? folded, KoalaBear5[] challenges)
    {
        WhirCode code = parameters.Codes[number];
        transcript.Work(OpenedRows.WorkLabel, code.QueryWork);
        int[] drawn = OpenedRows.Distinct(transcript.ChallengeIndices(OpenedRows.PositionsLabel, code.Queries, code.LogLength));
        var values = new KoalaBear5[drawn.Length];
        KoalaBear5[] weights = MultilinearExtension.EqualityTable(challenges);
        if (folded is not null)
        {
            OpenedRows.AddExtensionRows(values, Send(transcript, folded.Tree.Open(drawn)), weights.AsSpan(0, code.Columns));
        }
        else
        {
            Assert.Equal(positions, drawn);
            JointShape shape = parameters.Shape;
            for (int i = 0; i < models.Count; i++)
            {
                ReadOnlySpan<uint> rows = Send(transcript, models[i].Open(positions));
                OpenedRows.AddBaseRows(values, rows, weights.AsSpan(shape.ModelStarts[i], shape.ModelColumns));
            }
            ReadOnlySpan<uint> own = Send(transcript, witness.Open(positions));
            OpenedRows.AddBaseRows(values, own, weights.AsSpan(shape.WitnessStart, shape.WitnessColumns));
            OpenedRows.Blend(values, own, shape.WitnessColumns, blend);
        }
        return (CodeDomain.Points(code.LogLength, drawn), values);
    }

    private static ReadOnlySpan<uint> Send(ProverTranscript transcript, MerkleOpening opening)
    {
        transcript.SendBase(OpenedRows.RowsLabel, opening.Rows.Span);
        transcript.SendDigests(OpenedRows.SiblingsLabel, opening.Siblings.Span);
        return opening.Rows.Span;
    }
}
