using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>
/// The constants of the transform, T[k] = exp(2·pi·i·v(k)/2) with exp(2·pi·i/2^s) read as RootOfUnity(s) and v(k) the
/// binary digits of k mirrored at the point: v(1) = 1/2, v(2) = 1/4, v(3) = 3/4. One table serves every size: T[k]
/// is the square root by which the k-th block of any layer is split. Since v(2^l·b + h) = v(h) + v(b)/2^l for h below
/// 2^l, T[2^l·b + h] = T[2^l·b]·T[h].
/// </summary>
internal sealed unsafe class TwiddleTable
{
    private static readonly Lock Gate = new();
    private static readonly Dictionary<int, TwiddleTable> Cache = [];

    private readonly FieldBuffer _blocks;
    private readonly FieldBuffer _lanes;

    private TwiddleTable(int logLength, int logStride)
    {
        LogLength = logLength;
        _blocks = Build(logLength, 0);
        _lanes = Build(logLength, logStride);
    }

    /// <summary>T[k] at index k.</summary>
    internal uint* Blocks => _blocks.Pointer;

    /// <summary>T[k·Width/2] at index k.</summary>
    internal uint* Lanes => _lanes.Pointer;

    private int LogLength { get; }

    /// <summary>The table for transforms of up to 2^logDomain points on vectors of 2^logWidth lanes. Cached.</summary>
    internal static TwiddleTable For(int logDomain, int logWidth)
    {
        // The last layer that treats a whole vector alike splits blocks of 2·Width; shorter ones read the lanes' table.
        int logLength = Math.Max(0, logDomain - Math.Max(1, logWidth));
        lock (Gate)
        {
            if (Cache.TryGetValue(logWidth, out TwiddleTable? table) && table.LogLength >= logLength) return table;
            table = new TwiddleTable(logLength, Math.Max(0, logWidth - 1));
            Cache[logWidth] = table;
            return table;
        }
    }

    private static FieldBuffer Build(int logLength, int logStride)
    {
        var table = new FieldBuffer(1L << logLength, zeroed: false);
        table[0] = KoalaBear.One.Representative;
        for (int log = 0; log < logLength; log++)
        {
            KoalaBear root = KoalaBear.RootOfUnity(log + logStride + 2);
            Span<uint> known = table.Slice(0, 1 << log), next = table.Slice(1 << log, 1 << log);
            for (int k = 0; k < known.Length; k++) next[k] = (new KoalaBear(known[k]) * root).Representative;
        }
        return table;
    }
}
