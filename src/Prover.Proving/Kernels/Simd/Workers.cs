namespace Prover.Proving.Kernels.Simd;

/// <summary>
/// Splits index ranges over threads. Ranges of elements (a grain of 64 and more) start at multiples of 64, so that threads share
/// neither machine words nor cache lines.
/// </summary>
internal sealed class Workers
{
    private const long Alignment = 64;
    private readonly ParallelOptions options;

    /// <summary>Work for the given number of threads, at least one.</summary>
    public Workers(int threads)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(threads, 1);
        options = new() { MaxDegreeOfParallelism = threads };
    }

    /// <summary>Calls <paramref name="body"/>(start, end) for ranges that cover 0..count, each of at least about one grain.</summary>
    public void For(long count, long grain, Action<long, long> body)
    {
        (long pieces, long size) = Split(count, grain);
        if (pieces <= 1)
        {
            if (count > 0) body(0, count);
            return;
        }
        Parallel.For(0L, pieces, options, piece => body(piece * size, Math.Min(count, (piece + 1) * size)));
    }

    /// <summary>The sum of what <paramref name="body"/>(start, end) returns for ranges that cover 0..count.</summary>
    public TSum Sum<TSum>(long count, long grain, Func<long, long, TSum> body, Func<TSum, TSum, TSum> add)
    {
        (long pieces, long size) = Split(count, grain);
        if (pieces <= 1) return body(0, count);
        var sums = new TSum[pieces];
        Parallel.For(0L, pieces, options, piece => sums[piece] = body(piece * size, Math.Min(count, (piece + 1) * size)));
        return sums.Aggregate(add);
    }

    // Four pieces per thread: other processes may slow one of the threads down.
    private (long Pieces, long Size) Split(long count, long grain)
    {
        int threads = options.MaxDegreeOfParallelism;
        long wanted = threads == 1 ? 1 : Math.Min(4L * threads, count / Math.Max(1, grain));
        if (wanted <= 1) return (1, count);
        long alignment = grain < Alignment ? 1 : Alignment;
        long size = (((count + wanted - 1) / wanted) + alignment - 1) / alignment * alignment;
        return ((count + size - 1) / size, size);
    }
}
