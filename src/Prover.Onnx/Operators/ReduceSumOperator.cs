using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>
/// Sums over axes: of elements, of their magnitudes or of their squares, and means. ONNX Runtime adds dequantised values in float32,
/// the circuit adds integers and rounds once.
/// </summary>
internal sealed class ReduceSumOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["ReduceSum", "ReduceMean", "ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSum"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        if (context.Input(node, 0) is QuantizedValue integers)
        {
            return node.Operator == "ReduceSum"
                ? new QuantizedValue(context.Builder.Commit(Sum(node, integers.X, context)), integers.ElementType)
                : throw new UnsupportedOperatorException("its input is an integer tensor", "sum floats, or use ReduceSum");
        }

        (Activation x, float scale) = LinearOperands.Input(node, 0, context);
        int zero = x.ZeroPoint;
        int count = ReducedAxes.Read(node, x.Shape, context).Count(x.Shape);
        FloatSums.NoteIfRounding(node, scale, count, context);
        switch (node.Operator)
        {
            case "ReduceL1":
                x = context.Builder.Unary(node.Name, x, q => Math.Abs(q - zero), 0);
                break;
            case "ReduceL2" or "ReduceSumSquare":
                x = context.Builder.Unary(node.Name, x, q => (q - zero) * (q - zero), 0);
                break;
        }

        double square = (double)scale * scale;
        Func<int, int, float> function = node.Operator switch
        {
            "ReduceMean" => (_, a) => (float)(a * (double)scale) / count,
            "ReduceL2" => (_, a) => MathF.Sqrt((float)(a * square)),
            "ReduceSumSquare" => (_, a) => (float)(a * square),
            "ReduceLogSum" => (_, a) => MathF.Log((float)(a * (double)scale)),
            _ => (_, a) => (float)(a * (double)scale),
        };
        return new AccumulatedValue(Sum(node, x, context), function, [], null)
        {
            Factors = node.Operator is "ReduceSum" or "ReduceL1" ? [scale] : null,
        };
    }

    private static Accumulator Sum(GraphNode node, Activation x, LoweringContext context)
    {
        var axes = ReducedAxes.Read(node, x.Shape, context);
        Accumulator sum = context.Builder.Sum(node.Name, x, axes.Axes);
        return axes.AreKept ? sum : sum.Squeeze(axes.Axes);
    }
}
