using System.Numerics;
using System.Runtime.CompilerServices;
using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>
/// Signed wide sums of integers times representatives. While the integers' magnitudes sum to at most 2^31, a sum stays within p·2^31
/// and no step needs a reduction. A final Montgomery reduction divides by 2^32: the weights are multiplied by it first.
/// </summary>
internal struct IntegerAccumulator<T>
    where T : unmanaged, ILanes<T>
{
    /// <summary>How many products may be added with integers v for each of which v ^ (v >> 31) has no bit outside the mask.</summary>
    public static long Capacity(uint mask) => (1L << 31) >> (32 - BitOperations.LeadingZeroCount(mask));

    private T e0, e1, e2, e3, e4, o0, o1, o2, o3, o4;

    /// <summary>Adds integers times weights, lane by lane.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void Add(T integers, in ExtensionLanes<T> weights)
    {
        AddEven(integers, weights);
        if (T.HasOddLanes) AddOdd(T.Odd(integers), ExtensionLanes<T>.Odd(weights));
    }

    /// <summary>Adds integers times weights that are the same in all lanes.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public void AddUniform(T integers, in ExtensionLanes<T> weights)
    {
        AddEven(integers, weights);
        if (T.HasOddLanes) AddOdd(T.Odd(integers), weights);
    }

    /// <summary>The sums as field elements, divided by 2^32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Reduce(out ExtensionLanes<T> lanes)
    {
        lanes.C0 = Reduce(e0, o0);
        lanes.C1 = Reduce(e1, o1);
        lanes.C2 = Reduce(e2, o2);
        lanes.C3 = Reduce(e3, o3);
        lanes.C4 = Reduce(e4, o4);
    }

    /// <summary>The sum over all lanes, divided by 2^32.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly KoalaBear5 Sum()
    {
        Reduce(out ExtensionLanes<T> lanes);
        return lanes.Sum();
    }

    // Adding p·2^31 makes a sum non-negative and keeps it below p·2^32.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Reduce(T even, T odd)
    {
        T offset = T.BroadcastWide((ulong)KoalaBear.Order << 31);
        return T.Reduce(T.AddWide(even, offset), T.AddWide(odd, offset));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddEven(T integers, in ExtensionLanes<T> weights)
    {
        e0 = T.AddWide(e0, T.MultiplyEvenSigned(integers, weights.C0));
        e1 = T.AddWide(e1, T.MultiplyEvenSigned(integers, weights.C1));
        e2 = T.AddWide(e2, T.MultiplyEvenSigned(integers, weights.C2));
        e3 = T.AddWide(e3, T.MultiplyEvenSigned(integers, weights.C3));
        e4 = T.AddWide(e4, T.MultiplyEvenSigned(integers, weights.C4));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void AddOdd(T integers, in ExtensionLanes<T> weights)
    {
        o0 = T.AddWide(o0, T.MultiplyEvenSigned(integers, weights.C0));
        o1 = T.AddWide(o1, T.MultiplyEvenSigned(integers, weights.C1));
        o2 = T.AddWide(o2, T.MultiplyEvenSigned(integers, weights.C2));
        o3 = T.AddWide(o3, T.MultiplyEvenSigned(integers, weights.C3));
        o4 = T.AddWide(o4, T.MultiplyEvenSigned(integers, weights.C4));
    }
}
