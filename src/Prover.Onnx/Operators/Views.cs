using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>Applies views (which move no data) to whatever kind of value they meet.</summary>
internal static class Views
{
    /// <summary>A view of a value.</summary>
    /// <param name="node">The node.</param>
    /// <param name="value">The value it reads.</param>
    /// <param name="shape">The shape of the result.</param>
    /// <param name="move">The view on an activation.</param>
    internal static NetworkValue Apply(GraphNode node, NetworkValue value, int[] shape, Func<Activation, Activation> move) => value switch
    {
        QuantizedValue quantized => new QuantizedValue(move(quantized.X), quantized.ElementType),
        PointwiseValue pointwise => new PointwiseValue(move(pointwise.X), pointwise.Function) { Scale = pointwise.Scale },
        RealValue real => new MovedValue(real, shape, move),
        HeadValue => new HeadValue(shape),
        FloatInputValue input => throw new UnsupportedOperatorException(
            $"it moves input {input.Name} before QuantizeLinear", "quantise the model's input first"),
        _ => throw new UnsupportedOperatorException($"{node.Operator} of a value that is not an activation"),
    };
}
