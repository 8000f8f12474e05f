using Prover.Verifier.Commitments;
using Prover.Verifier.Soundness;

namespace Prover.Verifier.Tests.Soundness;

public class SoundnessCalculatorTests
{
    public static TheoryData<string> Profiles => [.. SecurityProfile.All.Select(profile => profile.Name)];

    [Theory]
    [MemberData(nameof(Profiles))]
    public void Every_size_reaches_its_profile_in_the_sum_and_in_each_round(string name)
    {
        SecurityProfile profile = SecurityProfile.Find(name)!;
        for (int logRows = WhirParameters.LeastLogRows; logRows <= WhirParameters.GreatestLogRows; logRows++)
        {
            for (int logColumns = 0; logColumns <= WhirParameters.GreatestLogColumns; logColumns++)
            {
                SoundnessReport report = SoundnessCalculator.Calculate(Input(logRows, logColumns, profile));
                Assert.True(report.Reaches(profile.Bits), $"2^{logRows} rows, 2^{logColumns} columns: {report.TotalBits} bits");
            }
        }
    }

    [Fact]
    public void P100_never_asks_for_work()
    {
        for (int logRows = WhirParameters.LeastLogRows; logRows <= WhirParameters.GreatestLogRows; logRows++)
        {
            foreach (WhirCode code in Parameters(logRows, 6, SecurityProfile.P100).Codes)
            {
                Assert.Equal((0, 0), (code.FoldWork, code.QueryWork));
            }
        }
    }

    [Fact]
    public void Hidden_messages_add_four_terms_that_do_not_weaken_a_profile()
    {
        SoundnessInput plain = Input(18, 6, SecurityProfile.P128);
        SoundnessInput hiding = plain with { Pads = new(plain.LogLeaves, plain.InnerProductVariables) };
        SoundnessReport report = SoundnessCalculator.Calculate(hiding);
        Assert.Equal(
            ["hidden equations", "products of pads", "mask of the products", "rounds of the products"],
            report.Terms.Select(term => term.Name).Except(SoundnessCalculator.Calculate(plain).Terms.Select(term => term.Name)));
        Assert.True(report.Reaches(128));
    }

    [Fact]
    public void Every_size_of_a_hidden_model_reaches_its_profile_with_the_terms_of_the_seal()
    {
        foreach (SecurityProfile profile in SecurityProfile.All)
        {
            for (int logRows = WhirParameters.LeastHidingLogRows; logRows <= WhirParameters.GreatestLogRows; logRows++)
            {
                for (int logColumns = 1; logColumns <= WhirParameters.GreatestLogColumns - 1; logColumns++)
                {
                    int columns = 1 << (logColumns - 1);
                    int openings = Math.Max(2, (1 << logRows) / 512);
                    var parameters = new WhirParameters(
                        new(logRows, logColumns, 0, columns, columns, 1, true) { ModelOpenings = openings }, profile);
                    SoundnessInput input = Input(logRows, logColumns, profile) with { Opening = parameters };
                    AssertSeal(SoundnessCalculator.Calculate(input), parameters, 1, columns);
                    AssertSeal(SoundnessCalculator.OfRefresh(parameters.OfRefresh()), parameters, 2, columns);
                }
            }
        }

        static void AssertSeal(SoundnessReport report, WhirParameters parameters, int trees, int columns)
        {
            double order = Math.Pow(2130706433, 5), list = parameters.Codes[0].Bound.ListSize;
            SoundnessTerm point = report.Terms.Single(term => term.Name == "seal of the model");
            double expected = list * list / 2 * (parameters.Shape.LogRows + columns - 1) / order;
            Assert.Equal(1, point.RoundError / expected, 9);
            Assert.Equal(trees, point.TotalError / point.RoundError, 9);
            SoundnessTerm challenge = report.Terms.Single(term => term.Name == "seal challenge");
            Assert.Equal(1, challenge.TotalError / (trees * list / order), 9);
            Assert.True(report.Reaches(parameters.Profile.Bits), $"{parameters.Shape}: {report.TotalBits} bits");
        }
    }

