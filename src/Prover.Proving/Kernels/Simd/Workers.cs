namespace Prover.Proving.Kernels.Simd;

/// <summary>Splits index ranges over threads; sums of field elements do not depend on the order of their addends.</summary>
internal sealed class Workers
{
    private readonly int threads;

    /// <summary>Work for the given number of threads, at least one.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There is no thread.</exception>
    public Workers(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        this.threads = threads;
    }

    /// <summary>
    /// Calls <paramref name="body"/>(start, end) for ranges that cover 0..count and start at multiples of the grain. Ranges of elements
    /// must have a grain that is a multiple of 64, so that threads share no machine word.
    /// </summary>
    public void For(long count, long grain, Action<long, long> body)
    {
        if (count <= grain)
        {
            if (count > 0) body(0, count);
            return;
        }
        ThreadedLoop.RunRanges(threads, count, grain, body);
    }

    /// <summary>The sum of what <paramref name="body"/>(start, end) returns for ranges that cover 0..count.</summary>
    public TSum Sum<TSum>(long count, long grain, Func<long, long, TSum> body, Func<TSum, TSum, TSum> add)
    {
        if (threads == 1 || count <= grain) return body(0, count);
        var gate = new Lock();
        TSum sum = body(0, 0);
        ThreadedLoop.RunRanges(threads, count, grain, (start, end) =>
        {
            TSum part = body(start, end);
            lock (gate) sum = add(sum, part);
        });
        return sum;
    }
}
