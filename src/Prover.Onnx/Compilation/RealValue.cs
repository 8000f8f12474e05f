using Prover.Onnx.Elementwise;
using Prover.Onnx.Movement;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Compilation;

/// <summary>
/// A float tensor that does not exist in the proof: a function, in ONNX Runtime's float32 arithmetic, of integers that do. It
/// becomes a tensor where a QuantizeLinear closes it.
/// </summary>
/// <param name="Shape">Its shape.</param>
internal abstract record RealValue(int[] Shape) : NetworkValue(Shape)
{
    /// <summary>The type of its elements: float, or what comparisons and conversions make of them (truth values are 0 and 1).</summary>
    internal TensorElementType ElementType { get; init; } = TensorElementType.Float;
}

/// <summary>Quantised constants seen as real numbers: weights and biases.</summary>
/// <param name="Integers">The quantised values.</param>
/// <param name="Shape">Their shape.</param>
/// <param name="Scales">One scale, or one per index of the axis.</param>
/// <param name="ZeroPoints">One zero point, or one per index of the axis.</param>
/// <param name="Axis">The axis of several scales.</param>
internal sealed record QuantizedConstant(int[] Integers, int[] Shape, float[] Scales, int[] ZeroPoints, int Axis) : RealValue(Shape)
{
    /// <summary>The least and greatest value of their type, minus no zero point; null where they are no tensor of the model.</summary>
    internal ElementRange? Range { get; init; }

    /// <summary>The values minus their zero points.</summary>
    internal WeightTensor Weights() => WeightTensor.Of(Shape, Integers, Axis, ZeroPoints) with { Range = Range?.Minus(ZeroPoints) };

    /// <summary>The scale at an index of the axis.</summary>
    internal float ScaleAt(int index) => Scales[Scales.Length == 1 ? 0 : index];
}

/// <summary>An elementwise function of one activation.</summary>
/// <param name="X">The activation.</param>
/// <param name="Function">From a quantised value to the float.</param>
internal sealed record PointwiseValue(Activation X, Func<int, float> Function) : RealValue(X.Shape)
{
    /// <summary>The scale, where the function is (q - zero point) · scale with the activation's zero point; else null.</summary>
    internal float? Scale { get; init; }

    /// <summary>How the function behaves.</summary>
    internal FunctionShape Behaviour { get; init; } = FunctionShape.Rough;
}

/// <summary>
/// An elementwise function of one or several activations, whose shapes are broadcast, that may differ between classes of elements.
/// </summary>
/// <param name="Sources">The activations, each once.</param>
/// <param name="Shape">The broadcast shape.</param>
/// <param name="Classes">The classes; null for one.</param>
/// <param name="Function">From class and one quantised value per source to the float.</param>
internal sealed record RegionValue(Activation[] Sources, int[] Shape, ElementClasses? Classes, Func<int, int[], float> Function)
    : RealValue(Shape)
{
    /// <summary>How the function behaves, where there is one source.</summary>
    internal FunctionShape Behaviour { get; init; } = FunctionShape.Rough;

    /// <summary>The function as one of a weighted sum, where it is that; else null.</summary>
    internal LinearForm? Linear { get; init; }
}

/// <summary>A function of an accumulator.</summary>
/// <param name="Sum">The accumulator.</param>
/// <param name="Function">From class and accumulator to the float.</param>
/// <param name="ClassAxes">The axes that determine the class, as in <see cref="Requantisation.ClassAxes"/>.</param>
/// <param name="Classes">The class of each index of those axes; null for one class.</param>
internal sealed record AccumulatedValue(Accumulator Sum, Func<int, int, float> Function, int[] ClassAxes, int[]? Classes)
    : RealValue(Sum.Shape)
{
    /// <summary>Factor per class, where the function is float(accumulator) · factor; else null. A head can compute only that.</summary>
    internal float[]? Factors { get; init; }

    /// <summary>What is added to that product, by class; null for nothing.</summary>
    internal float[]? Offsets { get; init; }

    /// <summary>How the function behaves.</summary>
    internal FunctionShape Behaviour { get; init; } = FunctionShape.Monotone;
}

/// <summary>A value seen through a view that its own kind does not follow.</summary>
/// <param name="Inner">The value.</param>
/// <param name="Shape">The shape after the move.</param>
/// <param name="Move">The view on the quantised tensor.</param>
internal sealed record MovedValue(RealValue Inner, int[] Shape, Func<Activation, Activation> Move) : RealValue(Shape)
{
    /// <summary>The move as a rearrangement that applies to constants too; null where it is not known.</summary>
    internal TensorMove? Rearrangement { get; init; }
}

/// <summary>Several values joined along an axis.</summary>
/// <param name="Parts">The values.</param>
/// <param name="Axis">The axis.</param>
/// <param name="Shape">The joined shape.</param>
internal sealed record JoinedValue(RealValue[] Parts, int Axis, int[] Shape) : RealValue(Shape);

/// <summary>
/// The float result of an operator that mixes elements (Softmax): an exact integer kernel, made when it is known how the result is
/// rounded, since that decides its precision.
/// </summary>
/// <param name="Shape">Its shape.</param>
/// <param name="Kernel">
/// Makes the kernel. Its argument takes a result of the operator to its place in steps of the rounded output, clamped to a step
/// beyond the output's range.
/// </param>
internal sealed record IslandValue(int[] Shape, Func<Func<double, double>, AccumulatedValue> Kernel) : RealValue(Shape)
{
    /// <summary>What is applied to the result before it is rounded.</summary>
    internal Func<float, float> After { get; init; } = static value => value;

    /// <summary>How <see cref="After"/> behaves.</summary>
    internal FunctionShape Behaviour { get; init; } = FunctionShape.Monotone;
}

/// <summary>
/// Greatest or least values of a float tensor that is not in the proof. Rounding keeps their order, so that they are taken of the
/// rounded tensor.
/// </summary>
/// <param name="Inner">The tensor.</param>
/// <param name="Shape">The shape of the extremes.</param>
/// <param name="Fold">The extremes of the rounded tensor.</param>
internal sealed record ExtremeValue(RealValue Inner, int[] Shape, Func<Activation, Activation> Fold) : RealValue(Shape);