    [Fact]
    public void Every_source_of_error_is_listed_once_and_in_order()
    {
        string[] names = [.. SoundnessCalculator.Calculate(Input(18, 6, SecurityProfile.P128)).Terms.Select(term => term.Name)];
        Assert.Equal(
            [
                "out-of-domain, committed vectors", "lookup fingerprint", "fraction tree", "inner products", "constraints",
                "claims of the opening", "folding, code 0", "queries, code 0",
                "out-of-domain, code 1", "combination, code 1", "folding, code 1", "queries, code 1",
                "out-of-domain, code 2", "combination, code 2", "folding, code 2", "queries, code 2",
                "out-of-domain, code 3", "combination, code 3", "folding, code 3", "queries, code 3",
                "last rounds", "hash collision",
            ],
            names);
    }

    [Fact]
    public void Terms_have_the_values_computed_by_hand()
    {
        SoundnessReport report = SoundnessCalculator.Calculate(Input(18, 6, SecurityProfile.P128));
        double Bits(string name) => report.Terms.Single(term => term.Name == name).Bits;
        double logOrder = 5 * Math.Log2(2130706433);
        Assert.Equal(logOrder - Math.Log2((1 << 20) * 8.0) + 16, Bits("lookup fingerprint"), 9);
        Assert.Equal(logOrder - Math.Log2(3), Bits("fraction tree"), 9);
        Assert.Equal(logOrder - 1, Bits("inner products"), 9);
        Assert.Equal(logOrder - Math.Log2(4095), Bits("constraints"), 9);
        double list = Parameters(18, 6, SecurityProfile.P128).Codes[0].Bound.ListSize;
        Assert.Equal(logOrder - Math.Log2(9 * list), Bits("claims of the opening"), 9);
        Assert.Equal(128, Bits("hash collision"), 9);
        SoundnessTerm tree = report.Terms.Single(term => term.Name == "fraction tree");
        Assert.Equal(20 * 61 / 2 / 3.0, tree.TotalError / tree.RoundError, 9);
    }

    [Fact]
    public void Totals_are_the_worst_round_and_the_sum()
    {
        SoundnessReport report = SoundnessCalculator.Calculate(Input(20, 7, SecurityProfile.P100));
        Assert.Equal(report.Terms.Min(term => term.Bits), report.RoundBits, 9);
        double sum = report.Terms.Where(term => term.Name != "hash collision").Sum(term => term.TotalError);
        Assert.Equal(sum, report.TotalError);
        Assert.True(report.TotalBits < report.RoundBits);
        Assert.True(report.Reaches(100));
        Assert.False(report.Reaches((int)Math.Ceiling(report.TotalBits)));
        Assert.Equal(report.Terms.Count + 2, report.Lines().Count);
    }

    [Fact]
    public void More_leaves_than_the_profile_bears_are_reported_and_not_hidden()
    {
        SoundnessInput input = Input(22, 8, SecurityProfile.P128) with { Leaves = 1L << 40 };
        SoundnessReport report = SoundnessCalculator.Calculate(input);
        Assert.False(report.Reaches(128));
        Assert.True(report.Reaches(100));
    }

    private static SoundnessInput Input(int logRows, int logColumns, SecurityProfile profile) => new()
    {
        Opening = Parameters(logRows, logColumns, profile),
        Leaves = 1 << 20,
        LogLeaves = 20,
        TupleWidth = 6,
        InnerProductVariables = 20,
        LinearClaims = 10,
        Combined = [new("constraints", 4096)],
    };

    private static WhirParameters Parameters(int logRows, int logColumns, SecurityProfile profile) =>
        new(new JointShape(logRows, logColumns, 0, 0, 0, 1 << logColumns), profile);
}
