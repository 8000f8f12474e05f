using Prover.Proving.Kernels;
using Prover.Verifier.Commitments;

namespace Prover.Soundness.Tests.Refresh;

/// <summary>Encodes like others, but takes every other position of each column from another codeword if there is one.</summary>
internal sealed class MixedKernels(ICodeKernels honest, uint[]? other = null) : ICodeKernels
{
    /// <summary>The last codeword before anything was taken from the other one.</summary>
    public uint[] Encoded { get; private set; } = [];

    public void Encode(in CodeShape shape, FieldView message, FieldView tail, FieldView codeword)
    {
        honest.Encode(shape, message, tail, codeword);
        Span<uint> words = codeword.Span;
        Encoded = words.ToArray();
        for (int i = 0; other is not null && i < words.Length; i += 2) words[i] = other[i];
    }

    public void HashRows(in MerkleShape shape, FieldView matrix, FieldView digests) => honest.HashRows(shape, matrix, digests);

    public void HashLayer(in MerkleShape shape, FieldView children, FieldView parents) => honest.HashLayer(shape, children, parents);

    public void ToMontgomery(ReadOnlySpan<int> integers, Span<uint> elements) => honest.ToMontgomery(integers, elements);

    public ulong Grind(ReadOnlySpan<byte> seed, int bits) => honest.Grind(seed, bits);
}
