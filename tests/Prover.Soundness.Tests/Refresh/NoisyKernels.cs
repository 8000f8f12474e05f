using Prover.Proving.Kernels;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Refresh;

/// <summary>Encodes like others, but adds the same noise to two of three positions of every column.</summary>
internal sealed class NoisyKernels(ICodeKernels honest) : ICodeKernels
{
    private const int Period = 3;

    public void Encode(in CodeShape shape, FieldView message, FieldView tail, FieldView codeword)
    {
        honest.Encode(shape, message, tail, codeword);
        Span<uint> words = codeword.Span;
        for (int i = 0; i < words.Length; i++)
        {
            KoalaBear noise = KoalaBear.FromInteger(i % Period == 0 ? 0 : 1 + i);
            words[i] = (new KoalaBear(words[i]) + noise).Representative;
        }
    }

    public void HashRows(in MerkleShape shape, FieldView matrix, FieldView digests) => honest.HashRows(shape, matrix, digests);

    public void HashLayer(in MerkleShape shape, FieldView children, FieldView parents) => honest.HashLayer(shape, children, parents);

    public void ToMontgomery(ReadOnlySpan<int> integers, Span<uint> elements) => honest.ToMontgomery(integers, elements);

    public ulong Grind(ReadOnlySpan<byte> seed, int bits) => honest.Grind(seed, bits);
}
