using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>Operands of operators that need equally spaced values: step · (q - something).</summary>
internal static class IslandInput
{
    private const double Tolerance = 1e-6; // relative: float32 rounding of a scaled value

    /// <summary>An operand as an activation and the real difference of neighbouring values.</summary>
    /// <exception cref="UnsupportedOperatorException">Its values are not equally spaced.</exception>
    internal static (Activation X, double Step) Of(GraphNode node, int slot, LoweringContext context)
    {
        switch (context.Input(node, slot))
        {
            case PointwiseValue { Scale: { } scale } value:
                return (value.X, scale);
            case PointwiseValue { X: var x, Function: var function } when Step(x, function) is { } step:
                return (x, step);
            case RealValue:
                throw new UnsupportedOperatorException("its input is not quantised", "put QuantizeLinear and DequantizeLinear before it");
            default:
                throw new UnsupportedOperatorException("its input is float", "quantise the model's input first");
        }
    }

    /// <summary>The step of a function that is a positive multiple of its argument plus a constant, else null.</summary>
    private static double? Step(Activation x, Func<int, float> function)
    {
        double first = function(x.Low), last = function(x.High);
        if (x.High == x.Low || !(last > first))
        {
            return null;
        }

        double step = (last - first) / (x.High - x.Low), allowed = Tolerance * Math.Max(Math.Abs(first), Math.Abs(last));
        bool isLinear = Enumerable.Range(0, x.High - x.Low + 1).All(i => Math.Abs(function(x.Low + i) - first - (i * step)) <= allowed);
        return isLinear ? step : null;
    }
}
