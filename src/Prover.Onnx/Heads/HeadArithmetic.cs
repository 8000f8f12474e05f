namespace Prover.Onnx.Heads;

/// <summary>Broadcasting of known tensors.</summary>
internal static class HeadArithmetic
{
    /// <summary>The position in an operand of what belongs to an element of the broadcast result.</summary>
    internal static int Position(int element, int[] shape, int[] own)
    {
        int position = 0;
        int stride = 1;
        for (int i = 1; i <= own.Length; i++)
        {
            position += own[^i] == 1 ? 0 : element % shape[^i] * stride;
            element /= shape[^i];
            stride *= own[^i];
        }

        return position;
    }
}
