using Prover.Onnx.Operators;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Heads;

/// <summary>Add, Sub, Mul and Div of floats with broadcasting.</summary>
internal static class HeadArithmetic
{
    /// <summary>Applies an operator elementwise.</summary>
    internal static DenseTensor Apply(string op, DenseTensor left, DenseTensor right)
    {
        int[] shape = Broadcasting.Shape(left.Shape, right.Shape);
        float[] a = left.As<float>();
        float[] b = right.As<float>();
        float[] result = new float[DenseTensor.ElementCount(shape)];
        for (int i = 0; i < result.Length; i++)
        {
            float l = a[Position(i, shape, left.Shape)];
            float r = b[Position(i, shape, right.Shape)];
            result[i] = op switch
            {
                "Add" => l + r,
                "Sub" => l - r,
                "Div" => l / r,
                _ => l * r,
            };
        }

        return DenseTensor.Create(result, shape);
    }

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
