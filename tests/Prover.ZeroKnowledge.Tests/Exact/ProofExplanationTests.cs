using Prover.Proving.Hashed;
using Prover.Soundness.Tests.Circuits;
using Prover.Verifier.Arguments;
using Prover.Verifier.Circuits;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashed;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Exact;

/// <summary>
/// Whole proofs fit every witness of their statement: for the same challenges there is randomness with which the product's prover, given
/// another input, other contents of hashed tensors and another hidden model, writes the same bytes, but for digests of salted leaves. All
/// proofs of a key about the same commitments are explained together.
/// </summary>
public class ProofExplanationTests
{
    private const int Proofs = VisibleCircuit.ModelProofs;

    public static TheoryData<Visibility> Hiding => [.. Enum.GetValues<Visibility>().Where(visibility => visibility != Visibility.Open)];

    [Theory]
    [MemberData(nameof(Hiding))]
    public void Another_witness_explains_all_that_is_revealed(Visibility visibility)
    {
        ProofExperiment experiment = ProofExperiment.EveryRelationIn(visibility);
        (int[][] first, int[][] second) = TwoWitnesses.In(visibility);
        ProgrammedOracle[] oracles = [.. Enumerable.Range(1, Proofs).Select(seed => new ProgrammedOracle(seed))];
        uint[] setup = ScriptedRandomness.Uniform(experiment.SetupLength, 3);
        uint[][] salts = [.. experiment.Circuit.Hashed.Select((_, i) => ScriptedRandomness.Uniform(experiment.HashedLength(i), 4 + i))];
        ProofWitness truth = experiment.Witness(
            first, experiment.CommitModel(first, setup), [.. salts.Select((random, i) => experiment.Commit(first, i, random))]);
        ModelExplanation? model = ExplainModel(experiment, oracles, first, second);
        ProofWitness guess = experiment.Witness(
            second, model is null ? truth.Model : experiment.CommitModel(second, model.Translate(setup)),
            [.. truth.Commitments.Select((commitment, i) => Explain(experiment, oracles, commitment, i, first, second, salts[i]))]);
        Assert.Equal(experiment.StatementOf(truth).Encode(), experiment.StatementOf(guess).Encode());
        Assert.Equal(truth.Model.Seal?.Value, guess.Model.Seal?.Value);

        for (int i = 0; i < Proofs; i++)
        {
            uint[] random = ScriptedRandomness.Uniform(experiment.RandomLength, 10 + i);
            (byte[] proof, TranscriptRecord left) = experiment.Prove(truth, random, oracles[i]);
            Assert.Null(ProofExperiment.Verify(
                experiment.Key, ProofExperiment.CommitmentOf(truth.Model), experiment.StatementOf(truth), proof, oracles[i].Program(),
                experiment.Tables));
            uint[] other = new ProofExplanation(experiment, oracles[i], proof, left).Randomness(guess, truth, random, model);
            AssertSame(left, experiment.Prove(guess, other, oracles[i]).Record, experiment.Circuit);
        }
    }

    [Theory]
    [InlineData(Visibility.Hashed, true, false)]
    [InlineData(Visibility.AuditedHashedAndPrivateWeights, true, true)]
    [InlineData(Visibility.AuditedHashedAndPrivateWeights, false, true)]
    public void Without_translating_their_tails_hashed_tensors_and_models_show(Visibility visibility, bool hashed, bool model)
    {
        // The other witness under the tails of the first one: what is opened of the commitments differs.
        ProofExperiment experiment = ProofExperiment.EveryRelationIn(visibility);
        (int[][] first, int[][] second) = TwoWitnesses.In(visibility);
        var oracle = new ProgrammedOracle(1);
        uint[] setup = ScriptedRandomness.Uniform(experiment.SetupLength, 3);
        uint[] random = ScriptedRandomness.Uniform(experiment.RandomLength, 10);
        TranscriptRecord left = Prove(first), right = Prove(second);
        int trees = experiment.Circuit.Hashed.Length;
        if (hashed) Assert.NotEqual(left.Words(HashedVerifier.ValueLabel), right.Words(HashedVerifier.ValueLabel));
        for (int tree = 0; tree < trees && hashed; tree++)
        {
            Assert.NotEqual(left.Words(OpenedRows.RowsLabel, tree), right.Words(OpenedRows.RowsLabel, tree));
        }
        if (model) Assert.NotEqual(left.Words(OpenedRows.RowsLabel, trees), right.Words(OpenedRows.RowsLabel, trees));

        TranscriptRecord Prove(int[][] values)
        {
            HashedCommitment[] commitments = [.. experiment.Circuit.Hashed.Select((_, i) =>
                experiment.Commit(values, i, ScriptedRandomness.Uniform(experiment.HashedLength(i), 4 + i)))];
            return experiment.Prove(experiment.Witness(values, experiment.CommitModel(values, setup), commitments), random, oracle).Record;
        }
    }

