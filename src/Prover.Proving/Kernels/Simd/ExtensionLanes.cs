using System.Runtime.CompilerServices;
using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>A machine word of elements of E: one lanes value per coefficient.</summary>
internal unsafe struct ExtensionLanes<T>
    where T : unmanaged, ILanes<T>
{
    public T C0, C1, C2, C3, C4;

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExtensionLanes<T> Load(uint* address, long stride) => new()
    {
        C0 = T.Load(address),
        C1 = T.Load(address + stride),
        C2 = T.Load(address + (2 * stride)),
        C3 = T.Load(address + (3 * stride)),
        C4 = T.Load(address + (4 * stride)),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExtensionLanes<T> Broadcast(KoalaBear5 value) => new()
    {
        C0 = T.Broadcast(value.C0.Representative),
        C1 = T.Broadcast(value.C1.Representative),
        C2 = T.Broadcast(value.C2.Representative),
        C3 = T.Broadcast(value.C3.Representative),
        C4 = T.Broadcast(value.C4.Representative),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public readonly void Store(uint* address, long stride)
    {
        T.Store(C0, address);
        T.Store(C1, address + stride);
        T.Store(C2, address + (2 * stride));
        T.Store(C3, address + (3 * stride));
        T.Store(C4, address + (4 * stride));
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExtensionLanes<T> operator +(in ExtensionLanes<T> left, in ExtensionLanes<T> right) => new()
    {
        C0 = T.Add(left.C0, right.C0),
        C1 = T.Add(left.C1, right.C1),
        C2 = T.Add(left.C2, right.C2),
        C3 = T.Add(left.C3, right.C3),
        C4 = T.Add(left.C4, right.C4),
    };

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExtensionLanes<T> operator -(in ExtensionLanes<T> left, in ExtensionLanes<T> right) => new()
    {
        C0 = T.Subtract(left.C0, right.C0),
        C1 = T.Subtract(left.C1, right.C1),
        C2 = T.Subtract(left.C2, right.C2),
        C3 = T.Subtract(left.C3, right.C3),
        C4 = T.Subtract(left.C4, right.C4),
    };

    /// <summary>The sum over all lanes.</summary>
    public readonly KoalaBear5 Sum()
    {
        uint* words = stackalloc uint[KoalaBear5.Degree * T.Count];
        Store(words, T.Count);
        KoalaBear5 sum = KoalaBear5.Zero;
        for (int i = 0; i < T.Count; i++)
        {
            sum += new KoalaBear5(
                new(words[i]), new(words[T.Count + i]), new(words[(2 * T.Count) + i]), new(words[(3 * T.Count) + i]),
                new(words[(4 * T.Count) + i]));
        }
        return sum;
    }

    /// <summary>Products; see <see cref="ExtensionProduct{T}"/>.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static void Multiply(in ExtensionLanes<T> left, in ExtensionLanes<T> right, out ExtensionLanes<T> product)
    {
        ExtensionFactor<T> factor = ExtensionFactor<T>.Create(right);
        ExtensionProduct<T>.Dots(left, factor, out T e0, out T e1, out T e2, out T e3, out T e4);
        T o0 = e0, o1 = e1, o2 = e2, o3 = e3, o4 = e4;
        if (T.HasOddLanes) ExtensionProduct<T>.Dots(Odd(left), factor.Odd(), out o0, out o1, out o2, out o3, out o4);
        product.C0 = T.Reduce(e0, o0);
        product.C1 = T.Reduce(e1, o1);
        product.C2 = T.Reduce(e2, o2);
        product.C3 = T.Reduce(e3, o3);
        product.C4 = T.Reduce(e4, o4);
    }

    /// <summary>Products with one factor for all lanes, whose odd lanes equal its even ones.</summary>
    [MethodImpl(MethodImplOptions.NoInlining | MethodImplOptions.AggressiveOptimization), SkipLocalsInit]
    public static void MultiplyUniform(in ExtensionLanes<T> left, in ExtensionFactor<T> factor, out ExtensionLanes<T> product) =>
        MultiplyUniformInline(left, factor, out product);

    /// <summary>The same, for loops that have room for the factor in registers.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyUniformInline(in ExtensionLanes<T> left, in ExtensionFactor<T> factor, out ExtensionLanes<T> product)
    {
        ExtensionFactor<T> right = factor;
        ExtensionProduct<T>.Dots(left, right, out T e0, out T e1, out T e2, out T e3, out T e4);
        T o0 = e0, o1 = e1, o2 = e2, o3 = e3, o4 = e4;
        if (T.HasOddLanes) ExtensionProduct<T>.Dots(Odd(left), right, out o0, out o1, out o2, out o3, out o4);
        product.C0 = T.Reduce(e0, o0);
        product.C1 = T.Reduce(e1, o1);
        product.C2 = T.Reduce(e2, o2);
        product.C3 = T.Reduce(e3, o3);
        product.C4 = T.Reduce(e4, o4);
    }

    /// <summary>a·b + c·d with one reduction.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static void MultiplyTwo(
        in ExtensionLanes<T> a, in ExtensionLanes<T> b, in ExtensionLanes<T> c, in ExtensionLanes<T> d, out ExtensionLanes<T> sum)
    {
        ExtensionAccumulator<T>.CreateProduct(a, b, out ExtensionAccumulator<T> wide);
        ExtensionAccumulator<T>.AddProductAndReduce(wide, c, d, out sum);
    }

    /// <summary>Products with base field elements.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExtensionLanes<T> MultiplyBase(in ExtensionLanes<T> left, T right)
    {
        T odd = T.Odd(right);
        return new()
        {
            C0 = MultiplyBase(left.C0, right, odd),
            C1 = MultiplyBase(left.C1, right, odd),
            C2 = MultiplyBase(left.C2, right, odd),
            C3 = MultiplyBase(left.C3, right, odd),
            C4 = MultiplyBase(left.C4, right, odd),
        };
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T MultiplyBase(T left, T right, T odd) =>
        T.Reduce(T.MultiplyEven(left, right), T.MultiplyEven(T.Odd(left), odd));

    /// <summary>The odd lanes moved to the even ones.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public static ExtensionLanes<T> Odd(in ExtensionLanes<T> value) => new()
    {
        C0 = T.Odd(value.C0),
        C1 = T.Odd(value.C1),
        C2 = T.Odd(value.C2),
        C3 = T.Odd(value.C3),
        C4 = T.Odd(value.C4),
    };
}
