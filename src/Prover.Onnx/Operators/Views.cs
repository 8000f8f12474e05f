using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Movement;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>Applies rearrangements to whatever kind of value they meet.</summary>
internal static class Views
{
    /// <summary>A rearranged value.</summary>
    /// <param name="node">The node.</param>
    /// <param name="value">The value it reads.</param>
    /// <param name="move">The rearrangement.</param>
    /// <param name="context">The network under construction.</param>
    internal static NetworkValue Apply(GraphNode node, NetworkValue value, TensorMove move, LoweringContext context)
    {
        Activation Move(Activation x) => move.Apply(node.Name, context.Builder, x);
        return value switch
        {
            ConstantValue constant => new ConstantValue(move.Apply(constant.Tensor)),
            QuantizedConstant constant => Apply(constant, move),
            QuantizedValue quantized => new QuantizedValue(Move(quantized.X), quantized.ElementType),
            PointwiseValue pointwise => pointwise with { X = Move(pointwise.X), Shape = move.Shape },
            RegionValue { Classes: null } region when region.Sources.All(x => x.Shape.AsSpan().SequenceEqual(region.Shape)) =>
                region with { Sources = [.. region.Sources.Select(Move)], Shape = move.Shape },
            RealValue real => new MovedValue(real, move.Shape, Move) { ElementType = real.ElementType, Rearrangement = move },
            HeadValue => new HeadValue(move.Shape),
            FloatInputValue input => new FloatInputValue(input.Name, move.Shape)
            {
                Declared = input.Declared,
                Preparation = input.Preparation,
                Unprepared = input.Unprepared,
                Move = x => Move(input.Move(x)),
            },
            _ => throw new UnsupportedOperatorException($"{node.Operator} of a value that is not an activation"),
        };
    }

    private static QuantizedConstant Apply(QuantizedConstant constant, TensorMove move)
    {
        int[] integers = [.. move.Sources().Select(source => constant.Integers[source])];
        if (constant.Scales.Length == 1 && constant.ZeroPoints.Length == 1)
        {
            return new QuantizedConstant(integers, move.Shape, constant.Scales, constant.ZeroPoints, 0) { Range = constant.Range };
        }

        if (move.Follow(constant.Axis) is not (var axis, var indices))
        {
            throw new UnsupportedOperatorException("it dissolves the axis of the constant's scales", "quantise the constant per tensor");
        }

        T[] Kept<T>(T[] values) => values.Length == 1 ? values : [.. indices.Select(i => values[i])];
        return new QuantizedConstant(integers, move.Shape, Kept(constant.Scales), Kept(constant.ZeroPoints), axis)
        {
            Range = constant.Range,
        };
    }
}
