using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;
using Prover.Onnx.Elementwise;
using Prover.Onnx.Graphs;
using Prover.Onnx.Movement;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>Elements at indices that the network computes or is given (SPEC §10.9).</summary>
internal static class ComputedIndices
{
    /// <summary>Integers of the network as an activation; null where the value is known, or only known behind the proven part.</summary>
    internal static Activation? Integers(GraphNode node, NetworkValue value, LoweringContext context) => value switch
    {
        QuantizedValue integers => integers.X,
        RealValue { ElementType: not TensorElementType.Float } real => RegionClosing.Integers(node, real, context),
        _ => null,
    };

    /// <summary>Slices of an axis, as Gather has them.</summary>
    internal static NetworkValue Gather(GraphNode node, NetworkValue data, int axis, Activation index, LoweringContext context)
    {
        int[] shape = data.Shape;
        Check(index, shape[axis], axis);
        int[] before = shape[..axis];
        int[] after = shape[(axis + 1)..];
        int[] result = [.. before, .. index.Shape, .. after];
        if (data is ConstantValue or QuantizedConstant)
        {
            // Rows of the table are the slices: [axis, before, after].
            int[] axisFirst = [axis, .. Enumerable.Range(0, shape.Length).Where(i => i != axis)];
            NetworkValue table = Views.Apply(node, data, TensorMove.Of(shape).Transpose(axisFirst), context);
            int width = DenseTensor.ElementCount(before) * DenseTensor.ElementCount(after);
            Activation rows = context.Builder.Reshape(node.Name, index, [.. index.Shape, 1]);
            Activation columns = Positions(node, [width], context);
            NetworkValue elements = Lookup(node, table, rows, columns, (v, d) => (v * width) + d, shape[axis], context);
            int[] order = [.. Enumerable.Range(index.Rank, axis), .. Enumerable.Range(0, index.Rank),
                .. Enumerable.Range(index.Rank + axis, after.Length)];
            TensorMove back = TensorMove.Of(elements.Shape).Reshape([.. index.Shape, .. before, .. after]).Transpose(order);
            return Views.Apply(node, elements, back, context);
        }

        Activation Select(Activation x)
        {
            int[] batch = [DenseTensor.ElementCount(before)];
            Activation stacked = context.Builder.Reshape(node.Name, x, [.. batch, shape[axis], DenseTensor.ElementCount(after)]);
            Activation flat = context.Builder.Reshape(node.Name, index, 1, (int)index.Count);
            return context.Builder.Reshape(node.Name, context.Builder.Select(node.Name, stacked, flat), result);
        }

        return OfActivation(data, Select);
    }

    /// <summary>One element of an axis for each position of the other axes, as GatherElements has them.</summary>
    internal static NetworkValue GatherElements(GraphNode node, NetworkValue data, int axis, Activation index, LoweringContext context)
    {
        int[] shape = data.Shape;
        Check(index, shape[axis], axis);
        int[] others = [.. index.Shape.Select((size, i) => i == axis ? 1 : size)];
        if (others.Where((size, i) => i != axis && size > shape[i]).Any())
        {
            throw new UnsupportedOperatorException("there are more indices than elements");
        }

        int[] strides = [.. shape.Select((_, i) => DenseTensor.ElementCount(shape.AsSpan(i + 1)))];
        if (data is ConstantValue or QuantizedConstant)
        {
            int At(int v, int position)
            {
                int source = v * strides[axis];
                for (int i = others.Length - 1; i >= 0; position /= others[i--])
                {
                    source += position % others[i] * strides[i];
                }

                return source;
            }

            return Lookup(node, data, index, Positions(node, others, context), At, shape[axis], context);
        }

        int[] axisLast = [.. Enumerable.Range(0, shape.Length).Where(i => i != axis), axis];
        int[] back = [.. Enumerable.Range(0, shape.Length).Select(i => Array.IndexOf(axisLast, i))];
        int count = DenseTensor.ElementCount(others);

        Activation Select(Activation x)
        {
            for (int i = 0; i < others.Length; i++)
            {
                x = i == axis || others[i] == shape[i] ? x : context.Builder.Slice(node.Name, x, i, 0, 1, others[i]);
            }

            Activation stacked = context.Builder.Reshape(
                node.Name, context.Builder.Transpose(node.Name, x, axisLast), count, shape[axis], 1);
            Activation moved = context.Builder.Transpose(node.Name, index, axisLast);
            Activation lines = context.Builder.Reshape(node.Name, moved, count, index.Shape[axis]);
            Activation selected = context.Builder.Select(node.Name, stacked, lines);
            return context.Builder.Transpose(node.Name, context.Builder.Reshape(node.Name, selected, moved.Shape), back);
        }

        return OfActivation(data, Select);
    }

