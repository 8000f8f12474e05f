using System.Runtime.CompilerServices;
using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>
/// Elementwise kernels. Every method of the kernel classes works on a range of indices, handles whole machine words only and
/// returns the first index it did not reach; the caller finishes the range with <see cref="Lanes1"/>.
/// </summary>
[SkipLocalsInit]
internal static unsafe class VectorAlgebra<T>
    where T : unmanaged, ILanes<T>
{
    /// <summary>v[i] = value.</summary>
    public static long Fill(ExtensionPointer v, KoalaBear5 value, long i, long end)
    {
        ExtensionLanes<T> lanes = ExtensionLanes<T>.Broadcast(value);
        for (; i + T.Count <= end; i += T.Count) v.Store(i, lanes);
        return i;
    }

    /// <summary>high[i] = v[i]·factor and low[i] = v[i] - high[i]: one variable with weights 1 - r and r. Low may be v.</summary>
    public static long SplitEq(ExtensionPointer v, KoalaBear5 factor, ExtensionPointer low, ExtensionPointer high, long i, long end)
    {
        ExtensionFactor<T> uniform = ExtensionFactor<T>.Broadcast(factor);
        for (; i + T.Count <= end; i += T.Count)
        {
            ExtensionLanes<T> whole = v.Load<T>(i);
            ExtensionLanes<T>.MultiplyUniformInline(whole, uniform, out ExtensionLanes<T> part);
            high.Store(i, part);
            low.Store(i, whole - part);
        }
        return i;
    }

    /// <summary>destination[i] = v[i]·factor; the destination may be v.</summary>
    public static long Scale(ExtensionPointer v, KoalaBear5 factor, ExtensionPointer destination, long i, long end)
    {
        ExtensionFactor<T> uniform = ExtensionFactor<T>.Broadcast(factor);
        for (; i + T.Count <= end; i += T.Count)
        {
            ExtensionLanes<T>.MultiplyUniformInline(v.Load<T>(i), uniform, out ExtensionLanes<T> scaled);
            destination.Store(i, scaled);
        }
        return i;
    }

    /// <summary>v[i] *= factors[i] for base field elements.</summary>
    public static long MultiplyBase(ExtensionPointer v, uint* factors, long i, long end)
    {
        for (; i + T.Count <= end; i += T.Count) v.Store(i, ExtensionLanes<T>.MultiplyBase(v.Load<T>(i), T.Load(factors + i)));
        return i;
    }

    /// <summary>target[i] += factor·source[i].</summary>
    public static long AddScaled(ExtensionPointer target, KoalaBear5 factor, ExtensionPointer source, long i, long end)
    {
        ExtensionFactor<T> uniform = ExtensionFactor<T>.Broadcast(factor);
        for (; i + T.Count <= end; i += T.Count)
        {
            ExtensionLanes<T>.MultiplyUniformInline(source.Load<T>(i), uniform, out ExtensionLanes<T> scaled);
            target.Store(i, target.Load<T>(i) + scaled);
        }
        return i;
    }

    /// <summary>destination[i] = addend[i] + factor·source[i] for a base vector addend.</summary>
    public static long AddScaledToBase(
        uint* addend, KoalaBear5 factor, ExtensionPointer source, ExtensionPointer destination, long i, long end)
    {
        ExtensionFactor<T> uniform = ExtensionFactor<T>.Broadcast(factor);
        for (; i + T.Count <= end; i += T.Count)
        {
            ExtensionLanes<T>.MultiplyUniformInline(source.Load<T>(i), uniform, out ExtensionLanes<T> scaled);
            scaled.C0 = T.Add(scaled.C0, T.Load(addend + i));
            destination.Store(i, scaled);
        }
        return i;
    }

    /// <summary>low[i] + challenge·(high[i] - low[i]); the destination may be low.</summary>
    public static long Fold(
        ExtensionPointer low, ExtensionPointer high, KoalaBear5 challenge, ExtensionPointer destination, long i, long end)
    {
        ExtensionFactor<T> uniform = ExtensionFactor<T>.Broadcast(challenge);
        for (; i + T.Count <= end; i += T.Count)
        {
            ExtensionLanes<T> first = low.LoadAhead<T>(i);
            ExtensionLanes<T>.MultiplyUniformInline(high.LoadAhead<T>(i) - first, uniform, out ExtensionLanes<T> step);
            destination.Store(i, first + step);
        }
        return i;
    }

    /// <summary>low[i] + challenge·(high[i] - low[i]) of base vectors.</summary>
    public static long FoldBase(uint* low, uint* high, KoalaBear5 challenge, ExtensionPointer destination, long i, long end)
    {
        ExtensionLanes<T> uniform = ExtensionLanes<T>.Broadcast(challenge);
        for (; i + T.Count <= end; i += T.Count)
        {
            T first = T.Load(low + i);
            ExtensionLanes<T> step = ExtensionLanes<T>.MultiplyBase(uniform, T.Subtract(T.Load(high + i), first));
            step.C0 = T.Add(step.C0, first);
            destination.Store(i, step);
        }
        return i;
    }
}
