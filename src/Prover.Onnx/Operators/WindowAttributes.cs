using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>Reads the window of convolution and pooling: kernel, strides, dilations, pads, automatic padding, ceiling.</summary>
internal static class WindowAttributes
{
    /// <summary>The window of a node over an input [N, C, spatial...].</summary>
    /// <param name="node">The node.</param>
    /// <param name="shape">Shape of its input.</param>
    /// <param name="kernel">Kernel sizes.</param>
    /// <exception cref="UnsupportedOperatorException">The parameters do not belong together or the window does not fit.</exception>
    internal static SpatialWindow Read(GraphNode node, int[] shape, int[] kernel)
    {
        int rank = shape.Length - 2;
        if (rank < 1 || kernel.Length != rank || Array.Exists(kernel, static size => size < 1))
        {
            throw new UnsupportedOperatorException($"a window of {kernel.Length} axes on an input of shape [{string.Join(", ", shape)}]");
        }

        int[] strides = List(node, "strides", rank, 1);
        int[] dilations = List(node, "dilations", rank, 1);
        int[] pads = List(node, "pads", 2 * rank, 0);
        var window = new SpatialWindow(kernel, strides, pads[..rank], pads[rank..], dilations);
        ApplyAutomaticPadding(node, shape, window);
        if (node.Attributes.Int("ceil_mode", 0) != 0)
        {
            ApplyCeiling(shape, window);
        }

        for (int axis = 0; axis < rank; axis++)
        {
            if (window.OutputSize(axis, shape[axis + 2]) < 1)
            {
                throw new UnsupportedOperatorException($"the window is larger than axis {axis + 2} of its input");
            }
        }

        return window;
    }

    /// <summary>A list of one number per axis, none below a default.</summary>
    internal static int[] List(GraphNode node, string name, int count, int absent)
    {
        int[] values = node.Attributes.Ints(name) ?? [.. Enumerable.Repeat(absent, count)];
        return values.Length == count && Array.TrueForAll(values, value => value >= absent)
            ? [.. values]
            : throw new UnsupportedOperatorException($"attribute {name} is [{string.Join(", ", values)}]");
    }

    private static void ApplyAutomaticPadding(GraphNode node, int[] shape, SpatialWindow window)
    {
        string mode = node.Attributes.Text("auto_pad", "NOTSET");
        if (mode is "NOTSET" or "")
        {
            return;
        }

        for (int axis = 0; axis < window.Rank; axis++)
        {
            int size = shape[axis + 2];
            int outputs = (size + window.Strides[axis] - 1) / window.Strides[axis];
            int covered = ((outputs - 1) * window.Strides[axis]) + (window.Dilations[axis] * (window.Kernel[axis] - 1)) + 1;
            int total = mode == "VALID" ? 0 : Math.Max(0, covered - size);
            window.PadsBefore[axis] = mode == "SAME_LOWER" ? total - (total / 2) : total / 2;
            window.PadsAfter[axis] = total - window.PadsBefore[axis];
        }
    }

    /// <summary>Raises the padding after so that rounding down counts what ceiling counts; a window never starts in it.</summary>
    private static void ApplyCeiling(int[] shape, SpatialWindow window)
    {
        for (int axis = 0; axis < window.Rank; axis++)
        {
            int stride = window.Strides[axis];
            int padded = shape[axis + 2] + window.PadsBefore[axis];
            int room = padded + window.PadsAfter[axis] - (window.Dilations[axis] * (window.Kernel[axis] - 1)) - 1;
            int outputs = ((room + stride - 1) / stride) + 1;
            if ((outputs - 1) * stride >= padded)
            {
                outputs--;
            }

            // Where fewer windows fit than the padding allows, none of it is needed.
            window.PadsAfter[axis] = Math.Max(0, window.PadsAfter[axis] + ((outputs - 1) * stride) - room);
        }
    }
}
