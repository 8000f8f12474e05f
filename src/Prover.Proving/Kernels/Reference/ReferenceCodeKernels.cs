using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;
using Prover.Verifier.Transcripts;

namespace Prover.Proving.Kernels.Reference;

/// <summary>The obvious implementation of the commitment kernels: it defines the right answers.</summary>
public sealed class ReferenceCodeKernels : ICodeKernels
{
    /// <inheritdoc/>
    public void Encode(in CodeShape shape, FieldView message, FieldView tail, FieldView codeword)
    {
        KernelArguments.CheckEncode(shape, message, tail, codeword);
        KoalaBear root = KoalaBear.RootOfUnity(shape.LogDomain);
        int rows = 1 << shape.LogRows, domain = 1 << shape.LogDomain;
        for (int column = 0; column < shape.Columns; column++)
        {
            var coefficients = new KoalaBear[Math.Max(domain, rows + shape.TailRows)];
            Span<uint> low = message.View((long)column * rows, rows).Span;
            for (int j = 0; j < rows; j++) coefficients[j] = new KoalaBear(low[j]);
            for (int j = 0; j < shape.TailRows; j++)
                coefficients[rows + j] = new KoalaBear(tail.View(((long)column * shape.TailRows) + j, 1).Span[0]);
            // x^domain = 1 on the domain, so higher coefficients wrap around.
            for (int j = domain; j < coefficients.Length; j++) coefficients[j - domain] += coefficients[j];
            KoalaBear[] values = Evaluate(coefficients.AsSpan(0, domain), root);
            Span<uint> output = codeword.View((long)column * domain, domain).Span;
            for (int i = 0; i < domain; i++) output[i] = values[ReverseBits(i, shape.LogDomain)].Representative;
        }
    }

    /// <inheritdoc/>
    public void HashRows(in MerkleShape shape, FieldView matrix, FieldView digests)
    {
        KernelArguments.CheckHashRows(shape, matrix, digests);
        uint[] row = new uint[shape.RowWords];
        for (int i = 0; i < shape.Rows; i++)
        {
            for (int word = 0; word < row.Length; word++) row[word] = matrix.View(((long)word * shape.Rows) + i, 1).Span[0];
            WriteDigest(digests, i, MerkleHash.Row(shape, i, row));
        }
    }

    /// <inheritdoc/>
    public void HashLayer(in MerkleShape shape, FieldView children, FieldView parents)
    {
        KernelArguments.CheckHashLayer(children, parents);
        long count = parents.Length / Digest.Words;
        for (long i = 0; i < count; i++)
            WriteDigest(parents, i, MerkleHash.Node(shape, ReadDigest(children, 2 * i), ReadDigest(children, (2 * i) + 1)));
    }

    /// <inheritdoc/>
    public void ToMontgomery(ReadOnlySpan<int> integers, Span<uint> elements)
    {
        KernelArguments.CheckSameLength(integers.Length, elements.Length);
        for (int i = 0; i < integers.Length; i++) elements[i] = KoalaBear.FromInteger(integers[i]).Representative;
    }

    /// <inheritdoc/>
    public ulong Grind(ReadOnlySpan<byte> seed, int bits)
    {
        KernelArguments.CheckGrind(seed, bits);
        ulong nonce = 0;
        while (!ProofOfWork.Check(seed, nonce, bits)) nonce++;
        return nonce;
    }

    /// <summary>Reads the digest of one node from the planes of its level.</summary>
    internal static Digest ReadDigest(FieldView level, long node)
    {
        Span<uint> words = stackalloc uint[Digest.Words];
        long count = level.Length / Digest.Words;
        for (int word = 0; word < words.Length; word++) words[word] = level.View((word * count) + node, 1).Span[0];
        return new Digest(words);
    }

    /// <summary>Writes the digest of one node to the planes of its level.</summary>
    internal static void WriteDigest(FieldView level, long node, in Digest digest)
    {
        Span<uint> words = stackalloc uint[Digest.Words];
        digest.CopyWords(words);
        long count = level.Length / Digest.Words;
        for (int word = 0; word < words.Length; word++) level.View((word * count) + node, 1).Span[0] = words[word];
    }

    /// <summary>The values at root^0, root^1, ... of a polynomial: f(x) = even(x^2) + x·odd(x^2).</summary>
    private static KoalaBear[] Evaluate(ReadOnlySpan<KoalaBear> coefficients, KoalaBear root)
    {
        if (coefficients.Length == 1) return [coefficients[0]];
        int half = coefficients.Length / 2;
        var even = new KoalaBear[half];
        var odd = new KoalaBear[half];
        for (int j = 0; j < half; j++) (even[j], odd[j]) = (coefficients[2 * j], coefficients[(2 * j) + 1]);
        even = Evaluate(even, root * root);
        odd = Evaluate(odd, root * root);
        var values = new KoalaBear[2 * half];
        KoalaBear point = KoalaBear.One;
        for (int i = 0; i < half; i++, point *= root)
        {
            values[i] = even[i] + (point * odd[i]);
            values[i + half] = even[i] - (point * odd[i]);
        }
        return values;
    }

    private static int ReverseBits(int value, int bits)
    {
        int reversed = 0;
        for (int i = 0; i < bits; i++) reversed |= ((value >> i) & 1) << (bits - 1 - i);
        return reversed;
    }
}
