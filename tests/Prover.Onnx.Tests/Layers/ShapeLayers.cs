namespace Prover.Onnx.Tests.Layers;

/// <summary>Random pools, joins, views and padding.</summary>
internal static class ShapeLayers
{
    internal static LayerCase MaxPool(int seed)
    {
        var c = new LayerCase(seed);
        (int[] shape, (string, object)[] window) = Window(c, padded: true);
        (float scale, int zero) = (c.Scale(0.05), c.Zero(c.Type));
        string x = c.RealInput(scale, zero, shape);
        string y = c.Model.Node("MaxPool", [x], [.. window, ("ceil_mode", c.Pick(0, 0, 1))]);
        return c.Random.Next(2) == 0 ? c.QuantizedOutput(y, scale, zero) : c.QuantizedOutput(y, c.Scale(0.05), c.Zero(c.Type));
    }

    /// <summary>Scales are powers of two: then the runtime's float32 sums are exact.</summary>
    internal static LayerCase AveragePool(int seed)
    {
        var c = new LayerCase(seed) { Dyadic = true };
        (int[] shape, (string, object)[] window) = Window(c, padded: true);
        string x = c.RealInput(c.Scale(0.05), c.Zero(c.Type), shape);
        string y = c.Model.Node("AveragePool", [x], [.. window, ("count_include_pad", c.Pick(0, 1))]);
        return c.QuantizedOutput(y, c.Scale(0.05), c.Zero(c.Type));
    }

    internal static LayerCase GlobalAverage(int seed)
    {
        var c = new LayerCase(seed);
        int[] shape = [1, c.Next(1, 9), c.Next(1, 9), c.Next(1, 9)];
        float scale = c.Scale(0.05);
        string x = c.RealInput(scale, c.Zero(c.Type), shape);
        string y = c.Random.Next(2) == 0
            ? c.Model.Node("GlobalAveragePool", [x])
            : c.Model.Node("AveragePool", [x], ("kernel_shape", shape[2..]));
        return c.QuantizedOutput(y, c.Pick(scale, c.Scale(0.03)), c.Zero(c.Type));
    }

    internal static LayerCase Concat(int seed)
    {
        var c = new LayerCase(seed);
        int axis = c.Next(1, 3);
        (float scale, int zero) = (c.Scale(0.05), c.Zero(c.Type));
        string[] parts = [.. Enumerable.Range(0, c.Next(2, 4)).Select(_ =>
        {
            int[] shape = [1, 3, 4, 5];
            shape[axis] = c.Next(1, 4);
            return c.Random.Next(2) == 0 ? c.RealInput(scale, zero, shape) : c.RealInput(c.Scale(0.05), c.Zero(c.Type), shape);
        })];
        return c.QuantizedOutput(c.Model.Node("Concat", parts, ("axis", c.Pick(axis, axis - 4))), scale, zero);
    }

    /// <summary>Operators on integers directly, as quantised models in QOperator form have them.</summary>
    internal static LayerCase QOperator(int seed)
    {
        var c = new LayerCase(seed);
        (float scale, int zero) = (c.Scale(0.05), c.Zero(c.Type));
        (float other, int otherZero) = (c.Scale(0.05), c.Zero(c.Type));
        int[] shape = [1, c.Next(1, 9), c.Next(2, 6), c.Next(2, 6)];
        string x = c.QuantizedInput(scale, zero, shape);
        string[] parameters = [c.Model.Scalar(scale), c.Model.Zero(c.Type, zero), c.Model.Scalar(other), c.Model.Zero(c.Type, otherZero)];
        switch (c.Random.Next(5))
        {
            case 0:
                return c.IntegerOutput(c.Model.Node("MaxPool", [x], ("kernel_shape", new[] { 2, 2 })), scale, zero);
            case 1:
                return c.IntegerOutput(c.Model.Node("Concat", [x, c.QuantizedInput(scale, zero, shape)], ("axis", 1)), scale, zero);
            case 2:
                string y = c.QuantizedInput(other, otherZero, shape);
                string[] inputs = [parameters[0], parameters[1], x, .. parameters[..2], y, .. parameters[2..]];
                return c.IntegerOutput(c.Model.Node("com.microsoft:QLinearConcat", inputs, ("axis", 1)), scale, zero);
            case 3:
                return c.IntegerOutput(
                    c.Model.Node("com.microsoft:QLinearGlobalAveragePool", [x, .. parameters], ("channels_last", 0)), other, otherZero);
            default:
                string t = c.Model.Node("Transpose", [x], ("perm", new[] { 0, 2, 3, 1 }));
                return c.IntegerOutput(c.Model.Node("Flatten", [t]), scale, zero);
        }
    }

