using BenchmarkDotNet.Attributes;
using Prover.Proving.Kernels;
using Prover.Verifier.Fields;

namespace Prover.Benchmarks.Kernels;

/// <summary>Layers of the fraction tree and their sumchecks; the time is per product in E (ceiling of one core: 1.2 ns).</summary>
public class FractionBenchmarks : AlgebraBenchmarks
{
    private ExtensionVector _sumN = null!, _sumD = null!;
    private FractionLevel _level = null!;
    private FoldedFractions _vectors = null!;
    private EqualityProduct _quarter = null!, _eighth = null!;

    protected override void Prepare()
    {
        _level = FractionLevel.Of(Vector(Length), Vector(Length));
        (_sumN, _sumD) = (Vector(Length / 2), Vector(Length / 2));
        _vectors = new(Vector(Length), Vector(Length), Vector(Length), Vector(Length));
        KoalaBear5[] point = [.. Enumerable.Repeat(Challenge, LogLength - 2)];
        (_quarter, _eighth) = (new(point, Kernels), new(point.AsSpan(1), Kernels));
    }

    /// <summary>Three products per pair.</summary>
    [Benchmark(OperationsPerInvoke = 3 * Elements / 2)]
    public void FractionLayer() => Repeat(() => Kernels.FractionLayer(_level.Numerators!, _level.Denominators!, _sumN, _sumD));

    /// <summary>Four products per two pairs.</summary>
    [Benchmark(OperationsPerInvoke = Elements)]
    public void FractionLead() => Repeat(() => Kernels.FractionLead(_level, _quarter, Challenge));

    /// <summary>Ten products per four pairs to fold, six for the round.</summary>
    [Benchmark(OperationsPerInvoke = 2 * Elements)]
    public void FoldLevel() => Repeat(() => Kernels.FoldLevel(_level, _eighth, Challenge, Challenge, FoldedFractions.For(_level)));

    /// <summary>Eight products per quadruple to fold, six for the round.</summary>
    [Benchmark(OperationsPerInvoke = 7 * Elements / 2)]
    public void FoldFractionRound() => Repeat(() => Kernels.FoldFractionRound(_vectors, _quarter, Challenge, Challenge));
}