    [Fact]
    public void The_truth_explains_itself_by_the_randomness_that_was_used()
    {
        ProofExperiment experiment = ProofExperiment.EveryRelation;
        ProofWitness truth = experiment.Witness(TwoWitnesses.Shared.First);
        var oracle = new ProgrammedOracle(3);
        uint[] random = ScriptedRandomness.Uniform(experiment.RandomLength, 3);
        (byte[] proof, TranscriptRecord record) = experiment.Prove(truth, random, oracle);
        var explanation = new ProofExplanation(experiment, oracle, proof, record);
        uint[] again = explanation.Randomness(truth, truth, random);
        Assert.Equal(explanation.TruePads(random), explanation.TruePads(again));
        int pads = 5 * experiment.Key.Layout.Pads.Count;
        Assert.Equal(random[pads..], again[pads..]);
    }

    /// <summary>How the second model explains all rows that the proofs open; null if the model is public.</summary>
    private static ModelExplanation? ExplainModel(ProofExperiment experiment, ProgrammedOracle[] oracles, int[][] first, int[][] second)
    {
        if (experiment.Circuit.ModelProofs == 0) return null;
        OpeningExperiment[] openings = [.. oracles.Select(
            oracle => new OpeningExperiment(experiment.Key.Parameters, oracle, [], experiment.Circuit.Hashed.Length))];
        KoalaBear[] points = [.. openings.SelectMany(opening => opening.Points).DistinctBy(point => point.Representative)];
        Assert.InRange(points.Length, 1, experiment.Key.Parameters.ModelTailRows - SealForm.TailRows);
        uint[] from = Columns(first), to = Columns(second);
        Assert.NotEqual(from, to);
        return new(openings[0], points, from, to);

        uint[] Columns(int[][] values) => experiment.CommitModel(values, new uint[experiment.SetupLength]).Columns.Span.ToArray();
    }

    /// <summary>The commitment to the second integers that shows what the first one shows.</summary>
    private static HashedCommitment Explain(
        ProofExperiment experiment, ProgrammedOracle[] oracles, HashedCommitment commitment, int number, int[][] first, int[][] second,
        uint[] random)
    {
        HashedShape shape = commitment.Shape;
        int queries = shape.Queries(experiment.Key.Parameters.Profile);
        int[] positions = OpenedRows.Distinct(
            [.. oracles.SelectMany(oracle => oracle.Indices(OpenedRows.PositionsLabel, number, queries, shape.LogLength))]);
        uint[] translated = HashedExplanation.Translate(
            experiment.Hashed(first, number), experiment.Hashed(second, number), positions, commitment.Root, random);
        return experiment.Commit(second, number, translated, commitment.Root);
    }

    private static void AssertSame(TranscriptRecord left, TranscriptRecord right, Circuit circuit)
    {
        Assert.Equal(left.Messages.Count, right.Messages.Count);
        // Paths of hashed tensors come first, then the model's, then the witness'.
        int siblings = 0, model = circuit.Hashed.Length;
        for (int i = 0; i < left.Messages.Count; i++)
        {
            (string label, byte[] bytes) = left.Messages[i];
            bool isPath = label == OpenedRows.SiblingsLabel;
            bool isSalted = isPath && siblings <= model + 1 && (siblings != model || circuit.ModelProofs > 0);
            siblings += isPath ? 1 : 0;
            bool isSame = bytes.AsSpan().SequenceEqual(right.Messages[i].Bytes);
            if (isSalted || label == ArgumentVerifier.WitnessCapLabel) Assert.False(isSame, $"message {i}, {label}");
            else Assert.True(isSame, $"message {i}, {label}");
        }
    }
}
