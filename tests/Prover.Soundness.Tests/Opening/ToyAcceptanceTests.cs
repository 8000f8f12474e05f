using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Soundness;

namespace Prover.Soundness.Tests.Opening;

/// <summary>With so few queries that cheating often succeeds, it must not succeed more often than the calculator says.</summary>
public class ToyAcceptanceTests
{
    private const int Attempts = 1000, LogRows = 8, LogLength = LogRows + WhirParameters.LogBlowup;

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    public void A_word_between_two_codewords_is_accepted_as_rarely_as_computed(int tree)
    {
        // The tree's first column agrees with the vector that everything else is about on 1 - distance of the positions only.
        var opening = new OpeningCase(new JointShape(LogRows, 1, 0, 1, 1, 1), TestProfiles.Toy);
        WhirCode code = opening.Parameters.Codes[0];
        int damaged = (int)Math.Ceiling(code.Bound.Radius * (1 << LogLength)) + 1;
        var random = new Random(7);
        int[] positions = [.. Enumerable.Range(0, 1 << LogLength)];
        random.Shuffle(positions);
        var cheats = new OpeningCheats
        {
            Codeword = (number, words) =>
            {
                if (number != tree) return;
                foreach (int position in positions[..damaged]) words[position] = (words[position] + 1) % KoalaBear.Order;
            },
        };
        (PlainMatrix?, PlainMatrix?) matrices = opening.CommitPlainly(cheats);
        int accepted = 0;
        for (opening.Context = 0; opening.Context < Attempts; opening.Context++)
        {
            if (opening.Verify(opening.ProvePlainly(cheats, matrices)) is null) accepted++;
        }
        double bound = SoundnessError.Queries(code.Bound, code.Queries);
        double expected = Math.Pow(1 - (damaged / (double)(1 << LogLength)), code.Queries);
        Assert.InRange(code.Queries, 2, 6);
        AssertWithinFiveDeviations(accepted, expected);
        Assert.True(accepted <= (Attempts * bound) + (5 * Math.Sqrt(Attempts * bound)));
    }

    private static void AssertWithinFiveDeviations(int accepted, double probability)
    {
        double mean = Attempts * probability, deviation = Math.Sqrt(mean * (1 - probability));
        Assert.InRange(accepted, mean - (5 * deviation), mean + (5 * deviation));
    }
}
