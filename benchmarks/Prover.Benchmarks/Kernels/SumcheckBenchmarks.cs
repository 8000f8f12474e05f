using BenchmarkDotNet.Attributes;
using Prover.Proving.Kernels;

namespace Prover.Benchmarks.Kernels;

/// <summary>Rounds of product sumchecks; the time is per product in E (ceiling of one core: 1.2 ns).</summary>
public class SumcheckBenchmarks : AlgebraBenchmarks
{
    private ExtensionVector _a = null!, _b = null!;

    protected override void Prepare() => (_a, _b) = (Vector(Length), Vector(Length));

    /// <summary>Two products per pair.</summary>
    [Benchmark(OperationsPerInvoke = Elements)]
    public void ProductRound() => Repeat(() => Kernels.ProductRound(_a, _b));

    /// <summary>Four products per quadruple to fold, two for the round.</summary>
    [Benchmark(OperationsPerInvoke = 3 * Elements / 2)]
    public void FoldProductRound() => Repeat(() => Kernels.FoldProductRound(_a, _b, Challenge));
}
