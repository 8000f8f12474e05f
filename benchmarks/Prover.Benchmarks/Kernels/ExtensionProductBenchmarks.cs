using BenchmarkDotNet.Attributes;
using Prover.Proving.Kernels;

namespace Prover.Benchmarks.Kernels;

/// <summary>Products in E and of F by E; the time is per product (ceilings of one core: 1.2 ns and 0.5 ns).</summary>
public class ExtensionProductBenchmarks : AlgebraBenchmarks
{
    private ExtensionVector _a = null!, _b = null!, _half = null!;

    protected override void Prepare() => (_a, _b, _half) = (Vector(Length), Vector(Length), Vector(Length / 2));

    [Benchmark(OperationsPerInvoke = Elements)]
    public void AddScaled() => Repeat(() => Kernels.AddScaled(_a, Challenge, _b));

    [Benchmark(OperationsPerInvoke = Elements)]
    public void InnerProduct() => Repeat(() => Kernels.InnerProduct(_a, _b));

    [Benchmark(OperationsPerInvoke = Elements / 2)]
    public void Fold() => Repeat(() => Kernels.Fold(_a, Challenge));

    [Benchmark(OperationsPerInvoke = Elements / 2)]
    public void FoldBase() => Repeat(() => Kernels.FoldBase(Words, Challenge, _half));

    [Benchmark(OperationsPerInvoke = Elements)]
    public void InnerProductBase() => Repeat(() => Kernels.InnerProduct(Words, _b));
}
