namespace Prover.Proving.Kernels;

/// <summary>
/// Buffers between two uses, shared by the process. Fresh memory is paid for page by page when it is first written, which
/// takes as long as the kernels that fill it; proofs are made in loops of vectors of the same few sizes.
/// </summary>
internal static class FieldBufferPool
{
    // More than the proofs of the largest benchmark model hold at once: a limit below that makes every proof pay for fresh pages
    // (benchmarks/REJECTED.md).
    private const long RetainedElements = 1L << 30; // 4 GiB
    private static readonly Lock Gate = new();
    private static readonly List<FieldBuffer> Free = [];
    private static long retained;

    /// <summary>A buffer of at least <paramref name="length"/> elements with undefined contents.</summary>
    public static FieldBuffer Rent(long length)
    {
        lock (Gate)
        {
            int best = -1;
            for (int i = 0; i < Free.Count; i++)
            {
                bool fits = Free[i].Length >= length && Free[i].Length <= (2 * length) + 1024;
                if (fits && (best < 0 || Free[i].Length < Free[best].Length)) best = i;
            }
            if (best >= 0)
            {
                FieldBuffer found = Free[best];
                Free.RemoveAt(best);
                retained -= found.Length;
                return found;
            }
        }
        return new FieldBuffer(length, zeroed: false);
    }

    /// <summary>Takes a buffer that nobody uses any more.</summary>
    public static void Return(FieldBuffer buffer)
    {
        lock (Gate)
        {
            Free.Add(buffer);
            retained += buffer.Length;
            while (retained > RetainedElements)
            {
                retained -= Free[0].Length;
                Free[0].Dispose();
                Free.RemoveAt(0);
            }
        }
    }

    /// <summary>Frees everything that is held, for phases that need the memory elsewhere.</summary>
    public static void Trim()
    {
        lock (Gate)
        {
            foreach (FieldBuffer buffer in Free) buffer.Dispose();
            Free.Clear();
            retained = 0;
        }
    }
}
