using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Soundness;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Exact;

/// <summary>
/// All proofs that a key of a hidden model makes together fit every model (SPEC §11.8): another model, committed with other tails, gives
/// the same bytes in each of them but for digests of salted leaves. With one proof more than the key allows that ends.
/// </summary>
public class HiddenModelTests
{
    private const int Proofs = 3;
    private static readonly SecurityProfile Short = new("short", 20, 0, 0, 0);

    [Theory]
    [InlineData(10, 1, 0, 1, 1, 1)]
    [InlineData(11, 3, 4, 3, 1, 2)]
    [InlineData(11, 2, 0, 2, 2, 1)]
    public void Another_model_explains_all_proofs_of_a_key(
        int logRows, int logColumns, int modelStart, int model, int witnessStart, int witness)
    {
        var shape = new JointShape(logRows, logColumns, modelStart, model, witnessStart, witness, true) { ModelOpenings = Proofs };
        OpeningExperiment[] proofs = [.. Enumerable.Range(31, Proofs).Select(seed => new OpeningExperiment(shape, Short, seed))];
        KoalaBear[] points = [.. proofs.SelectMany(proof => proof.Points).DistinctBy(point => point.Representative)];
        Assert.InRange(points.Length, 1, proofs[0].Parameters.ModelTailRows - SealForm.TailRows);
        uint[] first = ScriptedRandomness.Uniform(model << logRows, 1), second = ScriptedRandomness.Uniform(model << logRows, 2);
        uint[] setup = ScriptedRandomness.Uniform(proofs[0].ModelRandomLength, 3);
        var explanation = new ModelExplanation(proofs[0], points, first, second);
        for (int i = 0; i < Proofs; i++)
        {
            uint[] truth = ScriptedRandomness.Uniform(witness << logRows, 10 + i);
            uint[] random = ScriptedRandomness.Uniform(proofs[i].RandomLength, 20 + i);
            uint[] other = proofs[i].Repaired(truth, proofs[i].Claim(truth, first) - proofs[i].Claim(truth, second));
            TranscriptRecord left = proofs[i].Prove(truth, random, (first, setup));
            TranscriptRecord right = proofs[i].Prove(
                other, OpeningExplanation.Of(proofs[i], truth, other, random, explanation), (second, explanation.Translate(setup)));
            AssertSame(left, right);
        }
    }

    [Fact]
    public void One_proof_more_than_the_key_allows_shows_the_model()
    {
        // A tail of n rows at n + 1 points: one combination of the opened words no longer depends on it. Rows that the code has beside the
        // query rows of the key's proofs are 0 here.
        var shape = new JointShape(10, 1, 0, 1, 1, 1, true) { ModelOpenings = 1 };
        OpeningExperiment[] proofs = [.. Enumerable.Range(31, 2).Select(seed => new OpeningExperiment(shape, Short, seed))];
        int rows = proofs[0].Parameters.Codes[0].Queries;
        (uint[] first, uint[] second) = (ScriptedRandomness.Uniform(1 << 10, 1), ScriptedRandomness.Uniform(1 << 10, 2));
        Assert.Equal(Combination(first, 3), Combination(first, 4));
        Assert.NotEqual(Combination(first, 3), Combination(second, 3));

        KoalaBear Combination(uint[] model, int seed)
        {
            uint[] setup = ScriptedRandomness.Uniform(proofs[0].ModelRandomLength, seed);
            setup.AsSpan(rows, proofs[0].Parameters.ModelTailRows - rows).Clear();
            var words = new SortedDictionary<uint, KoalaBear>();
            foreach (OpeningExperiment proof in proofs)
            {
                TranscriptRecord record = proof.Prove(new uint[1 << 10], new uint[proof.RandomLength], (model, setup));
                uint[] opened = record.Words(OpenedRows.RowsLabel, 0);
                int width = proof.Parameters.ModelTree.RowWords;
                for (int i = 0; i < proof.Points.Length; i++) words[proof.Points[i].Representative] = new(opened[i * width]);
            }
            Assert.True(words.Count > rows);
            KoalaBear[] points = [.. words.Keys.Take(rows + 1).Select(word => new KoalaBear(word))];
            // The divided difference of order n of the words over x^rows: 0 for every polynomial of degree below n.
            KoalaBear[] values = [.. points.Select(x => words[x.Representative] * x.Power(1 << 10).Inverse())];
            return LinearSystem.Interpolate(points, values)[^1];
        }
    }

    [Fact]
    public void Without_tails_of_the_model_its_rows_show_it()
    {
        var shape = new JointShape(10, 1, 0, 1, 1, 1, true) { ModelOpenings = 1 };
        var proof = new OpeningExperiment(shape, Short, 31);
        uint[] model = ScriptedRandomness.Uniform(1 << 10, 1);
        int tails = proof.Parameters.ModelTailRows;
        Assert.Equal(Row(3, false), Row(4, false));
        Assert.NotEqual(Row(3, true), Row(4, true));

        uint Row(int seed, bool hasTails)
        {
            uint[] setup = ScriptedRandomness.Uniform(proof.ModelRandomLength, seed);
            if (!hasTails) setup.AsSpan(0, tails).Clear();
            return proof.Prove(new uint[1 << 10], new uint[proof.RandomLength], (model, setup)).Words(OpenedRows.RowsLabel, 0)[0];
        }
    }

