using System.Runtime.Intrinsics;
using BenchmarkDotNet.Attributes;
using Prover.Proving.Kernels;
using Prover.Proving.Kernels.Simd;
using Prover.Verifier.Fields;

namespace Prover.Benchmarks.Kernels;

/// <summary>Products of base field elements on arrays in the first-level cache; the time is per product.</summary>
public unsafe class BaseMultiplicationBenchmarks : IDisposable
{
    private const int Length = 2048;
    private const int Rounds = 64;

    private FieldBuffer _left = new(0), _right = new(0), _products = new(0);

    [ParamsSource(nameof(Paths))]
    public InstructionSet Path { get; set; }

    public static IEnumerable<InstructionSet> Paths => InstructionSets.Available;

    [GlobalSetup]
    public void Setup()
    {
        _left = new FieldBuffer(Length);
        _right = new FieldBuffer(Length);
        _products = new FieldBuffer(Length);
        for (int i = 0; i < Length; i++)
        {
            _left[i] = KoalaBear.FromInteger(i).Representative;
            _right[i] = KoalaBear.FromInteger(~i).Representative;
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _left.Dispose();
        _right.Dispose();
        _products.Dispose();
    }

    [Benchmark(OperationsPerInvoke = Length * Rounds)]
    public void Multiply()
    {
        switch (Path)
        {
            case InstructionSet.Avx512:
                Multiply<CodeLanes16, Vector512<uint>>();
                break;
            case InstructionSet.Avx2:
                Multiply<CodeLanes8, Vector256<uint>>();
                break;
            default:
                Multiply<CodeLanes1, uint>();
                break;
        }
    }

    private void Multiply<TLanes, TVector>()
        where TLanes : ICodeLanes<TVector>
        where TVector : unmanaged
    {
        uint* left = _left.Pointer, right = _right.Pointer, products = _products.Pointer;
        for (int round = 0; round < Rounds; round++)
            for (int i = 0; i < Length; i += TLanes.Width)
                TLanes.Store(products + i, TLanes.Multiply(TLanes.Load(left + i), TLanes.Load(right + i)));
    }
}
