using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;

namespace Prover.Onnx.Operators;

/// <summary>Elementwise activation functions of dequantised values.</summary>
internal sealed class ActivationOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["Relu", "Clip", "LeakyRelu", "Sigmoid", "Tanh"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        if (context.Input(node, 0) is not RealValue value)
        {
            throw new UnsupportedOperatorException("its input is not a dequantised value", "quantise the value before it");
        }

        return PointwiseFunction.Apply(value, Function(node, context));
    }

    private static Func<float, float> Function(GraphNode node, LoweringContext context)
    {
        switch (node.Operator)
        {
            case "Relu":
                return static v => v > 0 ? v : 0;
            case "Clip":
                (float low, float high) = Bounds(node, context);
                return v => MathF.Min(MathF.Max(v, low), high);
            case "LeakyRelu":
                float alpha = node.Attributes.Float("alpha", 0.01f);
                return v => v >= 0 ? v : alpha * v;
            case "Sigmoid":
                return RationalActivations.Sigmoid;
            default:
                return RationalActivations.Tanh;
        }
    }

    private static (float Low, float High) Bounds(GraphNode node, LoweringContext context) => context.Graph.Opset < 11
        ? (node.Attributes.Float("min", float.MinValue), node.Attributes.Float("max", float.MaxValue))
        : (LoweringContext.Has(node, 1) ? context.Floats(node, 1)[0] : float.MinValue,
            LoweringContext.Has(node, 2) ? context.Floats(node, 2)[0] : float.MaxValue);
}