    /// <summary>The elements of a constant at the position that an index and a place determine.</summary>
    private static NetworkValue Lookup(
        GraphNode node, NetworkValue table, Activation index, Activation places, Func<int, int, int> at, int count, LoweringContext context)
    {
        int At(int v, int place) => at(v < 0 ? v + count : v, place);
        int[] shape = Broadcasting.Shape(index.Shape, places.Shape);
        if (context.Builder.HidesModel
            && table is QuantizedConstant { Scales: [var step], ZeroPoints: [var zeroPoint], Range: not null } secret)
        {
            // As a function of the index the table would shape what reads it; as an activation it does not.
            Activation elements = Tabulate(node, secret.Integers, secret.Range, zeroPoint);
            return new PointwiseValue(elements, q => LinearQuantization.Dequantize(q, step, zeroPoint)) { Scale = step };
        }

        if (table is QuantizedConstant { Range: null } && context.Builder.HidesModel)
        {
            throw new UnsupportedOperatorException(
                "its table has 32 bits, so that its values would show of a private model",
                "quantise it to 8 or 16 bits, or publish the weights (weights=public)");
        }

        Func<int, float>? real = table switch
        {
            ConstantValue { Tensor.Data: float[] floats } => i => floats[i],
            QuantizedConstant { Scales: [var scale], ZeroPoints: [var zero] } constant =>
                i => LinearQuantization.Dequantize(constant.Integers[i], scale, zero),
            QuantizedConstant => throw new UnsupportedOperatorException("its table has several scales", "quantise the table per tensor"),
            _ => null,
        };
        if (real is not null)
        {
            context.NoteShown(node, "its table of floats");
            return places.Count == 1
                ? new PointwiseValue(context.Builder.Reshape(node.Name, index, shape), v => real(At(v, 0)))
                : new RegionValue([index, places], shape, null, (_, q) => real(At(q[0], q[1])));
        }

        DenseTensor tensor = ((ConstantValue)table).Tensor;
        if (!QuantizedRange.Holds(tensor.ElementType))
        {
            context.NoteShown(node, "its table of integers of more than 16 bits, such as labels or positions");
        }

        Activation y = Tabulate(node, tensor.ToInt32(), QuantizedRange.Of(tensor), ZeroPointOf(context.Graph, node.Output) ?? 0);
        return new QuantizedValue(y, tensor.ElementType);

        Activation Tabulate(GraphNode node, int[] integers, ElementRange? range, int zeroPoint) => places.Count == 1
            ? context.Builder.Unary(
                node.Name, context.Builder.Reshape(node.Name, index, shape), v => integers[At(v, 0)], zeroPoint, range)
            : context.Builder.Binary(node.Name, index, places, (v, place) => integers[At(v, place)], zeroPoint, null, range);
    }

    /// <summary>The zero point that the first DequantizeLinear behind moves reads a value with; null where there is none.</summary>
    private static int? ZeroPointOf(ModelGraph graph, string value)
    {
        foreach ((GraphNode reader, _) in graph.Consumers(value).Where(static read => read.Slot == 0))
        {
            int? zero = reader.IsDequantize ? (graph.Constant(reader.Input(2)) is { Length: 1 } constant ? constant.ToInt32()[0] : null)
                : OperatorTable.Find(reader) is MovementOperator ? ZeroPointOf(graph, reader.Output)
                : null;
            if (zero is not null)
            {
                return zero;
            }
        }

        return null;
    }

    private static NetworkValue OfActivation(NetworkValue data, Func<Activation, Activation> select) => data switch
    {
        QuantizedValue value => new QuantizedValue(select(value.X), value.ElementType),
        PointwiseValue value => new PointwiseValue(select(value.X), value.Function) { Scale = value.Scale },
        _ => throw new UnsupportedOperatorException("it picks from a value that is not quantised", "quantise the value before it"),
    };

    /// <summary>The numbers 0, 1, ... as an activation of some shape.</summary>
    internal static Activation Positions(GraphNode node, int[] shape, LoweringContext context) => context.Builder.Constant(
        $"{node.Name} positions", shape, [.. Enumerable.Range(0, DenseTensor.ElementCount(shape))], 0);

    private static void Check(Activation index, int count, int axis)
    {
        if (index.Low < -count || index.High >= count)
        {
            throw new UnsupportedOperatorException($"its indices can be {index.Low} to {index.High}, but axis {axis} has {count} elements");
        }
    }
}
