using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Movement;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>Pad: with a constant, by reflection, by the elements at the edge, or around; negative pads cut.</summary>
internal sealed class PadOperator : MovementOperator
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => ["Pad"];

    /// <inheritdoc/>
    public override IReadOnlyList<NetworkValue> LowerOutputs(GraphNode node, LoweringContext context)
    {
        if (node.Attributes.Text("mode", "constant") != "constant")
        {
            return base.LowerOutputs(node, context);
        }

        NetworkValue value = context.Input(node, 0);
        int[] pads = FullPads(node, value.Shape, context);
        NetworkValue cut = Views.Apply(node, value, Cut(value.Shape, pads), context);
        pads = Array.ConvertAll(pads, static pad => Math.Max(0, pad));
        if (Array.TrueForAll(pads, static pad => pad == 0))
        {
            return [cut];
        }

        return [cut switch
        {
            QuantizedValue quantized => new QuantizedValue(
                Pad(node, quantized.X, pads, Integer(node, context), context), quantized.ElementType),
            PointwiseValue real => new PointwiseValue(
                Pad(node, real.X, pads, Matching(real, Real(node, context)), context), real.Function)
            {
                Scale = real.Scale,
            },
            _ => throw new UnsupportedOperatorException("its input is not a quantised value", "quantise the value before it"),
        }];
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<TensorMove> Moves(GraphNode node, int[] shape, LoweringContext context)
    {
        string mode = node.Attributes.Text("mode", "constant");
        int[] pads = FullPads(node, shape, context);
        TensorMove move = Cut(shape, pads);
        for (int axis = 0; axis < shape.Length; axis++)
        {
            int size = move.Shape[axis];
            int before = Math.Max(0, pads[axis]);
            int after = Math.Max(0, pads[axis + shape.Length]);
            if (mode == "reflect" && Math.Max(before, after) >= size && before + after > 0)
            {
                throw new UnsupportedOperatorException($"a reflection of {Math.Max(before, after)} of {size} elements");
            }

            int Source(int i) => mode switch
            {
                "reflect" => i < 0 ? -i : i >= size ? (2 * size) - 2 - i : i,
                "edge" => Math.Clamp(i, 0, size - 1),
                "wrap" => ((i % size) + size) % size,
                _ => throw new UnsupportedOperatorException($"mode {mode}", "pad with a constant"),
            };
            move = move.Gather(axis, [.. Enumerable.Range(-before, before + size + after).Select(Source)]);
        }

        return [move];
    }

    private static TensorMove Cut(int[] shape, int[] pads)
    {
        var move = TensorMove.Of(shape);
        for (int axis = 0; axis < shape.Length; axis++)
        {
            int first = Math.Max(0, -pads[axis]);
            int count = shape[axis] - first - Math.Max(0, -pads[axis + shape.Length]);
            move = count > 0
                ? move.Slice(axis, first, 1, count)
                : throw new UnsupportedOperatorException($"it cuts all of axis {axis}");
        }

        return move;
    }

    private static int[] FullPads(GraphNode node, int[] shape, LoweringContext context)
    {
        int rank = shape.Length;
        int[] pads = context.Integers(node, 1, "pads") ?? [];
        if (LoweringContext.Has(node, 3))
        {
            int[] axes = context.Integers(node, 3, "axes") ?? [];
            int[] full = new int[2 * rank];
            for (int i = 0; i < axes.Length; i++)
            {
                int axis = Axis(axes[i], rank);
                full[axis] = pads[i];
                full[axis + rank] = pads[i + axes.Length];
            }

            pads = full;
        }

        if (pads.Length != 2 * rank)
        {
            throw new UnsupportedOperatorException($"pads [{string.Join(", ", pads)}] of {rank} axes");
        }

        KeepBatch(context, rank > 0 && (pads[0] != 0 || pads[rank] != 0), "pads");
        return pads;
    }

    private static Activation Pad(GraphNode node, Activation x, int[] pads, int value, LoweringContext context)
    {
        int rank = x.Rank;
        for (int axis = 0; axis < rank; axis++)
        {
            if (pads[axis] != 0 || pads[axis + rank] != 0)
            {
                x = context.Builder.Pad(node.Name, x, axis, pads[axis], pads[axis + rank], value);
            }
        }

        return x;
    }

    private static int Integer(GraphNode node, LoweringContext context) =>
        LoweringContext.Has(node, 2) ? (int)context.Constant(node, 2).ToInt64()[0] : 0;

    private static float Real(GraphNode node, LoweringContext context) =>
        LoweringContext.Has(node, 2) ? context.Floats(node, 2)[0] : node.Attributes.Float("value", 0f);

    /// <summary>The quantised value that stands for the constant.</summary>
    private static int Matching(PointwiseValue value, float constant)
    {
        for (int q = -128; q <= 255; q++)
        {
            bool legal = (q >= value.X.Low && q <= value.X.High) || q == value.X.ZeroPoint;
            if (legal && value.Function(q) == constant)
            {
                return q;
            }
        }

        throw new UnsupportedOperatorException($"padding by {constant}, which its input cannot represent", "pad after QuantizeLinear");
    }
}
