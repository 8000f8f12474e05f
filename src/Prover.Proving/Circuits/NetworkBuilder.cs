namespace Prover.Proving.Circuits;

/// <summary>
/// Turns a quantised network into the relations of a circuit and the program that computes their witness. Layers are added in
/// order; each takes activations and returns one. Building is deterministic: equal calls give equal circuits. Errors are
/// <see cref="InvalidNetworkException"/> with the name of the layer.
/// </summary>
public sealed partial class NetworkBuilder
{
    /// <summary>An input of the network. The verifier checks the range of public inputs, lookups that of private ones.</summary>
    /// <param name="name">The name of the input.</param>
    /// <param name="shape">Its shape; a batch is an axis like any other.</param>
    /// <param name="zeroPoint">The zero point.</param>
    /// <param name="low">The least legal quantised value.</param>
    /// <param name="high">The greatest legal quantised value.</param>
    /// <param name="isPublic">Whether the verifier sees it.</param>
    public Activation Input(string name, int[] shape, int zeroPoint, int low, int high, bool isPublic) => throw new NotImplementedException();

    /// <summary>A constant activation, part of the model.</summary>
    /// <param name="node">The name of the constant.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="quantised">Its quantised values, row-major.</param>
    /// <param name="zeroPoint">The zero point.</param>
    public Activation Constant(string node, int[] shape, int[] quantised, int zeroPoint) => throw new NotImplementedException();

    /// <summary>Declares a public output and returns nothing: the statement will contain its values.</summary>
    public void Output(string name, Activation activation) => throw new NotImplementedException();

    /// <summary>
    /// A convolution over the trailing axes: x [N, C, spatial...], weights [O, C / groups, kernel...] minus zero points, giving
    /// [N, O, spatial...]. Padding is by the zero point of x.
    /// </summary>
    /// <param name="node">The name of the layer.</param>
    /// <param name="x">The activation.</param>
    /// <param name="weights">The weights.</param>
    /// <param name="bias">One integer per output channel, or null.</param>
    /// <param name="window">The window; its kernel sizes are those of the weights.</param>
    /// <param name="groups">The number of groups, a divisor of both channel counts.</param>
    public Accumulator Convolution(string node, Activation x, WeightTensor weights, int[]? bias, SpatialWindow window, int groups) =>
        throw new NotImplementedException();

    /// <summary>A matrix product with constant weights: x [..., K] times weights [K, O] (plus bias [O]) gives [..., O].</summary>
    public Accumulator MatMul(string node, Activation x, WeightTensor weights, int[]? bias) => throw new NotImplementedException();

    /// <summary>
    /// A matrix product of two activations as in ONNX MatMul, 2 axes or more each: [..., M, K] times [..., K, N] gives
    /// [..., M, N], leading axes broadcast.
    /// </summary>
    public Accumulator MatMul(string node, Activation left, Activation right) => throw new NotImplementedException();

    /// <summary>
    /// Sums of x minus its zero point over a window: x [N, C, spatial...] gives [N, C, spatial...]. Padding adds 0.
    /// </summary>
    public Accumulator WindowSum(string node, Activation x, SpatialWindow window) => throw new NotImplementedException();

    /// <summary>Sums of x minus its zero point over whole axes, which keep size 1.</summary>
    public Accumulator Sum(string node, Activation x, int[] axes) => throw new NotImplementedException();

    /// <summary>
    /// The sum of factor·(x - zero point of x) over activations, whose shapes are broadcast as in ONNX, plus a constant.
    /// </summary>
    public Accumulator Combine(string node, (Activation X, int Factor)[] terms, int constant) => throw new NotImplementedException();

    /// <summary>Rescales accumulators to a quantised activation by interval lookups (design §3.2).</summary>
    public Activation Requantise(Accumulator accumulator, Requantisation function) => throw new NotImplementedException();

    /// <summary>Commits accumulators as they are, with zero point 0: for outputs that leave the network as int32.</summary>
    public Activation Commit(Accumulator accumulator) => throw new NotImplementedException();

    /// <summary>Any function of one quantised value.</summary>
    /// <param name="node">The name of the layer.</param>
    /// <param name="x">The activation.</param>
    /// <param name="function">From a quantised value in [x.Low, x.High] to the quantised result.</param>
    /// <param name="zeroPoint">The zero point of the result.</param>
    public Activation Unary(string node, Activation x, Func<int, int> function, int zeroPoint) => throw new NotImplementedException();

    /// <summary>Any function of two quantised values, whose shapes are broadcast as in ONNX.</summary>
    /// <param name="node">The name of the layer.</param>
    /// <param name="left">The first operand.</param>
    /// <param name="right">The second operand.</param>
    /// <param name="function">From two quantised values within the operands' ranges to the quantised result.</param>
    /// <param name="zeroPoint">The zero point of the result.</param>
    /// <param name="hint">Slopes, when the function is nearly linear (QLinearAdd); null otherwise (QLinearMul).</param>
    public Activation Binary(
        string node, Activation left, Activation right, Func<int, int, int> function, int zeroPoint, RescaleHint? hint = null) =>
        throw new NotImplementedException();

    /// <summary>The maximum over a window: x [N, C, spatial...] gives [N, C, spatial...]. Padding is never the maximum.</summary>
    public Activation MaxPool(string node, Activation x, SpatialWindow window) => throw new NotImplementedException();

    /// <summary>The same elements, row-major, under another shape of the same number of elements.</summary>
    public Activation Reshape(string node, Activation x, params int[] shape) => throw new NotImplementedException();

    /// <summary>Axis i of the result is axis permutation[i] of x.</summary>
    public Activation Transpose(string node, Activation x, params int[] permutation) => throw new NotImplementedException();

    /// <summary>Elements start, start + step, ... of an axis, count of them; the step may be negative.</summary>
    public Activation Slice(string node, Activation x, int axis, int start, int step, int count) => throw new NotImplementedException();

    /// <summary>Joins activations of equal zero points along an axis.</summary>
    public Activation Concat(string node, Activation[] parts, int axis) => throw new NotImplementedException();

    /// <summary>Pads an axis with a quantised value; padding by the zero point is free.</summary>
    public Activation Pad(string node, Activation x, int axis, int before, int after, int value) => throw new NotImplementedException();

    /// <summary>Finishes the circuit: chooses spans, writes tables, lays out everything. Call it once.</summary>
    public Network Build() => throw new NotImplementedException();
}
