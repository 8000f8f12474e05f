using Prover.Proving.Circuits;

namespace Prover.Onnx.Compilation;

/// <summary>
/// A float tensor that does not exist in the proof: a function, in ONNX Runtime's float32 arithmetic, of integers that do. It
/// becomes a tensor where a QuantizeLinear closes it.
/// </summary>
/// <param name="Shape">Its shape.</param>
internal abstract record RealValue(int[] Shape) : NetworkValue(Shape);

/// <summary>Quantised constants seen as real numbers: weights and biases.</summary>
/// <param name="Integers">The quantised values.</param>
/// <param name="Shape">Their shape.</param>
/// <param name="Scales">One scale, or one per index of the axis.</param>
/// <param name="ZeroPoints">One zero point, or one per index of the axis.</param>
/// <param name="Axis">The axis of several scales.</param>
internal sealed record QuantizedConstant(int[] Integers, int[] Shape, float[] Scales, int[] ZeroPoints, int Axis) : RealValue(Shape)
{
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
}

/// <summary>An elementwise function of one activation that differs between indices of one axis.</summary>
/// <param name="X">The activation.</param>
/// <param name="Axis">The axis.</param>
/// <param name="Function">From index and quantised value to the float.</param>
internal sealed record AxiswiseValue(Activation X, int Axis, Func<int, int, float> Function) : RealValue(X.Shape);

/// <summary>An elementwise function of two activations whose shapes are broadcast.</summary>
/// <param name="Left">The first activation.</param>
/// <param name="Right">The second activation.</param>
/// <param name="Shape">The broadcast shape.</param>
/// <param name="Function">From two quantised values to the float.</param>
/// <param name="Slopes">Approximate slopes where the function is a sum, else null.</param>
internal sealed record PairwiseValue(
    Activation Left, Activation Right, int[] Shape, Func<int, int, float> Function, RescaleHint? Slopes) : RealValue(Shape);

/// <summary>A non-decreasing function of an accumulator.</summary>
/// <param name="Sum">The accumulator.</param>
/// <param name="Function">From class and accumulator to the float, non-decreasing in the accumulator.</param>
/// <param name="ClassAxes">The axes that determine the class, as in <see cref="Requantisation.ClassAxes"/>.</param>
/// <param name="Classes">The class of each index of those axes; null for one class.</param>
internal sealed record AccumulatedValue(Accumulator Sum, Func<int, int, float> Function, int[] ClassAxes, int[]? Classes)
    : RealValue(Sum.Shape)
{
    /// <summary>Factor per class, where the function is float(accumulator) · factor; else null. A head can compute only that.</summary>
    internal float[]? Factors { get; init; }
}

/// <summary>A value seen through a view that its own kind does not follow.</summary>
/// <param name="Inner">The value.</param>
/// <param name="Shape">The shape after the move.</param>
/// <param name="Move">The view on the quantised tensor.</param>
internal sealed record MovedValue(RealValue Inner, int[] Shape, Func<Activation, Activation> Move) : RealValue(Shape);

/// <summary>Several values joined along an axis.</summary>
/// <param name="Parts">The values.</param>
/// <param name="Axis">The axis.</param>
/// <param name="Shape">The joined shape.</param>
internal sealed record JoinedValue(RealValue[] Parts, int Axis, int[] Shape) : RealValue(Shape);
