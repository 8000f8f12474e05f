using BenchmarkDotNet.Attributes;
using Prover.Proving.Kernels;

namespace Prover.Benchmarks.Kernels;

/// <summary>
/// Partial evaluation of an axis of 64 entries and accumulation of linear forms; the time is per product of an integer or element of F
/// by E, or in E (ceilings of one core: 0.5 ns and 1.2 ns).
/// </summary>
public class ContractionBenchmarks : AlgebraBenchmarks
{
    private const int Axis = 64;
    private int[] _integers = [];
    private ReadOnlyMemory<int>[] _columns = [];
    private ExtensionVector _data = null!, _weights = null!, _result = null!, _outer = null!, _inner = null!;

    protected override void Prepare()
    {
        _integers = [.. Enumerable.Range(0, Length).Select(static i => (i * 37 % 255) - 127)];
        _columns = [_integers, _integers, _integers];
        (_data, _weights, _result) = (Vector(Length), Vector(Axis), Vector(Length / Axis));
        (_outer, _inner) = (Vector(Length / 32), Vector(32));
    }

    [Benchmark(OperationsPerInvoke = Elements)]
    public void OuterAxisOfIntegers() => Repeat(() => Kernels.ContractAxis(_integers, Axis, Length / Axis, _weights, _result));

    [Benchmark(OperationsPerInvoke = Elements)]
    public void InnerAxisOfIntegers() => Repeat(() => Kernels.ContractAxis(_integers, Axis, 1, _weights, _result));

    [Benchmark(OperationsPerInvoke = Elements)]
    public void OuterAxis() => Repeat(() => Kernels.ContractAxis(_data, Axis, Length / Axis, _weights, _result));

    [Benchmark(OperationsPerInvoke = Elements)]
    public void AccumulateTensor() => Repeat(() => Kernels.AccumulateTensor(_data, 0, Challenge, [_outer, _inner]));

    [Benchmark(OperationsPerInvoke = 3 * Elements)]
    public void FingerprintOfThreeColumns() =>
        Repeat(() => Kernels.Fingerprint(_data, Challenge, [Challenge, Challenge, Challenge], _columns));
}
