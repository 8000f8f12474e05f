using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>Pad with a constant.</summary>
internal sealed class PadOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["Pad"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        if (node.Attributes.Text("mode", "constant") != "constant")
        {
            throw new UnsupportedOperatorException("mode " + node.Attributes.Text("mode", string.Empty), "pad with a constant");
        }

        NetworkValue value = context.Input(node, 0);
        int rank = value.Shape.Length;
        int[] pads = FullPads(node, rank, context);
        if (context.Batch > 1 && (pads[0] != 0 || pads[rank] != 0))
        {
            throw new UnsupportedOperatorException("it pads the batch axis", "compile without --batch");
        }

        return value switch
        {
            QuantizedValue quantized => new QuantizedValue(
                Pad(node, quantized.X, pads, Integer(node, context), context), quantized.ElementType),
            PointwiseValue real => new PointwiseValue(
                Pad(node, real.X, pads, Matching(real, Real(node, context)), context), real.Function)
            {
                Scale = real.Scale,
            },
            _ => throw new UnsupportedOperatorException("its input is not a quantised value", "quantise the value before it"),
        };
    }

    private static int[] FullPads(GraphNode node, int rank, LoweringContext context)
    {
        int[] pads = context.Integers(node, 1, "pads") ?? [];
        if (LoweringContext.Has(node, 3))
        {
            int[] axes = context.Integers(node, 3, "axes") ?? [];
            int[] full = new int[2 * rank];
            for (int i = 0; i < axes.Length; i++)
            {
                int axis = axes[i] < 0 ? axes[i] + rank : axes[i];
                full[axis] = pads[i];
                full[axis + rank] = pads[i + axes.Length];
            }

            pads = full;
        }

        return pads.Length == 2 * rank && Array.TrueForAll(pads, static pad => pad >= 0)
            ? pads
            : throw new UnsupportedOperatorException($"pads [{string.Join(", ", pads)}] of {rank} axes", "use Slice to cut");
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
