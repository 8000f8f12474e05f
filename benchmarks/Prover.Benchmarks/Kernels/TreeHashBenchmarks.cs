using BenchmarkDotNet.Attributes;
using Prover.Proving.Kernels;
using Prover.Proving.Kernels.Simd;
using Prover.Verifier.Commitments;

namespace Prover.Benchmarks.Kernels;

/// <summary>Hashing 16 MiB of rows of 128 words, and the 2^15 leaves into the next level.</summary>
public class TreeHashBenchmarks : IDisposable
{
    private const int LogRows = 15;

    private readonly MerkleShape _shape = new("benchmark", LogRows, rowWords: 128, logCap: 0);
    private FieldBuffer _matrix = new(0), _leaves = new(0), _parents = new(0);
    private SimdCodeKernels _kernels = new(threads: 1);

    [ParamsSource(nameof(Paths))]
    public InstructionSet Path { get; set; }

    public static IEnumerable<InstructionSet> Paths => InstructionSets.Available;

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _kernels = new SimdCodeKernels(Path, Threads);
        _matrix = new FieldBuffer((long)_shape.RowWords << LogRows);
        _leaves = new FieldBuffer(8L << LogRows);
        _parents = new FieldBuffer(4L << LogRows);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _matrix.Dispose();
        _leaves.Dispose();
        _parents.Dispose();
    }

    [Benchmark]
    public void Rows() => _kernels.HashRows(_shape, _matrix, _leaves);

    [Benchmark]
    public void Nodes() => _kernels.HashLayer(_shape, _leaves, _parents);
}
