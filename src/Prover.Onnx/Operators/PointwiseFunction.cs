using Prover.Onnx.Compilation;

namespace Prover.Onnx.Operators;

/// <summary>Composes elementwise float functions with what a real value already is.</summary>
internal static class PointwiseFunction
{
    /// <summary>Applies a non-decreasing function to every element; on activations any function will do.</summary>
    internal static RealValue Apply(RealValue value, Func<float, float> function) => value switch
    {
        PointwiseValue { X: var x, Function: var inner } => new PointwiseValue(x, q => function(inner(q))),
        AxiswiseValue { X: var x, Function: var inner } v => new AxiswiseValue(x, v.Axis, (i, q) => function(inner(i, q))),
        PairwiseValue { Function: var inner } v => v with { Function = (a, b) => function(inner(a, b)), Slopes = null },
        AccumulatedValue { Function: var inner } v => v with { Function = (c, a) => function(inner(c, a)), Factors = null },
        MovedValue v => v with { Inner = Apply(v.Inner, function) },
        JoinedValue v => v with { Parts = [.. v.Parts.Select(part => Apply(part, function))] },
        _ => throw new UnsupportedOperatorException("it applies to constants only", "fold the constants"),
    };

    /// <summary>Applies a function that depends on the index along an axis.</summary>
    internal static RealValue ApplyAlong(RealValue value, int axis, Func<int, float, float> function)
    {
        switch (value)
        {
            case PointwiseValue { X: var x, Function: var inner }:
                return new AxiswiseValue(x, axis, (i, q) => function(i, inner(q)));
            case AxiswiseValue { X: var x, Function: var inner } v when v.Axis == axis:
                return new AxiswiseValue(x, axis, (i, q) => function(i, inner(i, q)));
            case AccumulatedValue { Function: var inner } v when v.ClassAxes is [] || (v.ClassAxes is [var own] && own == axis):
                int[] old = v.Classes ?? new int[v.Shape[axis]];
                int[] classes = [.. Enumerable.Range(0, old.Length)];
                return new AccumulatedValue(v.Sum, (i, a) => function(i, inner(old[i], a)), [axis], classes);
            default:
                throw new UnsupportedOperatorException("constants along an axis after another operator", "quantise the value before it");
        }
    }
}
