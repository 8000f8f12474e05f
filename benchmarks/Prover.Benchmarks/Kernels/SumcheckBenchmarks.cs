using BenchmarkDotNet.Attributes;
using Prover.Proving.Kernels;

namespace Prover.Benchmarks.Kernels;

/// <summary>Layers of the fraction tree and sumcheck rounds; the time is per product in E (ceiling of one core: 1.2 ns).</summary>
public class SumcheckBenchmarks : AlgebraBenchmarks
{
    private ExtensionVector _eq = null!, _a = null!, _b = null!, _c = null!, _d = null!, _sumN = null!, _sumD = null!;

    protected override void Prepare()
    {
        (_a, _b, _c, _d) = (Vector(Length), Vector(Length), Vector(Length), Vector(Length));
        (_eq, _sumN, _sumD) = (Vector(Length / 2), Vector(Length / 2), Vector(Length / 2));
    }

    /// <summary>Two products per pair.</summary>
    [Benchmark(OperationsPerInvoke = Elements)]
    public void ProductRound() => Repeat(() => Kernels.ProductRound(_a, _b));

    /// <summary>Four products per quadruple to fold, two for the round.</summary>
    [Benchmark(OperationsPerInvoke = 3 * Elements / 2)]
    public void FoldProductRound() => Repeat(() => Kernels.FoldProductRound(_a, _b, Challenge));

    /// <summary>Three products per pair.</summary>
    [Benchmark(OperationsPerInvoke = 3 * Elements / 2)]
    public void FractionLayer() => Repeat(() => Kernels.FractionLayer(_a, _b, _sumN, _sumD));

    /// <summary>Six products per pair.</summary>
    [Benchmark(OperationsPerInvoke = 3 * Elements)]
    public void FractionRound() => Repeat(() => Kernels.FractionRound(_eq, _a, _b, _c, _d));

    /// <summary>Eight products per quadruple to fold, six for the round.</summary>
    [Benchmark(OperationsPerInvoke = 7 * Elements / 2)]
    public void FoldFractionRound() => Repeat(() => Kernels.FoldFractionRound(_eq, _a, _b, _c, _d, Challenge));
}