    internal static LayerCase View(int seed)
    {
        var c = new LayerCase(seed);
        (float scale, int zero) = (c.Scale(0.05), c.Zero(c.Type));
        string x = c.RealInput(scale, zero, 1, 4, 3, 6);
        string y = c.Random.Next(7) switch
        {
            0 => c.Model.Node("Reshape", [x, c.Model.Constant(new long[] { 1, -1, 9 }, 3)]),
            1 => c.Model.Node("Reshape", [x, c.Model.Constant(new long[] { 0, 2, 2, -1 }, 4)]),
            2 => c.Model.Node("Transpose", [x], ("perm", c.Pick<int[]>([0, 2, 3, 1], [0, 3, 1, 2], [0, 1, 3, 2]))),
            3 => c.Model.Node("Flatten", [x], ("axis", c.Pick(1, 2, -1))),
            4 => c.Model.Node("Squeeze", [x, c.Model.Constant(new long[] { 0 }, 1)]),
            5 => c.Model.Node("Unsqueeze", [x, c.Model.Constant(new long[] { 2, -1 }, 2)]),
            _ => c.Model.Node("Identity", [x]),
        };
        return c.Random.Next(2) == 0 ? c.QuantizedOutput(y, scale, zero) : c.QuantizedOutput(y, c.Scale(0.07), zero);
    }

    internal static LayerCase Slice(int seed)
    {
        var c = new LayerCase(seed);
        (float scale, int zero) = (c.Scale(0.05), c.Zero(c.Type));
        string x = c.RealInput(scale, zero, 1, 6, 7, 8);
        int step = c.Pick(1, 2, 3, -1, -2);
        (long start, long end) = step > 0 ? (c.Next(0, 2), c.Pick(5, -1, 100)) : (c.Pick(5, -1, 100), c.Next(0, 1));
        string y = c.Model.Node("Slice", [x, Long(c, start, 1), Long(c, end, 5), Long(c, c.Next(1, 2), 3), Long(c, step, 2)]);
        return c.QuantizedOutput(y, scale, zero);
    }

    internal static LayerCase Pad(int seed)
    {
        var c = new LayerCase(seed);
        (float scale, int zero) = (c.Scale(0.05), c.Zero(c.Type));
        string x = c.RealInput(scale, zero, 1, 2, 4, 5);
        long[] pads = [0, c.Next(0, 1), c.Next(0, 2), c.Next(0, 2), 0, c.Next(0, 1), c.Next(0, 2), c.Next(0, 2)];
        string y = c.Model.Node("Pad", [x, c.Model.Constant(pads, 8)]);
        return c.QuantizedOutput(y, c.Pick(scale, c.Scale(0.05)), c.Zero(c.Type));
    }

    private static string Long(LayerCase c, long first, long second) => c.Model.Constant(new[] { first, second }, 2);

    private static (int[] Shape, (string, object)[] Attributes) Window(LayerCase c, bool padded)
    {
        int[] kernel = [c.Next(1, 3), c.Next(1, 3)];
        int[] strides = [c.Next(1, 3), c.Next(1, 3)];
        int[] pads = [.. Enumerable.Range(0, 4).Select(i => padded ? c.Next(0, kernel[i % 2] - 1) : 0)];
        int[] shape = [1, c.Next(1, 3), kernel[0] + c.Next(0, 5), kernel[1] + c.Next(0, 5)];
        return (shape, [("kernel_shape", kernel), ("strides", strides), ("pads", pads)]);
    }
}
