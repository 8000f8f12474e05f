namespace Prover.Proving.Circuits;

/// <summary>
/// Describes lists of indices in mixed radix: entry i is the first entry plus the sum of stride · digit over the digits of i. Slices,
/// repetitions, tiles, interleavings and enlargements by whole factors are of this form.
/// </summary>
internal static class IndexPattern
{
    /// <summary>The digits of a list, most significant first; null where it has no such form. A list of one entry has none.</summary>
    public static (int Size, int Stride)[]? Digits(ReadOnlySpan<int> indices)
    {
        var digits = new List<(int, int)>();
        int[] rest = indices.ToArray();
        while (rest.Length > 1)
        {
            int run = PrefixRun(rest), step = rest[1] - rest[0];
            // The innermost digit is the longest divisor of the length such that all blocks of that length proceed alike.
            while (run > 1 && (rest.Length % run != 0 || !AllBlocksStep(rest, run, step))) run--;
            if (run == 1) return null;
            digits.Insert(0, (run, step));
            int size = run;
            rest = [.. rest.Where((_, i) => i % size == 0)];
        }
        return [.. digits];
    }

    /// <summary>Cuts a list into few pieces with <see cref="Digits"/>; returns the length of each.</summary>
    public static int[] Pieces(ReadOnlySpan<int> indices)
    {
        var lengths = new List<int>();
        for (int start = 0; start < indices.Length; start += lengths[^1])
        {
            ReadOnlySpan<int> rest = indices[start..];
            int length = PrefixRun(rest);
            // Whole repetitions of the first run may form a second digit.
            for (int period = length; length + period <= rest.Length; length += period)
            {
                if (Digits(rest[..(length + period)]) is null) break;
            }
            lengths.Add(length);
        }
        return [.. lengths];
    }

    /// <summary>The length of the longest arithmetic progression at the start.</summary>
    private static int PrefixRun(ReadOnlySpan<int> indices)
    {
        int length = Math.Min(2, indices.Length);
        while (length < indices.Length && indices[length] - indices[length - 1] == indices[1] - indices[0]) length++;
        return length;
    }

    private static bool AllBlocksStep(int[] indices, int size, int step)
    {
        for (int i = 0; i < indices.Length; i++)
        {
            if (indices[i] - indices[i - (i % size)] != i % size * step) return false;
        }
        return true;
    }
}
