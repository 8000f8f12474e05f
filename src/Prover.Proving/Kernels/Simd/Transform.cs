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
        int width = TLanes.Width;
        long quarter = 1L << (logSize - 2), j = start;
        var factors = Factors.Of(twiddles, block);
        for (; j + (2 * width) <= end; j += 2 * width)
            SplitTwo(source + j, target + j, source + j + width, target + j + width, quarter, factors, factors);
        for (; j < end; j += width) SplitOne(source + j, target + j, quarter, factors);
    }

    private static void RunCached(uint* source, uint* target, int logSize, long block, TwiddleTable table)
    {
        int logTile = MinLogSize, layers = logSize - logTile, done = 0;
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
        if (logTile == 0)
        {
            if (logSize == 0) *target = *source;
            return;
        }
        for (long tile = 0; tile < 1L << layers; tile++)
        {
            long offset = tile << logTile;
            TransformTile(source + offset, target + offset, (block << layers) + tile, table);
        }
    }

    private static void Split2(uint* source, uint* target, int logSize, long block, uint* twiddles)
    {
        long half = 1L << (logSize - 1);
        TVector root = TLanes.Broadcast(twiddles[block]);
        for (long j = 0; j < half; j += TLanes.Width)
        {
            TVector low = TLanes.Load(source + j), high = TLanes.Multiply(TLanes.Load(source + half + j), root, root);
            TLanes.Store(target + j, TLanes.Add(low, high));
            TLanes.Store(target + half + j, TLanes.Subtract(low, high));
        }
    }

    /// <summary>
    /// All layers of a block of Width vectors. The first half of the layers combines whole vectors. Then the tile is transposed:
    /// a vector holds one element of each of Width neighbouring blocks b, whose twiddles T[2^l·b + h] = T[2^l·b]·T[h] differ by
    /// lane; T[2^l·b] are repeated squares of the last layer's.
    /// </summary>
    [SkipLocalsInit]
    private static void TransformTile(uint* source, uint* target, long block, TwiddleTable table)
    {
        int width = TLanes.Width, last = TLanes.LogWidth - 1;
        uint* twiddles = table.Blocks;
        byte* vectorsBytes = stackalloc byte[StackVectors<TVector>.Bytes(width)];
        TVector* vectors = StackVectors<TVector>.Align(vectorsBytes);
        byte* powersBytes = stackalloc byte[StackVectors<TVector>.Bytes(TLanes.LogWidth)];
        TVector* powers = StackVectors<TVector>.Align(powersBytes);
        powers[last] = TLanes.Load(table.Lanes + (block << TLanes.LogWidth));
        for (int l = last - 1; l >= 0; l--) powers[l] = TLanes.Multiply(powers[l + 1], powers[l + 1]);
        for (int i = 0; i < width; i++) vectors[i] = TLanes.Load(source + (i * width));
        int layer = TLanes.LogWidth & 1;
        if (layer != 0) SplitVectors2(vectors, TLanes.Broadcast(twiddles[block]));
        for (; layer <= last; layer += 2)
        {
            int quarter = width >> (layer + 2), step = 4 * quarter;
            for (int h = 0; h < 1 << layer; h += 2)
            {
                var even = Factors.Of(twiddles, (block << layer) + h);
                if (quarter > 1)
                    for (int i = 0; i < quarter; i += 2) SplitTwo(vectors + i, vectors + i + 1, quarter, even, even);
                else
                    SplitTwo(vectors + (h * step), vectors + ((h + 1) * step), 1, even, Factors.Of(twiddles, (block << layer) + h + 1));
            }
        }
        TLanes.Transpose(vectors);
        layer = TLanes.LogWidth & 1;
        if (layer != 0) SplitVectors2(vectors, powers[0]);
        for (; layer <= last; layer += 2)
        {
            int quarter = width >> (layer + 2), step = 4 * quarter;
            for (int h = 0; h < 1 << layer; h += 2)
            {
                var even = Factors.Of(twiddles, h, powers[layer], powers[layer + 1]);
                if (quarter > 1)
                    for (int i = 0; i < quarter; i += 2) SplitTwo(vectors + i, vectors + i + 1, quarter, even, even);
                else
                    SplitTwo(
                        vectors + (h * step), vectors + ((h + 1) * step), 1, even,
                        Factors.Of(twiddles, h + 1, powers[layer], powers[layer + 1]));
            }
        }
        TLanes.Transpose(vectors);
        for (int i = 0; i < width; i++) TLanes.Store(target + (i * width), vectors[i]);
    }

    private static void SplitVectors2(TVector* vectors, TVector root)
    {
        int half = TLanes.Width / 2;
        for (int i = 0; i < half; i++)
        {
            TVector low = vectors[i], high = TLanes.Multiply(vectors[half + i], root);
            vectors[i] = TLanes.Add(low, high);
            vectors[half + i] = TLanes.Subtract(low, high);
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SplitTwo(TVector* x, TVector* y, int quarter, in Factors xFactors, in Factors yFactors) =>
        SplitTwo((uint*)x, (uint*)x, (uint*)y, (uint*)y, quarter * TLanes.Width, xFactors, yFactors);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SplitOne(uint* source, uint* target, long quarter, in Factors factors)
    {
        TVector a0 = TLanes.Load(source), a1 = TLanes.Load(source + quarter);
        TVector a2 = factors.TimesFirst(TLanes.Load(source + (2 * quarter)));
        TVector a3 = factors.TimesFirst(TLanes.Load(source + (3 * quarter)));
        TVector b0 = TLanes.Add(a0, a2), b2 = TLanes.Subtract(a0, a2);
        TVector b1 = factors.TimesLeft(TLanes.Add(a1, a3)), b3 = factors.TimesRight(TLanes.Subtract(a1, a3));
        TLanes.Store(target, TLanes.Add(b0, b1));
        TLanes.Store(target + quarter, TLanes.Subtract(b0, b1));
        TLanes.Store(target + (2 * quarter), TLanes.Add(b2, b3));
        TLanes.Store(target + (3 * quarter), TLanes.Subtract(b2, b3));
    }

    /// <summary>Two independent instances of SplitOne, interleaved: one alone leaves the multipliers waiting for its own results.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static void SplitTwo(
        uint* x, uint* xTarget, uint* y, uint* yTarget, long quarter, in Factors xFactors, in Factors yFactors)
    {
        TVector x2 = xFactors.TimesFirst(TLanes.Load(x + (2 * quarter))), x3 = xFactors.TimesFirst(TLanes.Load(x + (3 * quarter)));
        TVector y2 = yFactors.TimesFirst(TLanes.Load(y + (2 * quarter))), y3 = yFactors.TimesFirst(TLanes.Load(y + (3 * quarter)));
        TVector x0 = TLanes.Load(x), x1 = TLanes.Load(x + quarter), y0 = TLanes.Load(y), y1 = TLanes.Load(y + quarter);
        TVector u1 = xFactors.TimesLeft(TLanes.Add(x1, x3)), u3 = xFactors.TimesRight(TLanes.Subtract(x1, x3));
        TVector v1 = yFactors.TimesLeft(TLanes.Add(y1, y3)), v3 = yFactors.TimesRight(TLanes.Subtract(y1, y3));
        TVector u0 = TLanes.Add(x0, x2), u2 = TLanes.Subtract(x0, x2), v0 = TLanes.Add(y0, y2), v2 = TLanes.Subtract(y0, y2);
        TLanes.Store(xTarget, TLanes.Add(u0, u1));
        TLanes.Store(xTarget + quarter, TLanes.Subtract(u0, u1));
        TLanes.Store(xTarget + (2 * quarter), TLanes.Add(u2, u3));
        TLanes.Store(xTarget + (3 * quarter), TLanes.Subtract(u2, u3));
        TLanes.Store(yTarget, TLanes.Add(v0, v1));
        TLanes.Store(yTarget + quarter, TLanes.Subtract(v0, v1));
        TLanes.Store(yTarget + (2 * quarter), TLanes.Add(v2, v3));
        TLanes.Store(yTarget + (3 * quarter), TLanes.Subtract(v2, v3));
    }

    /// <summary>The twiddles of two layers of a block: the block's own and its two children's, with their odd lanes moved.</summary>
    private readonly struct Factors
    {
        private readonly TVector _first, _firstOdd, _left, _leftOdd, _right, _rightOdd;

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        private Factors(TVector first, TVector firstOdd, TVector left, TVector leftOdd, TVector right, TVector rightOdd)
        {
            _first = first;
            _firstOdd = firstOdd;
            _left = left;
            _leftOdd = leftOdd;
            _right = right;
            _rightOdd = rightOdd;
        }

        /// <summary>Those of one block, in all lanes.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static Factors Of(uint* twiddles, long block)
        {
            TVector first = TLanes.Broadcast(twiddles[block]);
            TVector left = TLanes.Broadcast(twiddles[2 * block]), right = TLanes.Broadcast(twiddles[(2 * block) + 1]);
            return new Factors(first, first, left, left, right, right);
        }

        /// <summary>Those of the h-th descendants of blocks with own and children's twiddles in the lanes.</summary>
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal static Factors Of(uint* twiddles, int h, TVector own, TVector children)
        {
            Factors constants = Of(twiddles, h);
            TVector first = constants.TimesFirst(own), left = constants.TimesLeft(children), right = constants.TimesRight(children);
            return new Factors(first, TLanes.OddLanes(first), left, TLanes.OddLanes(left), right, TLanes.OddLanes(right));
        }

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal TVector TimesFirst(TVector value) => TLanes.Multiply(value, _first, _firstOdd);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal TVector TimesLeft(TVector value) => TLanes.Multiply(value, _left, _leftOdd);

        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        internal TVector TimesRight(TVector value) => TLanes.Multiply(value, _right, _rightOdd);
    }
}
