using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;
using Prover.Verifier.Layouts;

namespace Prover.Verifier.Forms;

/// <summary>
/// Turns an index expression over weighted variables into the vector it induces on a chunk of a stored axis (SPEC §5.9):
/// entry u is the sum, over all values of the variables with shift + sum stride·value = start + u, of the product of weights.
/// </summary>
internal static class AxisBinding
{
    /// <summary>The vector and a scalar factor, or null when the vector is 0.</summary>
    /// <param name="index">The expression.</param>
    /// <param name="chunk">The chunk.</param>
    /// <param name="weights">For each variable the list of its weights, which multiply.</param>
    public static (KoalaBear5 Scale, AxisVector Vector)? Bind(AffineIndex index, AxisChunk chunk, VariableWeights[]?[] weights)
    {
        int plain = index.PlainVariable;
        if (plain >= 0 && TryBindBits(weights[plain]!, chunk, out (KoalaBear5, AxisVector)? bound)) return bound;
        return BindExplicit(index, chunk, weights);
    }

    /// <summary>Whether a chunk stores some of <paramref name="count"/> indices from <paramref name="start"/> on.</summary>
    public static bool Overlap(AxisChunk chunk, int start, int count) =>
        start < chunk.Start + chunk.Count && chunk.Start < start + count;

    /// <summary>
    /// One plain variable whose weights are aligned with the chunk: the leading bits are constant on the chunk and become a
    /// scalar, the others stay. False when some weight is not aligned.
    /// </summary>
    private static bool TryBindBits(VariableWeights[] weights, AxisChunk chunk, out (KoalaBear5, AxisVector)? bound)
    {
        KoalaBear5 scale = KoalaBear5.One;
        KoalaBear5[]? low = null, high = null;
        int count = chunk.Count;
        bound = null;
        foreach (VariableWeights weight in weights)
        {
            if (!Overlap(chunk, weight.Start, weight.Count)) return true;
            int skip = chunk.Start - weight.Start, leading = weight.Bits - chunk.Bits;
            if (leading < 0 || skip < 0 || (skip & ((1 << chunk.Bits) - 1)) != 0) return false;
            for (int bit = 0; bit < leading; bit++)
            {
                bool set = ((skip >> (weight.Bits - 1 - bit)) & 1) != 0;
                scale *= set ? weight.High[bit] : weight.Low[bit];
            }
            count = Math.Min(count, weight.Count - skip);
            low = Multiply(low, weight.Low.AsSpan(leading));
            high = Multiply(high, weight.High.AsSpan(leading));
        }
        bound = (scale, new AxisVector(low!, high!, count));
        return true;
    }

    private static KoalaBear5[] Multiply(KoalaBear5[]? left, ReadOnlySpan<KoalaBear5> right)
    {
        KoalaBear5[] result = right.ToArray();
        if (left is not null)
        {
            for (int i = 0; i < result.Length; i++) result[i] *= left[i];
        }
        return result;
    }

    private static (KoalaBear5, AxisVector)? BindExplicit(AffineIndex index, AxisChunk chunk, VariableWeights[]?[] weights)
    {
        // Sums over one variable after another: positions relative to the chunk, with the weight collected so far.
        var sums = new Dictionary<long, KoalaBear5> { [(long)index.Shift - chunk.Start] = KoalaBear5.One };
        for (int i = 0; i < index.Terms.Length - 1; i++)
        {
            (long stride, int start, KoalaBear5[] table) = Combine(index.Terms[i], weights);
            var next = new Dictionary<long, KoalaBear5>();
            foreach ((long position, KoalaBear5 sum) in sums)
            {
                for (int t = 0; t < table.Length; t++)
                {
                    long target = position + (stride * (start + t));
                    next[target] = next.GetValueOrDefault(target) + (sum * table[t]);
                }
            }
            sums = next;
        }
        // The last variable goes straight to the entries.
        (long lastStride, int lastStart, KoalaBear5[] last) =
            index.Terms.Length == 0 ? (0, 0, [KoalaBear5.One]) : Combine(index.Terms[^1], weights);
        var values = new KoalaBear5[1 << chunk.Bits];
        bool any = false;
        foreach ((long position, KoalaBear5 sum) in sums)
        {
            for (int t = 0; t < last.Length; t++)
            {
                long target = position + (lastStride * (lastStart + t));
                if (target < 0 || target >= chunk.Count) continue;
                values[target] += sum * last[t];
                any = true;
            }
        }
        return any ? (KoalaBear5.One, new AxisVector(values)) : null;
    }

    /// <summary>The products of several weights of one variable, over the values where all have one.</summary>
    private static (long Stride, int Start, KoalaBear5[] Table) Combine(IndexTerm term, VariableWeights[]?[] all)
    {
        VariableWeights[] weights = all[term.Variable]!;
        int start = weights.Max(weight => weight.Start);
        int end = weights.Min(weight => weight.Start + weight.Count);
        var table = new KoalaBear5[Math.Max(0, end - start)];
        Array.Fill(table, KoalaBear5.One);
        foreach (VariableWeights weight in weights)
        {
            KoalaBear5[] entries = weight.Table();
            for (int t = 0; t < table.Length; t++) table[t] *= entries[start + t - weight.Start];
        }
        return (term.Stride, start, table);
    }
}
