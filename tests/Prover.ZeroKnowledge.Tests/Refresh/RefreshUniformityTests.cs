using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.ZeroKnowledge.Tests.Oracle;
using Prover.ZeroKnowledge.Tests.Statistics;

namespace Prover.ZeroKnowledge.Tests.Refresh;

/// <summary>What a refresh proof shows of the weights in both trees looks like independent uniform words, and controls do not.</summary>
public class RefreshUniformityTests
{
    private const int Old = 0, New = 1, Witness = 2;
    private static readonly TranscriptRecord Proof = RefreshExperiment.Prove(
        RefreshExperiment.Weights(1), RefreshExperiment.Setup(1), RefreshExperiment.Setup(2), 3);

    [Theory]
    [InlineData(Old)]
    [InlineData(New)]
    [InlineData(Witness)]
    public void Opened_rows_are_uniform(int tree)
    {
        uint[] words = Proof.Words(OpenedRows.RowsLabel, tree);
        Assert.InRange(Statistic.OfIntervals(words), -Statistic.Deviations, Statistic.Deviations);
        for (int lag = 1; lag <= 24; lag++)
        {
            Assert.InRange(Statistic.SerialCorrelation(words, lag), -Statistic.Deviations, Statistic.Deviations);
        }
    }

    [Fact]
    public void Messages_of_the_opening_are_uniform()
    {
        uint[] words =
        [
            .. Proof.Words(OutOfDomainClaim.ValueLabel), .. Proof.Words(OpeningVerifier.MaskSumLabel),
            .. Proof.Words(FoldingRounds.MessageLabel), .. Proof.Words(OpeningVerifier.MaskProductsLabel),
            .. Proof.Words(OpeningVerifier.ClearLabel),
        ];
        Assert.InRange(Statistic.OfIntervals(words), -Statistic.Deviations, Statistic.Deviations);
    }

    [Fact]
    public void Old_and_new_rows_are_independent_and_without_tails_they_are_equal()
    {
        Assert.InRange(
            Statistic.Correlation(Data(Proof, Old), Data(Proof, New)), -Statistic.Deviations, Statistic.Deviations);
        uint[] differences = [.. Data(Proof, Old).Zip(Data(Proof, New), (x, y) => (new KoalaBear(x) - new KoalaBear(y)).Representative)];
        Assert.InRange(Statistic.OfIntervals(differences), -Statistic.Deviations, Statistic.Deviations);

        TranscriptRecord bare = RefreshExperiment.Prove(
            RefreshExperiment.Weights(1), RefreshExperiment.Setup(1, false), RefreshExperiment.Setup(2, false), 3);
        Assert.Equal(Data(bare, Old), Data(bare, New));
    }

    /// <summary>Opened words of one model's columns without the salts.</summary>
    private static uint[] Data(TranscriptRecord record, int tree)
    {
        int width = RefreshExperiment.Parameters.ModelTree.RowWords;
        return [.. record.Words(OpenedRows.RowsLabel, tree).Where((_, i) => i % width < RefreshExperiment.Columns)];
    }
}
