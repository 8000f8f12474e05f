using Prover.Verifier.Commitments;
using Prover.Verifier.Hashing;

namespace Prover.Proving.Kernels;

/// <summary>The checks of arguments that all implementations of <see cref="ICodeKernels"/> share.</summary>
internal static class KernelArguments
{
    /// <summary>The largest number of bits to grind for.</summary>
    internal const int MaxGrindingBits = 40;

    internal static void CheckEncode(in CodeShape shape, FieldView message, FieldView tail, FieldView codeword)
    {
        CheckLength(message, shape.MessageLength, nameof(message));
        if (shape.TailRows > 0) CheckLength(tail, shape.TailLength, nameof(tail));
        CheckLength(codeword, shape.CodewordLength, nameof(codeword));
    }

    internal static void CheckHashRows(in MerkleShape shape, FieldView matrix, FieldView digests)
    {
        CheckLength(matrix, (long)shape.RowWords << shape.LogRows, nameof(matrix));
        CheckLength(digests, (long)Digest.Words << shape.LogRows, nameof(digests));
    }

    internal static void CheckHashLayer(FieldView children, FieldView parents)
    {
        if (parents.Length == 0 || parents.Length % Digest.Words != 0)
            throw new ArgumentException("A level is a positive number of digests.", nameof(parents));
        CheckLength(children, 2 * parents.Length, nameof(children));
    }

    internal static void CheckSameLength(int inputs, int outputs)
    {
        if (inputs != outputs) throw new ArgumentException($"There are {inputs} inputs but room for {outputs} outputs.");
    }

    internal static void CheckGrind(ReadOnlySpan<byte> seed, int bits)
    {
        if (seed.Length != Digest.Bytes) throw new ArgumentException("A seed has 32 bytes.", nameof(seed));
        ArgumentOutOfRangeException.ThrowIfNegative(bits);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(bits, MaxGrindingBits);
    }

    private static void CheckLength(FieldView view, long length, string name)
    {
        if (view.Length != length) throw new ArgumentException($"The view has {view.Length} elements instead of {length}.", name);
    }
}
