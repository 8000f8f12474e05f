using Prover.Onnx.Quantization;

namespace Prover.Onnx.Tests.Quantization;

/// <summary>Ranges from histograms: what is cut off, and what is not.</summary>
public class ValueHistogramTests
{
    private static float[] Normal(int count)
    {
        var random = new Random(5);
        return [.. Enumerable.Range(0, count).Select(_ =>
            (float)(Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble())))];
    }

    private static ValueHistogram Histogram(float[] values)
    {
        var histogram = new ValueHistogram(new ValueRange(MathF.Min(0, values.Min()), MathF.Max(0, values.Max())));
        histogram.Add(values);
        return histogram;
    }

    [Theory]
    [InlineData(100, 3.5f, 6f)]
    [InlineData(99, 2.4f, 2.8f)]
    [InlineData(90, 1.55f, 1.75f)]
    public void Percentile_keeps_the_share_asked_for(double percentage, float least, float greatest)
    {
        ValueRange range = Histogram(Normal(100_000)).Percentile(percentage);
        Assert.InRange(range.High, least, greatest);
        Assert.InRange(-range.Low, least, greatest);
    }

    [Fact]
    public void Percentile_of_one_sided_values_starts_at_zero()
    {
        ValueRange range = Histogram([.. Normal(100_000).Select(static v => MathF.Max(0, v))]).Percentile(98);
        Assert.Equal(0, range.Low);
        Assert.InRange(range.High, 2.2f, 2.5f);
    }

    [Fact]
    public void Entropy_cuts_off_far_outliers_and_keeps_even_distributions()
    {
        float[] values = Normal(200_000);
        values[0] = 40;
        values[1] = -40;
        ValueRange cut = Histogram(values).LeastDivergent();
        Assert.InRange(cut.High, 3f, 12f);
        Assert.InRange(-cut.Low, 3f, 12f);
        var random = new Random(6);
        ValueRange whole = Histogram([.. Enumerable.Range(0, 200_000).Select(_ => (2 * random.NextSingle()) - 1)]).LeastDivergent();
        Assert.InRange(whole.High, 0.97f, 1.001f);
    }

    [Fact]
    public void Entropy_does_not_cut_what_Relu_left()
    {
        // Exact zeros and a falling tail: what pictures are behind their first layers.
        var random = new Random(7);
        float[] values = [.. Enumerable.Range(0, 400_000).Select(i => i % 3 > 0 ? 0 : (float)-Math.Log(1 - random.NextDouble()))];
        Assert.InRange(Histogram(values).LeastDivergent().High, 6f, 20f);
    }

    [Fact]
    public void Entropy_of_few_values_keeps_them_all()
    {
        float[] values = Normal(500);
        Assert.InRange(Histogram(values).LeastDivergent().High, values.Max() * 0.999f, values.Max() * 1.001f);
    }
}
