using Prover.Onnx.Compilation;
using Prover.Onnx.Movement;
using Prover.Onnx.Operators;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Elementwise;

/// <summary>Elementwise functions of known tensors.</summary>
internal static class ElementwiseTensors
{
    /// <summary>The result of an elementwise function, its inputs broadcast.</summary>
    internal static DenseTensor Apply(ElementwiseFunction function, DenseTensor[] inputs)
    {
        int[] shape = inputs.Select(static input => input.Shape).Aggregate(Broadcasting.Shape);
        float[][] values = [.. inputs.Select(input => Broadcast(ElementwiseOperand.Floats(input), input.Shape, shape))];
        float[] arguments = new float[inputs.Length];
        float[] results = new float[DenseTensor.ElementCount(shape)];
        for (int i = 0; i < results.Length; i++)
        {
            for (int slot = 0; slot < arguments.Length; slot++)
            {
                arguments[slot] = values[slot][i];
            }

            results[i] = function.Evaluate(arguments);
        }

        return Typed(results, function.Result, shape);
    }

    /// <summary>Floats that stand for values of a type, as that type.</summary>
    internal static DenseTensor Typed(float[] values, TensorElementType type, int[] shape) => DenseTensor.Create(
        type switch
        {
            TensorElementType.Float => values,
            TensorElementType.Bool => Array.ConvertAll(values, static value => value != 0),
            TensorElementType.Int64 => Array.ConvertAll(values, static value => (long)value),
            TensorElementType.Int32 => Array.ConvertAll(values, static value => (int)value),
            TensorElementType.UInt8 => Array.ConvertAll(values, static value => (byte)value),
            TensorElementType.Int8 => Array.ConvertAll(values, static value => (sbyte)value),
            TensorElementType.UInt16 => Array.ConvertAll(values, static value => (ushort)value),
            TensorElementType.Int16 => Array.ConvertAll(values, static value => (short)value),
            _ => throw new UnsupportedOperatorException($"values of type {type}", "convert to float, bool, or integers"),
        },
        shape);

    /// <summary>Values repeated to a greater shape.</summary>
    internal static float[] Broadcast(float[] values, int[] from, int[] shape)
    {
        if (from.AsSpan().SequenceEqual(shape))
        {
            return values;
        }

        float[] result = new float[DenseTensor.ElementCount(shape)];
        for (int i = 0; i < result.Length; i++)
        {
            int position = 0;
            int stride = 1;
            int rest = i;
            for (int axis = 1; axis <= from.Length; axis++)
            {
                position += from[^axis] == 1 ? 0 : rest % shape[^axis] * stride;
                rest /= shape[^axis];
                stride *= from[^axis];
            }

            result[i] = values[position];
        }

        return result;
    }

    /// <summary>The part of a constant that meets a part of a joined value.</summary>
    internal static ConstantValue Cut(DenseTensor constant, int rank, int axis, int start, int[] part)
    {
        int own = axis - (rank - constant.Shape.Length);
        return new ConstantValue(own < 0 || constant.Shape[own] == 1
            ? constant
            : TensorMove.Of(constant.Shape).Slice(own, start, 1, part[axis]).Apply(constant));
    }
}
