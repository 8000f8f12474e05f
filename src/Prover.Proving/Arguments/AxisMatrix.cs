using Prover.Verifier.Arguments;
using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;
using Prover.Verifier.Forms;
using Prover.Verifier.Layouts;

namespace Prover.Proving.Arguments;

/// <summary>
/// What a read does to one axis of its tensor when some variables are weighted away and others are kept: a matrix with one row per
/// combination of kept values and one column per index of the axis (SPEC §5.3).
/// </summary>
internal sealed class AxisMatrix
{
    private AxisMatrix(int[] kept, int outputs, int inputs, KoalaBear5[]? entries)
    {
        Kept = kept;
        Outputs = outputs;
        Inputs = inputs;
        Entries = entries;
    }

    /// <summary>The kept variables of the expression as positions in the segment's list, outermost first.</summary>
    public int[] Kept { get; }

    /// <summary>The number of rows.</summary>
    public int Outputs { get; }

    /// <summary>The size of the axis.</summary>
    public int Inputs { get; }

    /// <summary>The matrix, row-major; null for the identity.</summary>
    public KoalaBear5[]? Entries { get; }

    /// <summary>The matrix of one axis of a read.</summary>
    /// <param name="index">The axis' expression.</param>
    /// <param name="size">The size of the axis.</param>
    /// <param name="leaf">The weights of each row axis.</param>
    /// <param name="segment">The segment.</param>
    /// <param name="left">Whether the read is the left operand, where shared axes carry leaf weights as well.</param>
    public static AxisMatrix Of(AffineIndex index, int size, VariableWeights[] leaf, Segment segment, bool left)
    {
        int[] kept = [.. index.Terms
            .Select(term => Array.IndexOf(segment.KeptVariables, term.Variable)).Where(position => position >= 0)];
        int outputs = kept.Aggregate(1, (product, position) => product * segment.Kept[position].Count);
        int plain = index.PlainVariable;
        bool weighted = index.Terms.Any(term => term.Variable < leaf.Length && (left || !segment.Product.Shared.Contains(term.Variable)));
        if (plain >= 0 && kept.Length == 1 && !weighted && segment.Kept[kept[0]].Start == 0 && outputs == size)
        {
            return new(kept, outputs, size, null);
        }
        var entries = new KoalaBear5[outputs * size];
        Fill(index, size, leaf, segment, left, entries);
        return new(kept, outputs, size, entries);
    }

    private static void Fill(
        AffineIndex index, int size, VariableWeights[] leaf, Segment segment, bool left, KoalaBear5[] entries)
    {
        // (row, position on the axis, weight) of every combination of the variables handled so far.
        List<(int Row, long Position, KoalaBear5 Weight)> partial = [(0, index.Shift, KoalaBear5.One)];
        foreach (IndexTerm term in index.Terms)
        {
            int keptPosition = Array.IndexOf(segment.KeptVariables, term.Variable);
            bool isWeighted = term.Variable < leaf.Length && (left || keptPosition < 0);
            AxisChunk range = keptPosition >= 0
                ? segment.Kept[keptPosition]
                : new(leaf[term.Variable].Start, leaf[term.Variable].Bits, leaf[term.Variable].Count);
            KoalaBear5[]? table = isWeighted ? leaf[term.Variable].Table() : null;
            var next = new List<(int, long, KoalaBear5)>(partial.Count * range.Count);
            foreach ((int row, long position, KoalaBear5 weight) in partial)
            {
                for (int t = 0; t < range.Count; t++)
                {
                    long target = position + ((long)term.Stride * (range.Start + t));
                    int nextRow = keptPosition >= 0 ? (row * range.Count) + t : row;
                    next.Add((nextRow, target, table is null ? weight : weight * table[t]));
                }
            }
            partial = next;
        }
        foreach ((int row, long position, KoalaBear5 weight) in partial)
        {
            if (position >= 0 && position < size) entries[((long)row * size) + position] += weight;
        }
    }
}
