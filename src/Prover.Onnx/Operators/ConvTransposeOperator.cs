using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Movement;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>
/// ConvTranspose of any stride, dilation, padding and group. ONNX Runtime runs it in float32; the circuit convolves integers and rounds
/// once, so a value at a rounding boundary may differ by one step.
/// </summary>
internal sealed class ConvTransposeOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["ConvTranspose"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        QuantizedConstant weights = LinearOperands.Weights(node, 1, context);
        (Activation x, float inputScale) = LinearOperands.Input(node, 0, context);
        int groups = node.Attributes.Int("group", 1);
        int rank = x.Rank - 2;
        if (rank < 1 || weights.Shape.Length != x.Rank || weights.Shape[0] != x.Shape[1] || groups < 1 || x.Shape[1] % groups != 0)
        {
            throw new UnsupportedOperatorException($"weights [{string.Join(", ", weights.Shape)}] in {groups} groups do not fit "
                + $"an input of shape [{string.Join(", ", x.Shape)}]");
        }

        if (weights.Scales.Length > 1 && weights.Axis != 1)
        {
            throw new UnsupportedOperatorException("weight scales along an axis other than the output channel");
        }

        int[] sizes = x.Shape[2..];
        (SpatialWindow window, int[] outputPadding) = Window(node, sizes, weights.Shape[2..]);
        var matrix = weights.Weights();
        var phases = SubpixelConvolution.Of(matrix, groups, sizes, window, outputPadding);
        if (Array.Exists(phases.OutputSizes, static size => size < 1))
        {
            throw new UnsupportedOperatorException("its padding cuts off everything");
        }

        int channels = groups * weights.Shape[1];
        var perChannel = new QuantizedConstant(
            [], [channels], [.. Enumerable.Range(0, channels).Select(o => weights.ScaleAt(o % weights.Shape[1]))], [0], 0);
        LinearOperands.Bias bias = LinearOperands.ReadBias(node, 2, perChannel, inputScale, channels, context);
        T[]? Spread<T>(T[]? values) => values is null ? null : [.. values.SelectMany(v => Enumerable.Repeat(v, phases.Phases))];
        Accumulator sum = context.Builder.Convolution(node.Name, x, phases.Weights, Spread(bias.Integers), phases.Window, groups);
        context.Notes.Add(LinearOperands.FloatNote(node));
        var spread = new QuantizedConstant([], [channels * phases.Phases], Spread(perChannel.Scales)!, [0], 0);
        var spreadBias = new LinearOperands.Bias(Spread(bias.Integers), Spread(bias.Reals));
        AccumulatedValue real = LinearOperands.Rescaled(sum, 1, spread, inputScale, spreadBias);
        return Views.Apply(node, real, Interleave(sum.Shape, phases), context);
    }

    /// <summary>From channels of phases [N, O · phases, q...] to positions [N, O, stride · q + phase...], cut to size.</summary>
    private static TensorMove Interleave(int[] shape, SubpixelConvolution phases)
    {
        int rank = phases.Strides.Length;
        int channels = shape[1] / phases.Phases;
        TensorMove move = TensorMove.Of(shape).Reshape([shape[0], channels, .. phases.Strides, .. shape[2..]]);
        move = move.Transpose([0, 1, .. Enumerable.Range(0, rank).SelectMany(axis => (int[])[2 + rank + axis, 2 + axis])]);
        move = move.Reshape([shape[0], channels, .. phases.Strides.Select((stride, axis) => stride * shape[2 + axis])]);
        for (int axis = 0; axis < rank; axis++)
        {
            move = move.Slice(2 + axis, 0, 1, phases.OutputSizes[axis]);
        }

        return move;
    }

    private static (SpatialWindow Window, int[] OutputPadding) Window(GraphNode node, int[] sizes, int[] kernel)
    {
        int rank = sizes.Length;
        int[] strides = WindowAttributes.List(node, "strides", rank, 1);
        int[] dilations = WindowAttributes.List(node, "dilations", rank, 1);
        int[] outputPadding = WindowAttributes.List(node, "output_padding", rank, 0);
        int[] pads = WindowAttributes.List(node, "pads", 2 * rank, 0);
        string automatic = node.Attributes.Text("auto_pad", "NOTSET");
        int[]? wanted = node.Attributes.Ints("output_shape");
        if (wanted is null && automatic is "SAME_UPPER" or "SAME_LOWER")
        {
            wanted = [.. sizes.Select((size, axis) => size * strides[axis])];
        }

        for (int axis = 0; axis < rank && wanted is not null; axis++)
        {
            int full = (strides[axis] * (sizes[axis] - 1)) + outputPadding[axis] + (dilations[axis] * (kernel[axis] - 1)) + 1;
            int total = full - wanted[wanted.Length - rank + axis];
            // A wanted shape beyond the full result needs padding; automatic padding is never negative.
            outputPadding[axis] -= node.Attributes.Has("output_shape") ? Math.Min(0, total) : 0;
            total = Math.Max(0, total);
            pads[axis] = automatic == "SAME_UPPER" ? total / 2 : total - (total / 2);
            pads[axis + rank] = total - pads[axis];
        }

        return (new SpatialWindow(kernel, strides, pads[..rank], pads[rank..], dilations), outputPadding);
    }
}
