using Prover.Onnx.Arithmetic;
using Prover.Onnx.Elementwise;
using Prover.Onnx.Graphs;
using Prover.Onnx.Movement;
using Prover.Onnx.Operators;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Heads;

/// <summary>Computes the operators of a head in ONNX Runtime's float32 arithmetic.</summary>
internal static class HeadEvaluator
{
    private static readonly HashSet<string> Operators =
    [
        "QuantizeLinear", "DequantizeLinear", "Gather", "ReduceSum", "Softmax", "LogSoftmax", "ArgMax", "ArgMin", "Concat",
        "TopK", "com.microsoft.QLinearSoftmax",
    ];

    /// <summary>Whether a node can be part of a head; besides these, every operator that only moves data can.</summary>
    internal static bool Supports(GraphNode node) => Operators.Contains(node.OperatorName) || ElementwiseFunctions.Has(node);

    /// <summary>The value of a node's output.</summary>
    /// <exception cref="ArgumentException">The operator is not one of a head, or its inputs do not fit.</exception>
    internal static DenseTensor Evaluate(GraphNode node, Dictionary<string, DenseTensor> values, int opset)
    {
        DenseTensor x = values[node.Input(0)];
        switch (node.OperatorName)
        {
            case $"{PublicHead.Domain}.{PublicHead.TableOperator}":
                float[] table = values[node.Input(1)].As<float>();
                int low = node.Attributes.Int("low", 0);
                return DenseTensor.Create(Array.ConvertAll(x.ToInt64(), q => table[q - low]), x.Shape);
            case $"{PublicHead.Domain}.{PublicHead.TopValuesOperator}" or $"{PublicHead.Domain}.{PublicHead.TopPositionsOperator}":
                return HeadOrder.Top(node, x);
            case "DequantizeLinear":
                return Dequantize(node, x, values);
            case "QuantizeLinear":
                return Quantize(node, x, values);
            case "Identity":
                return x;
            case "Reshape":
                return x.Reshape(Array.ConvertAll(values[node.Input(1)].As<long>(), static size => (int)size));
            case "Transpose":
                return TensorMove.Of(x.Shape).Transpose(node.Attributes.Ints("perm")!).Apply(x);
            case "Gather":
                DenseTensor indices = values[node.Input(1)];
                int axis = node.Attributes.Int("axis", 0);
                int[] gathered = [.. x.Shape[..axis], .. indices.Shape, .. x.Shape[(axis + 1)..]];
                return TensorMove.Of(x.Shape).Gather(axis, indices.ToInt32()).Reshape(gathered).Apply(x);
            case "Concat":
                return ConcatOperator.JoinConstants([.. node.Inputs.Select(input => values[input])], node.Attributes);
            case "Greater" or "GreaterOrEqual" or "Less" or "LessOrEqual" or "Equal":
                return HeadLogic.Compare(node.Operator, x, values[node.Input(1)]);
            case "Where":
                return HeadLogic.Where(x, values[node.Input(1)], values[node.Input(2)]);
            case "Cast" when HeadLogic.CanCast(node, x):
                return HeadLogic.Cast(node, x);
            case "ReduceSum":
                return HeadReduction.Fold(node, x, values, static (sum, next) => sum + next);
            case "Softmax" or "LogSoftmax" or "com.microsoft.QLinearSoftmax":
                return HeadReduction.Softmax(node, x, values, opset);
            case "ArgMax" or "ArgMin":
                return HeadReduction.ArgMax(node, x);
            default:
                DenseTensor[] inputs = [.. node.Inputs.Where(static input => input.Length > 0).Select(input => values[input])];
                TensorElementType[] types = [.. inputs.Select(static input => input.ElementType)];
                return ElementwiseTensors.Apply(ElementwiseFunctions.Of(node, opset, types), inputs);
        }
    }

    private static DenseTensor Dequantize(GraphNode node, DenseTensor x, Dictionary<string, DenseTensor> values)
    {
        float[] scales = values[node.Input(1)].As<float>();
        long[] zeros = node.Input(2).Length > 0 ? values[node.Input(2)].ToInt64() : new long[scales.Length];
        int axis = node.Attributes.Int("axis", 1);
        axis = axis < 0 ? axis + x.Shape.Length : axis;
        int inner = scales.Length == 1 ? 1 : DenseTensor.ElementCount(x.Shape.AsSpan(axis + 1));
        long[] integers = x.ToInt64();
        float[] reals = new float[integers.Length];
        for (int i = 0; i < reals.Length; i++)
        {
            int channel = scales.Length == 1 ? 0 : i / inner % scales.Length;
            reals[i] = LinearQuantization.Dequantize((int)integers[i], scales[channel], (int)zeros[zeros.Length == 1 ? 0 : channel]);
        }

        return DenseTensor.Create(reals, x.Shape);
    }

    private static DenseTensor Quantize(GraphNode node, DenseTensor x, Dictionary<string, DenseTensor> values)
    {
        float scale = values[node.Input(1)].As<float>()[0];
        DenseTensor zero = node.Input(2).Length > 0 ? values[node.Input(2)] : DenseTensor.Create(new byte[1]);
        var range = new QuantizedRange(zero.ElementType, (int)zero.ToInt64()[0]);
        int[] quantised = Array.ConvertAll(x.As<float>(), v => LinearQuantization.Quantize(v, scale, range));
        return DenseTensor.Create(QuantizedRange.Narrow(quantised, range.ElementType), x.Shape);
    }
}
