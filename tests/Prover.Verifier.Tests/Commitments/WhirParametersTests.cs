using Prover.Verifier.Commitments;
using Prover.Verifier.Soundness;

namespace Prover.Verifier.Tests.Commitments;

public class WhirParametersTests
{
    public static TheoryData<string, int, int[], int[], int[]> Pinned => new()
    {
        { "P100", 8, [104], [75], [0] },
        { "P100", 14, [105, 42, 35], [38, 15, 13], [0, 0, 0] },
        { "P100", 18, [105, 42, 27, 24], [38, 15, 4, 4], [0, 0, 0, 0] },
        { "P100", 22, [107, 43, 27, 20, 18], [20, 7, 4, 2, 3], [0, 0, 0, 0, 0] },
        { "P128", 8, [114], [28], [16] },
        { "P128", 18, [122, 48, 31, 27], [8, 4, 2, 2], [17, 16, 16, 16] },
        { "P128", 22, [126, 51, 33, 23, 21], [6, 2, 1, 1, 1], [19, 16, 16, 19, 20] },
    };

    [Theory]
    [MemberData(nameof(Pinned))]
    public void Parameters_are_pinned(string profile, int logRows, int[] queries, int[] multiplicities, int[] work)
    {
        // Prover and verifier must derive the same numbers forever: a change here is a change of the protocol version.
        WhirParameters parameters = Parameters(logRows, 6, SecurityProfile.Find(profile)!);
        Assert.Equal(queries, parameters.Codes.Select(code => code.Queries));
        Assert.Equal(multiplicities, parameters.Codes.Select(code => code.Multiplicity));
        Assert.Equal(work, parameters.Codes.Select(code => code.FoldWork));
    }

    [Fact]
    public void Codes_fold_into_each_other_on_halved_domains()
    {
        for (int logRows = WhirParameters.LeastLogRows; logRows <= WhirParameters.GreatestLogRows; logRows++)
        {
            WhirParameters parameters = Parameters(logRows, 5, SecurityProfile.P100);
            Assert.Equal((logRows, 5, logRows + 2), Sizes(parameters.Codes[0]));
            for (int code = 1; code < parameters.Codes.Count; code++)
            {
                WhirCode before = parameters.Codes[code - 1], after = parameters.Codes[code];
                Assert.Equal(before.LogRows, after.Variables);
                Assert.Equal(before.LogLength - 1, after.LogLength);
                Assert.InRange(after.LogColumns, 2, 4);
                Assert.True(after.LogInverseRate > before.LogInverseRate);
            }
            Assert.InRange(parameters.ClearVariables, 8, 9);
        }
    }

    [Fact]
    public void Rows_of_masks_queries_and_seal_are_apart_for_every_size_of_a_hidden_model()
    {
        (int Proofs, int LogRows)[] sizes =
            [(1, 10), (1, 13), (1, 22), (2, 10), (3, 11), (100, 16), (1000, 19), (1000, 22), (8191, 22), (8192, 22)];
        foreach (SecurityProfile profile in SecurityProfile.All)
        {
            foreach ((int proofs, int logRows) in sizes)
            {
                for (int logColumns = 1; logColumns <= WhirParameters.GreatestLogColumns; logColumns++)
                {
                    int all = 1 << logColumns;
                    foreach (int columns in (ReadOnlySpan<int>)[1, all / 2, all - 1])
                    {
                        AssertApart(profile, proofs, logRows, logColumns, columns);
                    }
                }
            }
        }

        static void AssertApart(SecurityProfile profile, int proofs, int logRows, int logColumns, int columns)
        {
            var parameters = new WhirParameters(
                new(logRows, logColumns, 0, columns, columns, (1 << logColumns) - columns, true) { ModelOpenings = proofs + 1 }, profile);
            int queries = parameters.Codes[0].Queries, seal = parameters.ModelTailRows - SealForm.TailRows;
            // Each proof and the refresh proof have query rows of their own; a witness ends before the seal rows.
            Assert.InRange((proofs + 1) * queries, 1, seal);
            Assert.InRange(TailForm.MaskRows(logColumns) + queries, 1, seal);
            Assert.InRange(parameters.ModelTailRows, 1, 1 << logRows);
            if (columns >= 1 << (WhirParameters.GreatestLogColumns - 1)) return; // no refresh proof has so many columns, nor a circuit
            WhirParameters refresh = parameters.OfRefresh();
            Assert.Equal((queries, parameters.ModelTailRows), (refresh.Codes[0].Queries, refresh.ModelTailRows));
            Assert.Equal(parameters.ModelTree, refresh.ModelTree);
            Assert.InRange(TailForm.MaskRows(refresh.Shape.LogColumns) + queries, 1, seal);
            Assert.True(SoundnessCalculator.OfRefresh(refresh).Reaches(profile.Bits));
        }
    }

    [Fact]
    public void A_profile_that_cannot_be_met_is_refused()
    {
        var profile = new SecurityProfile("strict", 150, 0, 0, 0);
        Assert.Throws<ArgumentException>(() => Parameters(22, 6, profile));
    }

    [Theory]
    [InlineData(7, 1, 0, 1, 1, 1)]
    [InlineData(23, 1, 0, 1, 1, 1)]
    [InlineData(8, 13, 0, 1, 1, 1)]
    [InlineData(8, -1, 0, 1, 1, 1)]
    [InlineData(8, 1, 0, 2, 1, 1)]
    [InlineData(8, 1, 1, 1, 1, 1)]
    [InlineData(8, 1, 0, 0, 0, 0)]
    [InlineData(8, 1, 0, 1, 1, 2)]
    [InlineData(8, 1, -1, 1, 1, 1)]
    [InlineData(8, 1, 0, 1, 2, 1)]
    [InlineData(8, 1, 0, -1, 1, 1)]
    [InlineData(8, 1, int.MaxValue, 1, 1, 1)]
    public void Bad_shapes_are_refused(int rows, int columns, int modelStart, int model, int witnessStart, int witness) =>
        Assert.Throws<ArgumentException>(() => new JointShape(rows, columns, modelStart, model, witnessStart, witness));

    private static (int Rows, int Columns, int Length) Sizes(WhirCode code) => (code.LogRows, code.LogColumns, code.LogLength);

    private static WhirParameters Parameters(int logRows, int logColumns, SecurityProfile profile) =>
        new(new JointShape(logRows, logColumns, 0, 0, 0, 1 << logColumns), profile);
}
