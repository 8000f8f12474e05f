using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>Concat, and com.microsoft QLinearConcat, which first rescales each part by a table.</summary>
internal sealed class ConcatOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["Concat", "com.microsoft.QLinearConcat"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        if (node.Operator == "QLinearConcat")
        {
            return LowerQuantized(node, context);
        }

        NetworkValue[] parts = [.. node.Inputs.Select(context.Value)];
        int axis = Axis(node, parts[0].Shape.Length, context);
        if (Array.TrueForAll(parts, static part => part is ConstantValue { Tensor.Data: long[] }))
        {
            return new ConstantValue(JoinIntegers(parts));
        }

        if (Array.TrueForAll(parts, static part => part is QuantizedValue))
        {
            var quantized = (QuantizedValue)parts[0];
            int zero = quantized.X.ZeroPoint;
            Activation[] activations = [.. parts.Select(part => context.WithZeroPoint(node, ((QuantizedValue)part).X, zero))];
            return new QuantizedValue(context.Builder.Concat(node.Name, activations, axis), quantized.ElementType);
        }

        if (Array.TrueForAll(parts, static part => part is RealValue and not QuantizedConstant))
        {
            int[] shape = [.. parts[0].Shape];
            shape[axis] = parts.Sum(part => part.Shape[axis]);
            return new JoinedValue([.. parts.Cast<RealValue>()], axis, shape);
        }

        throw new UnsupportedOperatorException("it joins values of different kinds", "quantise all of them alike");
    }

    private static QuantizedValue LowerQuantized(GraphNode node, LoweringContext context)
    {
        float scale = context.Scale(node, 0);
        QuantizedRange range = context.Range(node, 1, TensorElementType.UInt8);
        var parts = new List<Activation>();
        for (int slot = 2; slot + 2 < node.Inputs.Count; slot += 3)
        {
            float partScale = context.Scale(node, slot + 1);
            int zero = context.Range(node, slot + 2, range.ElementType).ZeroPoint;
            Activation x = context.Activation(node, slot, zero);
            parts.Add(QuantizeOperator.Unary(
                node,
                x,
                q => partScale == scale && zero == range.ZeroPoint
                    ? q
                    : LinearQuantization.Quantize(LinearQuantization.Dequantize(q, partScale, zero), scale, range),
                range,
                context));
        }

        int axis = Axis(node, parts[0].Rank, context);
        return new QuantizedValue(context.Builder.Concat(node.Name, [.. parts], axis), range.ElementType);
    }

    private static int Axis(GraphNode node, int rank, LoweringContext context)
    {
        int axis = node.Attributes.Int("axis", 0);
        axis = axis < 0 ? axis + rank : axis;
        return context.Batch > 1 && axis == 0 && rank > 1
            ? throw new UnsupportedOperatorException("it joins along the batch axis", "compile without --batch")
            : axis;
    }

    private static DenseTensor JoinIntegers(NetworkValue[] parts)
    {
        long[] joined = [.. parts.SelectMany(static part => ((ConstantValue)part).Tensor.As<long>())];
        return DenseTensor.Create(joined, joined.Length);
    }
}
