using Prover.Proving.Hashed;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashed;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Exact;

/// <summary>What the randomness of a hashed tensor's commitment is for (SPEC §5.10), on the product's commitment.</summary>
public class HashedIngredientTests
{
    private static readonly HashedShape Shape = new(3);
    private static readonly int[] Truth = [4, 0, 7], Guess = [4, 1, 7];
    private static readonly int[] Positions = [.. Enumerable.Range(0, 77).Select(i => i * 211)];

    private static int Tails => Shape.Columns << Shape.LogRows;

    private static int Length => Tails + (HashedShape.SaltWords << Shape.LogLength);

    [Fact]
    public void Without_tails_opened_rows_and_value_are_functions_of_the_tensor()
    {
        Assert.Equal(Shown(Truth, 1, hasTails: false), Shown(Truth, 2, hasTails: false));
        Assert.NotEqual(Shown(Truth, 1, hasTails: false), Shown(Guess, 1, hasTails: false));
        Assert.Empty(Shown(Truth, 1, hasTails: true).Intersect(Shown(Truth, 2, hasTails: true)));

        static uint[] Shown(int[] values, int seed, bool hasTails)
        {
            uint[] random = ScriptedRandomness.Uniform(Length, seed);
            if (!hasTails) random.AsSpan(0, Tails).Clear();
            using HashedCommitment commitment = Commit(values, random);
            return Data(commitment);
        }
    }

    [Fact]
    public void Without_salts_a_guess_of_the_tensor_is_confirmed()
    {
        // Rows and value determine as many elements of the tail, here the only ones; then the guess gives every leaf.
        uint[] unsalted = ScriptedRandomness.Uniform(Length, 3);
        int used = Positions.Length + KoalaBear5.Degree;
        unsalted.AsSpan(used).Clear();
        uint[] salted = ScriptedRandomness.Uniform(Length, 3);
        salted.AsSpan(used, Tails - used).Clear();
        Assert.True(Confirms(Truth, unsalted));
        Assert.False(Confirms(Guess, unsalted));
        Assert.False(Confirms(Truth, salted));

        static bool Confirms(int[] guessed, uint[] random)
        {
            using HashedCommitment shown = Commit(Truth, random);
            using HashedCommitment computed = Commit(guessed, Solve(guessed, shown));
            return computed.Root == shown.Root;
        }
    }

    /// <summary>A tail of as many elements as are shown, with which a guess shows the same.</summary>
    private static uint[] Solve(int[] guessed, HashedCommitment shown)
    {
        KoalaBear[] points = CodeDomain.Points(Shape.LogLength, Positions);
        KoalaBear[] data = [.. guessed.Select(value => KoalaBear.FromInteger(value))];
        KoalaBear5 outside = new HashedDigest(Shape, shown.Root).Point, far = default;
        for (int i = data.Length - 1; i >= 0; i--) far = (far * outside) + KoalaBear5.FromBase(data[i]);
        ulong rows = 1UL << Shape.LogRows;
        far = (shown.Value - far) * outside.Power(rows).Inverse();
        int count = points.Length + KoalaBear5.Degree;
        uint[] words = Data(shown);
        KoalaBear5[] powers = [.. Enumerable.Range(0, count).Select(power => outside.Power((ulong)power))];
        KoalaBear[] tail = LinearSystem.Solve(
            [
                .. points.Select(x => Enumerable.Range(0, count).Select(power => x.Power((ulong)power)).ToArray()),
                .. Enumerable.Range(0, KoalaBear5.Degree).Select(d => powers.Select(power => power[d]).ToArray()),
            ],
            [
                .. points.Select((x, i) => (new KoalaBear(words[i]) - LinearSystem.Evaluate(data, x)) * x.Power(rows).Inverse()),
                .. Enumerable.Range(0, KoalaBear5.Degree).Select(d => far[d]),
            ]);
        uint[] random = new uint[Length];
        for (int i = 0; i < count; i++) random[i] = tail[i].Representative;
        return random;
    }

    /// <summary>The opened words of the column; salts are left out.</summary>
    private static uint[] Data(HashedCommitment commitment)
    {
        int width = Shape.Tree.RowWords;
        uint[] rows = commitment.Open(Positions).Rows.ToArray();
        return [.. rows.Where((_, i) => i % width < Shape.Columns)];
    }

    private static HashedCommitment Commit(int[] values, uint[] random) =>
        new(ProofExperiment.Kernels.Codes, values, new ScriptedRandomness(random), null);
}
