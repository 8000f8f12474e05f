using System.Runtime.CompilerServices;
using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>Inner products; ranges as in <see cref="VectorAlgebra{T}"/>.</summary>
[SkipLocalsInit]
internal static unsafe class InnerProducts<T>
    where T : unmanaged, ILanes<T>
{
    /// <summary>Adds the sum of a[i]·b[i] for a base vector a.</summary>
    public static long Base(uint* a, ExtensionPointer b, ref KoalaBear5 sum, long i, long end)
    {
        if (i + T.Count > end) return i;
        var wide = default(ExtensionAccumulator<T>);
        for (; i + (2 * T.Count) <= end; i += 2 * T.Count)
        {
            wide.AddTwoBaseProducts(T.Load(a + i), b.Load<T>(i), T.Load(a + i + T.Count), b.Load<T>(i + T.Count));
        }
        for (; i + T.Count <= end; i += T.Count) wide.AddBaseProduct(T.Load(a + i), b.Load<T>(i));
        sum += wide.Sum();
        return i;
    }

    /// <summary>Adds the sum of a[i]·b[i].</summary>
    public static long Extension(ExtensionPointer a, ExtensionPointer b, ref KoalaBear5 sum, long i, long end)
    {
        if (i + T.Count > end) return i;
        var wide = default(ExtensionAccumulator<T>);
        for (; i + T.Count <= end; i += T.Count)
        {
            ExtensionAccumulator<T>.AddProduct(ref wide, a.Load<T>(i), b.Load<T>(i));
        }
        sum += wide.Sum();
        return i;
    }
}
