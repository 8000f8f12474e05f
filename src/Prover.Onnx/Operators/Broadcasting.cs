using Prover.Onnx.Compilation;

namespace Prover.Onnx.Operators;

/// <summary>ONNX's multidirectional broadcasting of shapes.</summary>
internal static class Broadcasting
{
    /// <summary>The broadcast shape of two shapes.</summary>
    /// <exception cref="UnsupportedOperatorException">They cannot be broadcast.</exception>
    internal static int[] Shape(int[] left, int[] right)
    {
        int[] result = new int[Math.Max(left.Length, right.Length)];
        for (int i = 1; i <= result.Length; i++)
        {
            int l = i <= left.Length ? left[^i] : 1;
            int r = i <= right.Length ? right[^i] : 1;
            result[^i] = l == r || r == 1 ? l : l == 1 ? r : throw new UnsupportedOperatorException(
                $"shapes [{string.Join(", ", left)}] and [{string.Join(", ", right)}] cannot be broadcast");
        }

        return result;
    }

    /// <summary>
    /// Which operand is one value along the innermost axis that is not 1 in both: -1 the left, 1 the right, 0 neither. ONNX
    /// Runtime takes another kernel for such spans.
    /// </summary>
    internal static int ScalarSide(int[] left, int[] right)
    {
        for (int i = 1; i <= Math.Max(left.Length, right.Length); i++)
        {
            int l = i <= left.Length ? left[^i] : 1;
            int r = i <= right.Length ? right[^i] : 1;
            if (l != 1 || r != 1)
            {
                return l == r ? 0 : l == 1 ? -1 : 1;
            }
        }

        return 0;
    }
}
