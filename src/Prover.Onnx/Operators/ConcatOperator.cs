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
    public bool FollowsHead => true;

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        if (node.Operator == "QLinearConcat")
        {
            return LowerQuantized(node, context);
        }

        NetworkValue[] parts = [.. node.Inputs.Select(context.Value)];
        if (Array.TrueForAll(parts, static part => part is ConstantValue))
        {
            return new ConstantValue(JoinConstants([.. parts.Select(static part => ((ConstantValue)part).Tensor)], node.Attributes));
        }

        int axis = Axis(node, parts[0].Shape.Length, context);
        int[] shape = [.. parts[0].Shape];
        shape[axis] = parts.Sum(part => part.Shape[axis]);
        if (Array.Exists(parts, static part => part is HeadValue))
        {
            return new HeadValue(shape);
        }

        return Array.Exists(parts, static part => part is QuantizedValue)
            ? JoinIntegers(node, parts, axis, context)
            : JoinReals(node, [.. parts.Select(part => ConstantActivation.AsReal(node, part, context))], axis, shape, context);
    }

    /// <summary>Known tensors joined along the axis of a node.</summary>
    internal static DenseTensor JoinConstants(DenseTensor[] parts, NodeAttributes attributes)
    {
        int rank = parts[0].Shape.Length;
        int axis = (attributes.Int("axis", 0) + rank) % Math.Max(1, rank);
        int[] shape = [.. parts[0].Shape];
        shape[axis] = parts.Sum(part => part.Shape[axis]);
        DenseTensor joined = DenseTensor.Allocate(parts[0].ElementType, shape);
        int outer = DenseTensor.ElementCount(shape.AsSpan(0, axis));
        int target = 0;
        for (int block = 0; block < outer; block++)
        {
            foreach (DenseTensor part in parts)
            {
                int length = part.Length / outer;
                Array.Copy(part.Data, block * length, joined.Data, target, length);
                target += length;
            }
        }

        return joined;
    }

    private static QuantizedValue JoinIntegers(GraphNode node, NetworkValue[] parts, int axis, LoweringContext context)
    {
        QuantizedValue first = parts.OfType<QuantizedValue>().First();
        int zero = first.X.ZeroPoint;
        Activation[] activations = [.. parts.Select(part => part switch
        {
            QuantizedValue quantized => context.WithZeroPoint(node, quantized.X, zero),
            ConstantValue constant => context.Builder.Constant(
                $"{node.Name} constant", constant.Shape, constant.Tensor.ToInt32(), zero, QuantizedRange.Of(constant.Tensor)),
            _ => throw new UnsupportedOperatorException("it joins values of different kinds", "quantise all of them alike"),
        })];
        return new QuantizedValue(context.Builder.Concat(node.Name, activations, axis), first.ElementType);
    }

    /// <summary>Values of one scale stay quantised; others are joined when they are quantised again.</summary>
    private static RealValue JoinReals(GraphNode node, RealValue[] parts, int axis, int[] shape, LoweringContext context)
    {
        PointwiseValue[] alike = [.. parts.OfType<PointwiseValue>().Where(part => part.Scale is not null
            && part.Scale == (parts[0] as PointwiseValue)?.Scale && part.X.ZeroPoint == ((PointwiseValue)parts[0]).X.ZeroPoint)];
        return alike.Length == parts.Length
            ? new PointwiseValue(context.Builder.Concat(node.Name, [.. alike.Select(static part => part.X)], axis), alike[0].Function)
            {
                Scale = alike[0].Scale,
            }
            : new JoinedValue(parts, axis, shape);
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
}
