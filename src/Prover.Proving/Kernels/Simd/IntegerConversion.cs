using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>From signed integers to Montgomery representatives.</summary>
internal static unsafe class IntegerConversion<TLanes, TVector>
    where TLanes : ICodeLanes<TVector>
    where TVector : unmanaged
{
    /// <summary>Converts the elements start..end-1.</summary>
    internal static void Run(int* integers, uint* elements, long start, long end)
    {
        long whole = start + ((end - start) & -TLanes.Width);
        uint squaredRadix = SquaredRadix();
        TVector radix = TLanes.Broadcast(squaredRadix);
        for (long i = start; i < whole; i += TLanes.Width)
        {
            // Read as unsigned, a negative integer is 2^32 too large, and the representative of 2^32 is 2^64 mod p.
            TVector word = TLanes.Load((uint*)integers + i);
            TVector excess = TLanes.And(TLanes.SignMask(word), radix);
            TLanes.Store(elements + i, TLanes.Subtract(TLanes.Multiply(word, radix, radix), excess));
        }
        for (long i = whole; i < end; i++) elements[i] = KoalaBear.FromInteger(integers[i]).Representative;
    }

    private static uint SquaredRadix() => KoalaBear.FromInteger(1L << 32).Representative;
}