    [Fact]
    public void Without_seal_rows_the_seal_of_a_key_shows_the_model()
    {
        // The tails' other rows have no part in it: two setups of one model have one seal, and a guess of the weights is confirmed.
        var shape = new JointShape(10, 1, 0, 1, 1, 1, true) { ModelOpenings = 1 };
        var proof = new OpeningExperiment(shape, Short, 31);
        (uint[] model, uint[] guess) = (ScriptedRandomness.Uniform(1 << 10, 1), ScriptedRandomness.Uniform(1 << 10, 1));
        guess[77] = (guess[77] + 1) % KoalaBear.Order;
        int tails = proof.Parameters.ModelTailRows;
        Assert.Equal(Seal(model, 3, false), Seal(model, 4, false));
        Assert.NotEqual(Seal(model, 3, false), Seal(guess, 3, false));
        Assert.NotEqual(Seal(model, 3, true), Seal(model, 4, true));

        uint[] Seal(uint[] weights, int seed, bool hasSealRows)
        {
            uint[] setup = ScriptedRandomness.Uniform(proof.ModelRandomLength, seed);
            if (!hasSealRows) setup.AsSpan(tails - SealForm.TailRows, SealForm.TailRows).Clear();
            return proof.Prove(new uint[1 << 10], new uint[proof.RandomLength], (weights, setup)).Words("model seal");
        }
    }

    [Fact]
    public void Every_value_of_a_seal_is_that_of_every_model_under_one_element_of_the_seal_rows()
    {
        // The seal rows of the first column alone map E to E one to one: the value is uniform, whatever the weights are.
        var shape = new JointShape(10, 1, 0, 1, 1, 1, true) { ModelOpenings = 1 };
        var proof = new OpeningExperiment(shape, Short, 31);
        int first = proof.Parameters.ModelTailRows - SealForm.TailRows;
        KoalaBear5 wanted = OpeningExperiment.Element(ScriptedRandomness.Uniform(5, 9));
        foreach (int seed in (int[])[1, 2])
        {
            uint[] weights = ScriptedRandomness.Uniform(1 << 10, seed), setup = ScriptedRandomness.Uniform(proof.ModelRandomLength, 3);
            setup.AsSpan(first, SealForm.TailRows).Clear();
            KoalaBear5 missing = (wanted - Seal(weights, setup)) * proof.SealPoint.Tail.Inverse();
            for (int j = 0; j < SealForm.TailRows; j++) setup[first + j] = missing[j].Representative;
            Assert.Equal(wanted, Seal(weights, setup));
        }

        KoalaBear5 Seal(uint[] weights, uint[] setup) => OpeningExperiment.Element(
            proof.Prove(new uint[1 << 10], new uint[proof.RandomLength], (weights, setup)).Words("model seal"));
    }

    [Fact]
    public void Without_salts_of_the_model_a_guess_of_the_weights_is_confirmed()
    {
        // Opened rows and a guess of the weights determine as many tail elements as rows were opened; if a key's proofs were all made, that
        // is the whole tail, and every leaf can be computed. Here the rest of the tail is 0.
        var shape = new JointShape(10, 1, 0, 1, 1, 1, true) { ModelOpenings = 1 };
        var proof = new OpeningExperiment(shape, Short, 31);
        uint[] weights = ScriptedRandomness.Uniform(1 << 10, 1), guess = [.. weights];
        guess[77] = (guess[77] + 1) % KoalaBear.Order;
        uint[] unsalted = ScriptedRandomness.Uniform(proof.ModelRandomLength, 3);
        unsalted.AsSpan(proof.Points.Length).Clear();
        Assert.True(Confirms(weights, unsalted));
        Assert.False(Confirms(guess, unsalted));
        uint[] salted = ScriptedRandomness.Uniform(proof.ModelRandomLength, 3);
        salted.AsSpan(proof.Points.Length, proof.Parameters.ModelTailRows - proof.Points.Length).Clear();
        Assert.False(Confirms(weights, salted));

        bool Confirms(uint[] guessed, uint[] setup)
        {
            TranscriptRecord record = Prove(weights, setup);
            uint[] opened = record.Words(OpenedRows.RowsLabel, 0);
            int width = proof.Parameters.ModelTree.RowWords;
            KoalaBear[] data = [.. guessed.Select(word => new KoalaBear(word))];
            KoalaBear[] values = [.. proof.Points.Select((x, i) =>
                (new KoalaBear(opened[i * width]) - LinearSystem.Evaluate(data, x)) * x.Power(1 << 10).Inverse())];
            uint[] computed = new uint[proof.ModelRandomLength];
            uint[] tail = [.. LinearSystem.Interpolate(proof.Points, values).Select(element => element.Representative)];
            tail.CopyTo(computed, 0);
            return Prove(guessed, computed).Words("model cap").SequenceEqual(record.Words("model cap"));
        }

        TranscriptRecord Prove(uint[] model, uint[] setup) =>
            proof.Prove(new uint[1 << 10], new uint[proof.RandomLength], (model, setup));
    }

    private static void AssertSame(TranscriptRecord left, TranscriptRecord right)
    {
        Assert.Equal(left.Messages.Count, right.Messages.Count);
        int siblings = 0;
        for (int i = 0; i < left.Messages.Count; i++)
        {
            (string label, byte[] bytes) = left.Messages[i];
            bool salted = label is "model cap" or "witness cap" || (label == OpenedRows.SiblingsLabel && siblings++ < 2);
            if (salted) Assert.NotEqual(bytes, right.Messages[i].Bytes);
            else Assert.True(bytes.AsSpan().SequenceEqual(right.Messages[i].Bytes), $"message {i}, {label}");
        }
    }
}
