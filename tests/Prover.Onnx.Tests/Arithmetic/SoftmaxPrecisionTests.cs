using Prover.Onnx.Arithmetic;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Tests.Arithmetic;

public class SoftmaxPrecisionTests
{
    /// <summary>Sums of one greatest element and others at one distance from it, where rounding takes most from a sum.</summary>
    [Theory]
    [InlineData(0.05, 255, 100)]
    [InlineData(0.02, 255, 50)]
    [InlineData(0.01, 1000, 1000)]
    [InlineData(0.3, 40, 4096)]
    [InlineData(1.5, 10, 2)]
    public void The_logarithm_of_a_sum_of_rounded_exponentials_is_within_its_bound(double step, int range, int count)
    {
        // One step of the output per unit of the logarithm is the least precision there is.
        var precision = new SoftmaxPrecision(step, range, count, logarithm => logarithm);
        SoftmaxTables tables = precision.Tables;
        double worst = 0;
        for (int z = 0; z <= range; z++)
        {
            double whole = tables.Exponential(0) + ((double)(count - 1) * tables.Exponential(z));
            if (tables.Fraction is { } fraction)
            {
                whole += Math.Floor(((fraction(0) + ((double)(count - 1) * fraction(z))) / (1L << tables.FractionBits)) + 0.5);
            }
            double real = 1 + ((count - 1) * Math.Exp(-z * precision.Step));
            worst = Math.Max(worst, Math.Abs(Math.Log(whole / tables.Exponential(0) / real)));
        }
        Assert.InRange(worst, precision.SumError / 20, precision.SumError * (1 + 1e-9));
    }
}
