using System.Numerics;
using System.Runtime.CompilerServices;

namespace Prover.Proving.Kernels;

/// <summary>The length checks that all implementations of the kernel seams make before they touch memory.</summary>
internal static class KernelShape
{
    /// <summary>Demands that two lengths agree.</summary>
    /// <exception cref="ArgumentException">They do not.</exception>
    public static void Equal(long actual, long expected, [CallerArgumentExpression(nameof(actual))] string? name = null)
    {
        if (actual != expected) throw new ArgumentException($"{name} is {actual}, expected {expected}");
    }

    /// <summary>Demands a length that can be halved down to <paramref name="least"/>.</summary>
    /// <exception cref="ArgumentException">The length is shorter, or not a power of two.</exception>
    public static void PowerOfTwo(long length, long least, [CallerArgumentExpression(nameof(length))] string? name = null)
    {
        if (length < least || !BitOperations.IsPow2(length))
        {
            throw new ArgumentException($"{name} is {length}, expected a power of two from {least} on");
        }
    }

    /// <summary>Demands that a range lies inside a length.</summary>
    /// <exception cref="ArgumentException">It does not.</exception>
    public static void Inside(long start, long count, long length, [CallerArgumentExpression(nameof(start))] string? name = null)
    {
        if (start < 0 || count < 0 || start > length - count) throw new ArgumentException($"{name} leaves a vector of {length}");
    }

    /// <summary>The number of outer and output indices of a contraction.</summary>
    /// <exception cref="ArgumentException">The lengths are not products of the axes.</exception>
    public static (long Outer, long Out) Contraction(long data, int axis, int inner, long matrix, long destination)
    {
        if (axis < 1 || inner < 1) throw new ArgumentException($"an axis of {axis} with {inner} inner entries cannot be contracted");
        long outer = data / axis / inner, rows = matrix / axis;
        Equal(data, outer * axis * inner);
        Equal(matrix, rows * axis);
        Equal(destination, outer * rows * inner);
        return (outer, rows);
    }
}
