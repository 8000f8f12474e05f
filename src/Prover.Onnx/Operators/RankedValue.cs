using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>A tensor of integers in the order of the values they stand for, for operators that compare.</summary>
/// <param name="X">The integers.</param>
/// <param name="Restore">From integers to a value of the network.</param>
internal readonly record struct RankedValue(Activation X, Func<Activation, NetworkValue> Restore)
{
    /// <summary>Whether a value is a float tensor whose extremes are taken when it is rounded.</summary>
    internal static bool IsDeferred(NetworkValue value) =>
        value is RegionValue or AccumulatedValue or MovedValue or JoinedValue or ExtremeValue or IslandValue
        && value is RealValue { ElementType: TensorElementType.Float };

    /// <summary>Integers themselves, integers under an increasing function, or else the ranks of a function's values by a table.</summary>
    /// <param name="node">The node.</param>
    /// <param name="value">The value.</param>
    /// <param name="keepsTies">Whether equal values must have equal integers, as positions demand.</param>
    /// <param name="context">The network under construction.</param>
    /// <exception cref="UnsupportedOperatorException">The value is not a function of one activation.</exception>
    internal static RankedValue Of(GraphNode node, NetworkValue value, bool keepsTies, LoweringContext context)
    {
        switch (value)
        {
            case QuantizedValue quantized:
                TensorElementType type = quantized.ElementType;
                return new(quantized.X, x => new QuantizedValue(x, type));
            case PointwiseValue { X: var x, Function: var function } pointwise:
                float[] values = [.. Enumerable.Range(x.Low, x.High - x.Low + 1).Select(function)];
                bool Rises(int i) => values[i - 1] < values[i] || (!keepsTies && values[i - 1] == values[i]);
                if (Enumerable.Range(1, values.Length - 1).All(Rises))
                {
                    return new(x, y => new PointwiseValue(y, function) { Scale = pointwise.Scale });
                }

                float[] sorted = [.. values.Distinct().Order()];
                Activation ranks = context.Builder.Unary(node.Name + "/ranks", x, q => Array.BinarySearch(sorted, function(q)), 0);
                return new(ranks, y => new PointwiseValue(y, rank => sorted[rank]));
            case FloatInputValue:
                throw new UnsupportedOperatorException("its input is float", "quantise the model's input first");
            default:
                throw new UnsupportedOperatorException("its input is not a quantised value", "quantise the value before it");
        }
    }
}
