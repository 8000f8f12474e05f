using Prover.Soundness.Tests.Hiding;
using Prover.Verifier.Fields;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Refresh;

/// <summary>
/// Degrees of freedom of a refresh proof, counted: a change of weights is hidden exactly if what it changes lies in the space of what the
/// randomness changes (SPEC §8.10).
/// </summary>
public class RefreshRankTests
{
    private const int Changes = 3;

    [Fact]
    public void All_that_a_refresh_proof_shows_of_weights_is_hidden() => Assert.Equal(0, Leaks(true, true, true, true));

    [Fact]
    public void Without_tails_of_the_old_model_its_rows_leak() => Assert.Equal(Changes, Leaks(false, true, true, true));

    [Fact]
    public void Without_tails_of_the_new_model_its_rows_leak() => Assert.Equal(Changes, Leaks(true, false, true, true));

    [Fact]
    public void Without_the_uniform_column_the_out_of_domain_value_leaks() => Assert.Equal(Changes, Leaks(true, true, false, true));

    [Fact]
    public void Without_the_tail_of_the_witness_messages_leak() => Assert.Equal(Changes, Leaks(true, true, true, false));

    [Theory]
    [InlineData(2, 0)]
    [InlineData(1, Changes)]
    public void A_key_that_is_refreshed_to_and_from_uses_two_of_its_uses(int uses, int leaks)
    {
        RevealedRefresh to = new(uses), from = new(uses, 32);
        Assert.Equal(leaks, Leaks(RevealBoth));

        KoalaBear[] RevealBoth(int weights, int seed)
        {
            uint[] values = ScriptedRandomness.Uniform(RevealedRefresh.Rows, weights);
            uint[] Tail(int key) => to.ModelTail(seed > 0 ? (10 * seed) + key : null);
            uint[] Column(int kind) => Draw(true, RevealedRefresh.Rows, seed, kind);
            uint[] WitnessTail(int kind) => Draw(true, to.WitnessTails, seed, kind);
            return
            [
                .. to.Reveal(values, Tail(1), Tail(2), Column(4), WitnessTail(5)),
                .. from.Reveal(values, Tail(2), Tail(3), Column(6), WitnessTail(7)),
            ];
        }
    }

    /// <summary>How many changes of the weights show in one refresh proof.</summary>
    private static int Leaks(bool hasOldTail, bool hasNewTail, bool hasColumn, bool hasWitnessTail)
    {
        var refresh = new RevealedRefresh();
        return Leaks((weights, seed) => refresh.Reveal(
            ScriptedRandomness.Uniform(RevealedRefresh.Rows, weights),
            refresh.ModelTail(hasOldTail && seed > 0 ? (10 * seed) + 1 : null),
            refresh.ModelTail(hasNewTail && seed > 0 ? (10 * seed) + 2 : null),
            Draw(hasColumn, RevealedRefresh.Rows, seed, 3),
            Draw(hasWitnessTail, refresh.WitnessTails, seed, 4)));
    }

    /// <summary>How many changes of the weights show in what follows from weights and, unless it is 0, a seed of all that hides.</summary>
    private static int Leaks(Func<int, int, KoalaBear[]> reveal)
    {
        KoalaBear[] known = reveal(1, 0);
        var span = new LinearSpan();
        int freedom = known.Length + 2;
        // As soon as several samples in a row add nothing, the space is known but for a negligible probability.
        for (int seed = 1, idle = 0; seed <= freedom && idle < 3; seed++)
        {
            idle = span.Add(Difference(reveal(1, seed), known)) ? 0 : idle + 1;
        }
        return Enumerable.Range(2, Changes).Count(weights => span.Add(Difference(reveal(weights, 0), known)));
    }

    private static uint[] Draw(bool isRandom, int count, int seed, int kind) =>
        isRandom && seed > 0 ? ScriptedRandomness.Uniform(count, (10 * seed) + kind) : new uint[count];

    private static KoalaBear[] Difference(KoalaBear[] left, KoalaBear[] right) => [.. left.Zip(right, (x, y) => x - y)];
}
