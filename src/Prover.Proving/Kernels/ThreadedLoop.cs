namespace Prover.Proving.Kernels;

/// <summary>Runs independent pieces of work on a bounded number of threads.</summary>
internal static class ThreadedLoop
{
    /// <summary>Calls <paramref name="body"/> once for each index in 0..count-1, in any order.</summary>
    /// <param name="threads">The largest number of threads to use; 1 runs everything on the caller's.</param>
    /// <param name="count">The number of pieces.</param>
    /// <param name="body">The work; must not depend on the order.</param>
    internal static void Run(int threads, int count, Action<int> body)
    {
        if (threads <= 1 || count <= 1)
        {
            for (int i = 0; i < count; i++) body(i);
            return;
        }
        Parallel.For(0, count, new ParallelOptions { MaxDegreeOfParallelism = threads }, body);
    }

    /// <summary>
    /// Cuts 0..length-1 into ranges whose starts are multiples of <paramref name="grain"/> and calls the body with each
    /// range's start and end, about four ranges per thread.
    /// </summary>
    /// <param name="threads">The largest number of threads to use.</param>
    /// <param name="length">The number of elements.</param>
    /// <param name="grain">The smallest range worth a thread's while, at least 1.</param>
    /// <param name="body">The work on [start, end).</param>
    internal static void RunRanges(int threads, long length, long grain, Action<long, long> body)
    {
        long grains = (length + grain - 1) / grain;
        long pieces = threads <= 1 ? Math.Min(1, grains) : Math.Min(grains, 4L * threads);
        Run(threads, (int)pieces, piece =>
        {
            long start = grains * piece / pieces * grain;
            long end = Math.Min(length, grains * (piece + 1) / pieces * grain);
            body(start, end);
        });
    }
}
