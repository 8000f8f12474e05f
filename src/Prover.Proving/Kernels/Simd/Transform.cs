using System.Runtime.CompilerServices;

namespace Prover.Proving.Kernels.Simd;

/// <summary>
/// The number-theoretic transform: natural order in, bit-reversed order out. A block holds a polynomial modulo
/// X^n - r^2; it is split into the ones modulo X^(n/2) - r and X^(n/2) + r, that is low + r·high and low - r·high. The
/// k-th block of a layer has r = T[k], so cosets, and thereby the zero padding of a code, come for free.
/// </summary>
internal static unsafe class Transform<TLanes, TVector>
    where TLanes : ICodeLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Blocks of up to 2^12 elements (16 KiB) stay in the first-level cache until they are done.</summary>
    private const int LogCacheBlock = 12;

    /// <summary>The smallest size that these lanes can transform.</summary>
    internal static int MinLogSize => 2 * TLanes.LogWidth;

    /// <summary>Transforms one block completely.</summary>
    /// <param name="source">The block's polynomial.</param>
    /// <param name="target">Receives the values; the same as the source or disjoint.</param>
    /// <param name="logSize">The block has 2^logSize elements; at least MinLogSize.</param>
    /// <param name="block">The block's index in its layer.</param>
    /// <param name="table">The constants.</param>
    internal static void Run(uint* source, uint* target, int logSize, long block, TwiddleTable table)
    {
        if (logSize <= LogCacheBlock)
        {
            RunCached(source, target, logSize, block, table);
            return;
        }
        Split4(source, target, logSize, block, 0, 1L << (logSize - 2), table.Blocks);
        long quarter = 1L << (logSize - 2);
        for (int child = 0; child < 4; child++)
            Run(target + (child * quarter), target + (child * quarter), logSize - 2, (4 * block) + child, table);
    }

    /// <summary>Two layers of one block, for the positions start..end-1 of each quarter.</summary>
    internal static void Split4(uint* source, uint* target, int logSize, long block, long start, long end, uint* twiddles)
    {
        long quarter = 1L << (logSize - 2);
        TVector first = TLanes.Broadcast(twiddles[block]);
        TVector left = TLanes.Broadcast(twiddles[2 * block]);
        TVector right = TLanes.Broadcast(twiddles[(2 * block) + 1]);
        for (long j = start; j < end; j += TLanes.Width)
        {
            TVector a0 = TLanes.Load(source + j), a1 = TLanes.Load(source + quarter + j);
            TVector a2 = TLanes.MultiplyByBroadcast(TLanes.Load(source + (2 * quarter) + j), first);
            TVector a3 = TLanes.MultiplyByBroadcast(TLanes.Load(source + (3 * quarter) + j), first);
            TVector b0 = TLanes.Add(a0, a2), b2 = TLanes.Subtract(a0, a2);
            TVector b1 = TLanes.MultiplyByBroadcast(TLanes.Add(a1, a3), left);
            TVector b3 = TLanes.MultiplyByBroadcast(TLanes.Subtract(a1, a3), right);
            TLanes.Store(target + j, TLanes.Add(b0, b1));
            TLanes.Store(target + quarter + j, TLanes.Subtract(b0, b1));
            TLanes.Store(target + (2 * quarter) + j, TLanes.Add(b2, b3));
            TLanes.Store(target + (3 * quarter) + j, TLanes.Subtract(b2, b3));
        }
    }

    private static void RunCached(uint* source, uint* target, int logSize, long block, TwiddleTable table)
    {
        if (logSize == 0) *target = *source;
        int layers = logSize - TLanes.LogWidth, done = 0;
        if ((layers & 1) != 0)
        {
            Split2(source, target, logSize, block, table.Blocks);
            source = target;
            done = 1;
        }
        for (; done < layers; done += 2)
        {
            int log = logSize - done;
            for (long child = 0; child < 1L << done; child++)
            {
                long offset = child << log;
                Split4(source + offset, target + offset, log, (block << done) + child, 0, 1L << (log - 2), table.Blocks);
            }
            source = target;
        }
        if (TLanes.LogWidth == 0) return;
        int logTile = 2 * TLanes.LogWidth;
        for (long tile = 0; tile < 1L << (logSize - logTile); tile++)
        {
            long child = (block << layers) + (tile << TLanes.LogWidth);
            FinishTile(target + (tile << logTile), table.Lanes + child, table.Blocks);
        }
    }

    private static void Split2(uint* source, uint* target, int logSize, long block, uint* twiddles)
    {
        long half = 1L << (logSize - 1);
        TVector root = TLanes.Broadcast(twiddles[block]);
        for (long j = 0; j < half; j += TLanes.Width)
        {
            TVector low = TLanes.Load(source + j);
            TVector high = TLanes.MultiplyByBroadcast(TLanes.Load(source + half + j), root);
            TLanes.Store(target + j, TLanes.Add(low, high));
            TLanes.Store(target + half + j, TLanes.Subtract(low, high));
        }
    }

    /// <summary>
    /// All layers of Width neighbouring blocks of Width elements: transposed, a vector holds the same element of all
    /// blocks, and the twiddles differ by lane. Layer l needs T[2^l·b + h] = T[2^l·b]·T[h], where T[2^l·b] are squares of the
    /// last layer's.
    /// </summary>
    private static void FinishTile(uint* tile, uint* lanes, uint* twiddles)
    {
        int width = TLanes.Width, logWidth = TLanes.LogWidth;
        TVector* vectors = stackalloc TVector[width];
        TVector* powers = stackalloc TVector[logWidth];
        powers[logWidth - 1] = TLanes.Load(lanes);
        for (int l = logWidth - 2; l >= 0; l--) powers[l] = TLanes.Multiply(powers[l + 1], powers[l + 1]);
        for (int i = 0; i < width; i++) vectors[i] = TLanes.Load(tile + (i * width));
        TLanes.Transpose(vectors);
        int layer = 0;
        if ((logWidth & 1) != 0)
        {
            int half = width / 2;
            for (int i = 0; i < half; i++) Butterfly(vectors + i, vectors + i + half, powers[0]);
            layer = 1;
        }
        for (; layer < logWidth; layer += 2)
        {
            int quarter = width >> (layer + 2);
            for (int h = 0; h < 1 << layer; h++)
            {
                TVector first = TLanes.MultiplyByBroadcast(powers[layer], TLanes.Broadcast(twiddles[h]));
                TVector left = TLanes.MultiplyByBroadcast(powers[layer + 1], TLanes.Broadcast(twiddles[2 * h]));
                TVector right = TLanes.MultiplyByBroadcast(powers[layer + 1], TLanes.Broadcast(twiddles[(2 * h) + 1]));
                TVector* start = vectors + (4 * h * quarter);
                for (int i = 0; i < quarter; i++) Butterfly4(start + i, quarter, first, left, right);
            }
        }
        TLanes.Transpose(vectors);
        for (int i = 0; i < width; i++) TLanes.Store(tile + (i * width), vectors[i]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Butterfly(TVector* low, TVector* high, TVector root)
    {
        TVector product = TLanes.Multiply(*high, root);
        *high = TLanes.Subtract(*low, product);
        *low = TLanes.Add(*low, product);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void Butterfly4(TVector* place, int stride, TVector first, TVector left, TVector right)
    {
        TVector a0 = place[0], a1 = place[stride];
        TVector a2 = TLanes.Multiply(place[2 * stride], first), a3 = TLanes.Multiply(place[3 * stride], first);
        TVector b0 = TLanes.Add(a0, a2), b2 = TLanes.Subtract(a0, a2);
        TVector b1 = TLanes.Multiply(TLanes.Add(a1, a3), left);
        TVector b3 = TLanes.Multiply(TLanes.Subtract(a1, a3), right);
        place[0] = TLanes.Add(b0, b1);
        place[stride] = TLanes.Subtract(b0, b1);
        place[2 * stride] = TLanes.Add(b2, b3);
        place[3 * stride] = TLanes.Subtract(b2, b3);
    }
}
