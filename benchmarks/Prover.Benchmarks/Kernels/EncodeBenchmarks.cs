using BenchmarkDotNet.Attributes;
using Prover.Proving.Kernels;
using Prover.Proving.Kernels.Simd;

namespace Prover.Benchmarks.Kernels;

/// <summary>
/// Reed-Solomon encoding at rate 1/4. One codeword element takes LogRows/2 butterflies, each one multiplication and two
/// additions.
/// </summary>
public class EncodeBenchmarks : IDisposable
{
    private CodeShape _shape;
    private FieldBuffer _message = new(0), _codeword = new(0);
    private SimdCodeKernels _kernels = new(threads: 1);

    [Params(10, 13, 17)]
    public int LogRows { get; set; }

    [ParamsSource(nameof(Paths))]
    public InstructionSet Path { get; set; }

    public static IEnumerable<InstructionSet> Paths => InstructionSets.Available;

    [Params(1, 2)]
    public int Threads { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _kernels = new SimdCodeKernels(Path, Threads);
        _shape = new CodeShape(columns: 1 << (20 - LogRows), LogRows, logBlowup: 2);
        _message = new FieldBuffer(_shape.MessageLength);
        for (long i = 0; i < _message.Length; i++) _message[i] = (uint)(i * 7919 % 2130706433);
        _codeword = new FieldBuffer(_shape.CodewordLength);
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _message.Dispose();
        _codeword.Dispose();
    }

    [Benchmark]
    public void Encode2To20Elements() => _kernels.Encode(_shape, _message, default, _codeword);
}
