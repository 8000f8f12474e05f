using System.Runtime.Intrinsics;
using Prover.Verifier.Commitments;
using Prover.Verifier.Hashing;

namespace Prover.Proving.Kernels.Simd;

/// <summary>The commitment kernels with vector instructions and threads.</summary>
public sealed unsafe class SimdCodeKernels : ICodeKernels
{
    // The least work for which handing it to a thread pays: about ten microseconds on the widest path.
    private const int WordGrain = 1 << 15;
    private const int NodeGrain = 1 << 11;
    private const int ConversionGrain = 1 << 16;
    private const int LogGrindingBatch = 16;

    private readonly InstructionSet _instructionSet;
    private readonly int _threads;

    /// <summary>Kernels on the fastest available code path.</summary>
    /// <param name="threads">The largest number of threads to use, at least 1.</param>
    public SimdCodeKernels(int threads)
        : this(InstructionSets.Best, threads)
    {
    }

    /// <summary>Kernels on a chosen code path.</summary>
    /// <param name="instructionSet">The code path.</param>
    /// <param name="threads">The largest number of threads to use, at least 1.</param>
    /// <exception cref="PlatformNotSupportedException">The processor can not take this path.</exception>
    public SimdCodeKernels(InstructionSet instructionSet, int threads)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(threads);
        if (!InstructionSets.IsAvailable(instructionSet)) throw new PlatformNotSupportedException($"No {instructionSet} here.");
        _instructionSet = instructionSet;
        _threads = threads;
    }

    /// <summary>The code path and the number of threads.</summary>
    public override string ToString() => $"{_instructionSet} on {_threads} threads";

    /// <inheritdoc/>
    public void Encode(in CodeShape shape, FieldView message, FieldView tail, FieldView codeword)
    {
        KernelArguments.CheckEncode(shape, message, tail, codeword);
        int threads = (int)Math.Clamp(shape.CodewordLength / WordGrain, 1, _threads);
        if (_instructionSet >= InstructionSet.Avx512 && shape.LogRows >= 2 * CodeLanes16.LogWidth)
            Encoder<CodeLanes16, Vector512<uint>>.Run(shape, message, tail, codeword, threads);
        else if (_instructionSet >= InstructionSet.Avx2 && shape.LogRows >= 2 * CodeLanes8.LogWidth)
            Encoder<CodeLanes8, Vector256<uint>>.Run(shape, message, tail, codeword, threads);
        else
            Encoder<CodeLanes1, uint>.Run(shape, message, tail, codeword, threads);
    }

    /// <inheritdoc/>
    public void HashRows(in MerkleShape shape, FieldView matrix, FieldView digests)
    {
        KernelArguments.CheckHashRows(shape, matrix, digests);
        MerkleShape tree = shape;
        uint* from = matrix.Pointer, to = digests.Pointer;
        int rowGrain = Math.Max(64, (WordGrain / shape.RowWords) & -64);
        if (shape.Rows < CodeLanes16.Width)
        {
            TreeHasher<CodeLanes1, uint>.HashRows(tree, from, to, 0, shape.Rows);
        }
        else
        {
            ThreadedLoop.RunRanges(_threads, shape.Rows, rowGrain, (start, end) =>
            {
                switch (_instructionSet)
                {
                    case InstructionSet.Avx512:
                        TreeHasher<CodeLanes16, Vector512<uint>>.HashRows(tree, from, to, start, end);
                        break;
                    case InstructionSet.Avx2:
                        TreeHasher<CodeLanes8, Vector256<uint>>.HashRows(tree, from, to, start, end);
                        break;
                    default:
                        TreeHasher<CodeLanes1, uint>.HashRows(tree, from, to, start, end);
                        break;
                }
            });
        }
        GC.KeepAlive(matrix.Buffer);
        GC.KeepAlive(digests.Buffer);
    }

    /// <inheritdoc/>
    public void HashLayer(in MerkleShape shape, FieldView children, FieldView parents)
    {
        KernelArguments.CheckHashLayer(children, parents);
        MerkleShape tree = shape;
        uint* from = children.Pointer, to = parents.Pointer;
        long count = parents.Length / Digest.Words, whole = count & -CodeLanes16.Width;
        ThreadedLoop.RunRanges(_threads, whole, NodeGrain, (start, end) =>
        {
            switch (_instructionSet)
            {
                case InstructionSet.Avx512:
                    TreeHasher<CodeLanes16, Vector512<uint>>.HashLayer(tree, from, to, count, start, end);
                    break;
                case InstructionSet.Avx2:
                    TreeHasher<CodeLanes8, Vector256<uint>>.HashLayer(tree, from, to, count, start, end);
                    break;
                default:
                    TreeHasher<CodeLanes1, uint>.HashLayer(tree, from, to, count, start, end);
                    break;
            }
        });
        TreeHasher<CodeLanes1, uint>.HashLayer(tree, from, to, count, whole, count);
        GC.KeepAlive(children.Buffer);
        GC.KeepAlive(parents.Buffer);
    }

    /// <inheritdoc/>
    public void ToMontgomery(ReadOnlySpan<int> integers, Span<uint> elements)
    {
        KernelArguments.CheckSameLength(integers.Length, elements.Length);
        fixed (int* pinnedIntegers = integers)
        fixed (uint* pinnedElements = elements)
        {
            int* from = pinnedIntegers;
            uint* to = pinnedElements;
            ThreadedLoop.RunRanges(_threads, integers.Length, ConversionGrain, (start, end) =>
            {
                switch (_instructionSet)
                {
                    case InstructionSet.Avx512:
                        IntegerConversion<CodeLanes16, Vector512<uint>>.Run(from, to, start, end);
                        break;
                    case InstructionSet.Avx2:
                        IntegerConversion<CodeLanes8, Vector256<uint>>.Run(from, to, start, end);
                        break;
                    default:
                        IntegerConversion<CodeLanes1, uint>.Run(from, to, start, end);
                        break;
                }
            });
        }
    }

    /// <inheritdoc/>
    public ulong Grind(ReadOnlySpan<byte> seed, int bits)
    {
        KernelArguments.CheckGrind(seed, bits);
        byte[] copy = seed.ToArray();
        // Every batch is searched completely, so that the smallest nonce is found whatever the number of threads.
        long batch = 1L << Math.Clamp(bits, 4, LogGrindingBatch);
        var found = new ulong?[_threads];
        for (ulong start = 0; ; start += (ulong)(batch * _threads))
        {
            ulong first = start;
            ThreadedLoop.Run(_threads, _threads, i =>
            {
                ulong from = first + (ulong)(batch * i);
                found[i] = _instructionSet switch
                {
                    InstructionSet.Avx512 => Grinder<CodeLanes16, Vector512<uint>>.Search(copy, bits, from, batch),
                    InstructionSet.Avx2 => Grinder<CodeLanes8, Vector256<uint>>.Search(copy, bits, from, batch),
                    _ => Grinder<CodeLanes1, uint>.Search(copy, bits, from, batch),
                };
            });
            foreach (ulong? nonce in found)
                if (nonce is ulong good) return good;
        }
    }
}
