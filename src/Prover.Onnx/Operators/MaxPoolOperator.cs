using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>MaxPool of integers, or of dequantised values, whose order is that of the integers.</summary>
internal sealed class MaxPoolOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["MaxPool"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        if (node.Outputs.Count > 1 && node.Outputs[1].Length > 0)
        {
            throw new UnsupportedOperatorException("the indices of maxima are used");
        }

        switch (context.Input(node, 0))
        {
            case QuantizedValue value:
                return new QuantizedValue(Pool(node, value.X, context), value.ElementType);
            case PointwiseValue value when IsNonDecreasing(value):
                return new PointwiseValue(Pool(node, value.X, context), value.Function) { Scale = value.Scale };
            default:
                throw new UnsupportedOperatorException("its input is not a quantised value", "quantise the value before it");
        }
    }

    private static Activation Pool(GraphNode node, Activation x, LoweringContext context) =>
        context.Builder.MaxPool(node.Name, x, WindowAttributes.Read(node, x.Shape, node.Attributes.Ints("kernel_shape") ?? []));

    private static bool IsNonDecreasing(PointwiseValue value)
    {
        for (int q = value.X.Low; q < value.X.High; q++)
        {
            if (value.Function(q) > value.Function(q + 1))
            {
                return false;
            }
        }

        return true;
    }
}
