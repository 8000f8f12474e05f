namespace Prover.Proving.Kernels;

/// <summary>
/// Buffers between two uses, shared by the process. Fresh memory is paid for page by page when it is first written, which
/// takes as long as the kernels that fill it; proofs are made in loops of vectors of the same few sizes. What proofs that hide
/// leave in them is erased when their key is disposed: buffers are used several times within a proof and by the next one.
/// </summary>
internal static class FieldBufferPool
{
    // More than the proofs of the largest benchmark model hold at once: a limit below that makes every proof pay for fresh pages
    // (benchmarks/REJECTED.md).
    private const long RetainedElements = 1L << 30; // 4 GiB
    private static readonly Lock Gate = new();
    private static readonly List<FieldBuffer> Free = [];
    // Those of them that something has been written to since they were erased last.
    private static readonly HashSet<FieldBuffer> Written = [];
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
                return Take(best);
            }
        }
        return new FieldBuffer(length, zeroed: false);
    }

    /// <summary>Takes a buffer that nobody uses any more.</summary>
    public static void Return(FieldBuffer buffer)
    {
        lock (Gate)
        {
            Keep(buffer);
            Written.Add(buffer);
        }
    }

    /// <summary>Overwrites what is held and was written to. Buffers that are in use are not touched: their proofs erase them.</summary>
    /// <param name="threads">The largest number of threads.</param>
    public static void Erase(int threads)
    {
        FieldBuffer[] written;
        lock (Gate)
        {
            written = [.. Written];
        }
        foreach (FieldBuffer buffer in written)
        {
            lock (Gate)
            {
                // Another proof may have taken it meanwhile, or another thread may be erasing it.
                if (!Written.Contains(buffer)) continue;
                Take(Free.IndexOf(buffer));
            }
            buffer.Clear(threads);
            lock (Gate)
            {
                Keep(buffer);
            }
        }
    }

    /// <summary>Frees everything that is held, for phases that need the memory elsewhere.</summary>
    public static void Trim()
    {
        lock (Gate)
        {
            while (Free.Count > 0) Drop();
        }
    }

    /// <summary>What is held now; for tests of what is left in it.</summary>
    internal static FieldBuffer[] Held()
    {
        lock (Gate)
        {
            return [.. Free];
        }
    }

    private static FieldBuffer Take(int index)
    {
        FieldBuffer found = Free[index];
        Free.RemoveAt(index);
        Written.Remove(found);
        retained -= found.Length;
        return found;
    }

    private static void Keep(FieldBuffer buffer)
    {
        Free.Add(buffer);
        retained += buffer.Length;
        while (retained > RetainedElements) Drop();
    }

    /// <summary>Frees the buffer that has been held longest.</summary>
    private static void Drop()
    {
        bool isWritten = Written.Contains(Free[0]);
        FieldBuffer oldest = Take(0);
        oldest.IsErasedWhenFreed |= isWritten;
        oldest.Dispose();
    }
}
