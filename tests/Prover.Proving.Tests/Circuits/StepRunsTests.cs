using Prover.Proving.Circuits;

namespace Prover.Proving.Tests.Circuits;

/// <summary>The runs of a requantisation, among them those of functions that wobble by rounding.</summary>
public class StepRunsTests
{
    private static StepRun[] Of(Func<int, int> function) =>
        StepRuns.Of("node", new Requantisation((_, a) => function(a), 0, 255, 0), 0, -1000, 1000);

    [Fact]
    public void Runs_cover_the_interval_with_the_functions_values()
    {
        StepRun[] runs = Of(static a => Math.Clamp((a + 500) / 7, 0, 255));
        Assert.Equal(-1000, runs[0].First);
        Assert.Equal(1000, runs[^1].Last);
        Assert.All(runs, static run => Assert.Equal(run.Value, Math.Clamp((run.First + 500) / 7, 0, 255)));
        Assert.All(runs.Zip(runs.Skip(1)), static pair => Assert.Equal(pair.First.Last + 1, pair.Second.First));
    }

    [Fact]
    public void A_dip_by_one_is_filled()
    {
        StepRun[] runs = Of(static a => a < 0 ? 3 : a is 1 or 2 or 5 ? 3 : 4);
        Assert.Equal([new StepRun(-1000, -1, 3), new StepRun(0, 1000, 4)], runs);
    }

    [Fact]
    public void A_decreasing_function_is_refused() =>
        Assert.Throws<InvalidNetworkException>(() => Of(static a => a < 0 ? 10 : 8));
}
