using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;
using Prover.Verifier.Transcripts;

namespace Prover.Verifier.Commitments;

/// <summary>Rows of a committed matrix at drawn positions (SPEC §6.6).</summary>
internal static class OpenedRows
{
    internal const string PositionsLabel = "query positions", WorkLabel = "query work";
    internal const string RowsLabel = "rows", SiblingsLabel = "siblings";

    /// <summary>Positions in increasing order without repetition.</summary>
    public static int[] Distinct(int[] positions)
    {
        int[] sorted = [.. positions];
        Array.Sort(sorted);
        int count = 0;
        for (int i = 0; i < sorted.Length; i++)
        {
            if (i == 0 || sorted[i] != sorted[i - 1]) sorted[count++] = sorted[i];
        }
        return sorted[..count];
    }

    /// <summary>Reads rows and their pruned path and rejects the proof unless they belong to a tree.</summary>
    /// <returns>The rows, end to end.</returns>
    public static uint[] Receive(VerifierTranscript transcript, MerkleShape tree, ReadOnlySpan<Digest> cap, ReadOnlySpan<int> positions)
    {
        uint[] rows = transcript.ReceiveBase(RowsLabel, positions.Length * tree.RowWords);
        Digest[] siblings = transcript.ReceiveDigests(SiblingsLabel, MerkleVerifier.SiblingCount(tree, positions));
        MerkleVerifier.Check(tree, cap, positions, rows, siblings);
        return rows;
    }

    /// <summary>Adds to each value the row's first words, elements of F, weighted by column; further words are passed over.</summary>
    public static void AddBaseRows(Span<KoalaBear5> values, ReadOnlySpan<uint> rows, ReadOnlySpan<KoalaBear5> weights)
    {
        int stride = values.Length == 0 ? 0 : rows.Length / values.Length, columns = weights.Length;
        uint[] planes = new uint[KoalaBear5.Degree * columns];
        for (int column = 0; column < columns; column++)
        {
            for (int j = 0; j < KoalaBear5.Degree; j++) planes[(j * columns) + column] = weights[column][j].Representative;
        }
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<uint> row = rows.Slice(i * stride, columns);
            KoalaBear Of(int j, ReadOnlySpan<uint> entries) => Product(planes.AsSpan(j * columns, columns), entries);
            values[i] += new KoalaBear5(Of(0, row), Of(1, row), Of(2, row), Of(3, row), Of(4, row));
        }
    }

    /// <summary>The inner product of at most 2^30 representatives, reduced once: halves of the products are summed apart.</summary>
    private static KoalaBear Product(ReadOnlySpan<uint> left, ReadOnlySpan<uint> right)
    {
        ulong low = 0, high = 0;
        for (int i = 0; i < left.Length; i++)
        {
            ulong product = (ulong)left[i] * right[i];
            low += (uint)product;
            high += product >> 32;
        }
        return new KoalaBear((uint)(high % KoalaBear.Order)) + new KoalaBear(KoalaBear.Reduce(low));
    }

    /// <summary>Replaces each value y by the mask column's plus factor · y; the mask column's words come last (SPEC §6.9).</summary>
    public static void Blend(Span<KoalaBear5> values, ReadOnlySpan<uint> rows, int columns, KoalaBear5 factor)
    {
        int stride = values.Length == 0 ? 0 : rows.Length / values.Length;
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<uint> word = rows.Slice((i * stride) + columns, KoalaBear5.Degree);
            values[i] = new KoalaBear5(new(word[0]), new(word[1]), new(word[2]), new(word[3]), new(word[4])) + (factor * values[i]);
        }
    }

    /// <summary>
    /// Adds to each value the row's elements of E weighted by column; word d·columns + c of a row is coefficient d of column c.
    /// </summary>
    public static void AddExtensionRows(Span<KoalaBear5> values, ReadOnlySpan<uint> rows, ReadOnlySpan<KoalaBear5> weights)
    {
        int columns = weights.Length;
        for (int i = 0; i < values.Length; i++)
        {
            ReadOnlySpan<uint> row = rows.Slice(i * columns * KoalaBear5.Degree, columns * KoalaBear5.Degree);
            for (int c = 0; c < columns; c++)
            {
                values[i] += weights[c] * new KoalaBear5(
                    new(row[c]), new(row[columns + c]), new(row[(2 * columns) + c]), new(row[(3 * columns) + c]),
                    new(row[(4 * columns) + c]));
            }
        }
    }
}
