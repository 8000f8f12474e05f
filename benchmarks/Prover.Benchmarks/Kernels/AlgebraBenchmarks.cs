using BenchmarkDotNet.Attributes;
using Prover.Proving.Kernels;
using Prover.Proving.Kernels.Simd;
using Prover.Verifier.Fields;

namespace Prover.Benchmarks.Kernels;

/// <summary>
/// What benchmarks of the algebra kernels share: one core, vectors in the cache or beyond it, and always 2^20 elements per call.
/// </summary>
public abstract class AlgebraBenchmarks : IDisposable
{
    /// <summary>Elements per call, whatever the length of the vectors.</summary>
    protected const int Elements = 1 << 20;

    private readonly List<ExtensionVector> _vectors = [];

    [ParamsSource(nameof(Paths))]
    public InstructionSet Path { get; set; }

    [Params(12, 20)]
    public int LogLength { get; set; }

    public static IEnumerable<InstructionSet> Paths => InstructionSets.Available;

    internal IAlgebraKernels Kernels { get; private set; } = null!;

    protected int Length => 1 << LogLength;

    /// <summary>A base vector of the length.</summary>
    protected uint[] Words { get; private set; } = [];

    protected static KoalaBear5 Challenge { get; } = new(
        KoalaBear.FromInteger(1234567),
        KoalaBear.FromInteger(-7),
        KoalaBear.FromInteger(89),
        KoalaBear.Generator,
        KoalaBear.FromInteger(-1));

    [GlobalSetup]
    public void Setup()
    {
        Kernels = SimdAlgebraFactory.Create(Path, threads: 1);
        var random = new Random(1);
        Words = new uint[Length];
        for (int i = 0; i < Words.Length; i++) Words[i] = (uint)random.NextInt64(KoalaBear.Order);
        Prepare();
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        foreach (ExtensionVector vector in _vectors) vector.Dispose();
        _vectors.Clear();
    }

    /// <summary>Allocates the operands of the class.</summary>
    protected abstract void Prepare();

    /// <summary>A vector with arbitrary elements, freed at the end.</summary>
    internal ExtensionVector Vector(long length)
    {
        var vector = new ExtensionVector(length);
        Kernels.Fill(vector, Challenge);
        _vectors.Add(vector);
        return vector;
    }

    /// <summary>Calls a kernel on vectors of the length until all elements are done.</summary>
    protected void Repeat(Action call)
    {
        ArgumentNullException.ThrowIfNull(call);
        for (int done = 0; done < Elements; done += Length) call();
    }
}
