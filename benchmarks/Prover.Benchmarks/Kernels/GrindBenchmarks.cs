using BenchmarkDotNet.Attributes;
using Prover.Proving.Kernels.Simd;

namespace Prover.Benchmarks.Kernels;

/// <summary>The search for proofs of work of 18 bits, about 2^18 compressions each, over eight fixed seeds.</summary>
public class GrindBenchmarks
{
    private const int Seeds = 8;

    private SimdCodeKernels _kernels = new(threads: 1);

    [ParamsSource(nameof(Paths))]
    public InstructionSet Path { get; set; }

    public static IEnumerable<InstructionSet> Paths => InstructionSets.Available;

    [GlobalSetup]
    public void Setup() => _kernels = new SimdCodeKernels(Path, threads: 1);

    [Benchmark(OperationsPerInvoke = Seeds)]
    public ulong EighteenBits()
    {
        byte[] seed = new byte[32];
        ulong sum = 0;
        for (byte i = 0; i < Seeds; i++)
        {
            seed[0] = i;
            sum += _kernels.Grind(seed, 18);
        }
        return sum;
    }
}
