namespace Prover.Onnx.Tests.Layers;

/// <summary>Random resizing, transposed convolutions, running sums, masks and products of every shape.</summary>
internal static class ResamplingLayers
{
    internal static LayerCase Nearest(int seed)
    {
        var c = new LayerCase(seed);
        (float scale, int zero) = (c.Scale(0.05), c.Zero(c.Type));
        string x = c.RealInput(scale, zero, 1, 2, 4, 6);
        string coordinates = c.Pick(
            "half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel", c.Opset >= 19 ? "half_pixel_symmetric" : "half_pixel");
        string rounding = c.Pick("round_prefer_floor", "round_prefer_ceil", "floor", "ceil");
        string y = Resize(c, x, ("mode", "nearest"), ("coordinate_transformation_mode", coordinates), ("nearest_mode", rounding));
        return c.QuantizedOutput(y, c.Pick(scale, 0.06f), zero);
    }

    /// <summary>Interpolation by powers of two, with scales that are: every float32 operation is exact.</summary>
    internal static LayerCase Linear(int seed)
    {
        var c = new LayerCase(seed) { Dyadic = true };
        (float scale, int zero) = (c.Scale(0.05), c.Zero(c.Type));
        bool isInteger = c.Opset >= 13 && c.Random.Next(3) == 0;
        string x = isInteger ? c.QuantizedInput(scale, zero, 1, 2, 4, 5) : c.RealInput(scale, zero, 1, 2, 4, 5);
        float[] scales = c.Pick<float[]>([1, 1, 2, 2], [1, 1, 4, 2], [1, 1, 1, 2], [1, 1, 2, 1], [1, 1, 0.5f, 2]);
        string y = c.Model.Node(
            "Resize", [x, string.Empty, c.Model.Constant(scales, 4)], ("mode", "linear"),
            ("coordinate_transformation_mode", c.Pick("half_pixel", "asymmetric")));
        return isInteger ? c.IntegerOutput(y, scale, zero) : c.QuantizedOutput(y, c.Pick(scale, 0.125f), zero);
    }

    internal static LayerCase Interpolated(int seed)
    {
        var c = new LayerCase(seed) { Dyadic = false };
        string x = c.RealInput(0.0517f, c.Zero(c.Type), 1, 2, 4, 6);
        string mode = c.Pick("linear", "cubic");
        return c.QuantizedOutput(Resize(c, x, ("mode", mode), ("coordinate_transformation_mode",
            c.Pick("half_pixel", "align_corners", "asymmetric", "pytorch_half_pixel"))), FloatLayerTests.OutputScale, c.Middle);
    }

    internal static LayerCase TransposedConvolution(int seed)
    {
        var c = new LayerCase(seed) { Dyadic = false };
        int rank = c.Next(1, 3), groups = c.Next(1, 2);
        int[] Draw(int low, int high) => [.. Enumerable.Range(0, rank).Select(_ => c.Next(low, high))];
        int[] kernel = Draw(1, 4), strides = Draw(1, 3), dilations = Draw(1, 2), sizes = Draw(2, 5);
        string x = c.RealInput(0.0517f, c.Zero(c.Type), [1, 4, .. sizes]);
        int count = kernel.Aggregate(8, static (product, size) => product * size);
        bool perChannel = c.Random.Next(2) == 0;
        string w = c.RealConstant(c.Weights(count), [4, 2, .. kernel], perChannel ? c.Scales(2, 0.005) : [0.0051f], 1);
        string[] bias = c.Random.Next(2) == 0 ? [] : [c.Model.Constant(c.Scales(2 * groups, 0.7), 2 * groups)];
        int[] extra = [.. strides.Select(stride => c.Next(0, stride - 1))];
        int[] pads = [.. kernel.Concat(kernel).Select(size => c.Next(0, size - 1))];
        List<(string, object)> attributes = [("kernel_shape", kernel), ("strides", strides), ("dilations", dilations), ("group", groups)];
        switch (c.Random.Next(3))
        {
            case 0:
                attributes.Add(("auto_pad", c.Pick("SAME_UPPER", "SAME_LOWER")));
                break;
            case 1:
                attributes.AddRange([("pads", pads), ("output_padding", extra)]);
                break;
            default:
                int[] full = [.. sizes.Select((size, i) => (strides[i] * (size - 1)) + (dilations[i] * (kernel[i] - 1)) + 1)];
                attributes.Add(("output_shape", full.Select(size => Math.Max(1, size - c.Next(0, 2))).ToArray()));
                break;
        }

        return c.QuantizedOutput(c.Model.Node("ConvTranspose", [x, w, .. bias], [.. attributes]), FloatLayerTests.OutputScale, c.Middle);
    }

    internal static LayerCase CumulativeSum(int seed)
    {
        var c = new LayerCase(seed) { Dyadic = true };
        string x = c.RealInput(c.Scale(0.05), c.Zero(c.Type), 2, 4, 5);
        string axis = c.Model.Constant(new[] { c.Pick(0L, 1L, 2L, -1L) });
        string y = c.Model.Node("CumSum", [x, axis], ("exclusive", c.Next(0, 1)), ("reverse", c.Next(0, 1)));
        return c.QuantizedOutput(y, c.Scale(0.1), c.Zero(c.Type));
    }

    internal static LayerCase Mask(int seed)
    {
        var c = new LayerCase(seed);
        (float scale, int zero) = (c.Scale(0.05), c.Zero(c.Type));
        string x = c.RealInput(scale, zero, 2, 4, 5);
        string y;
        if (c.Opset >= 14 && c.Random.Next(2) == 0)
        {
            y = c.Model.Node("Trilu", [x, c.Model.Constant(new[] { (long)c.Next(-2, 2) })], ("upper", c.Next(0, 1)));
        }
        else
        {
            string index = c.Model.Node("ArgMax", [x], ("axis", 2), ("keepdims", 0));
            string values = c.Model.Constant(new[] { -0.3f, 1.2f }, 2);
            y = c.Model.Node("OneHot", [index, c.Model.Constant(new[] { 4L }, 1), values], ("axis", c.Pick(-1, 1, 0)));
        }

        return c.QuantizedOutput(y, 0.03f, c.Middle);
    }

    /// <summary>Matrices and vectors with batches on either side, constant or not, in float32 and in integers.</summary>
    internal static LayerCase MatMul(int seed)
    {
        var c = new LayerCase(seed) { Dyadic = false };
        (int[] left, int[] right) = c.Pick<(int[], int[])>(
            ([2, 3, 4], [2, 4, 5]), ([2, 1, 3, 4], [3, 4, 2]), ([4], [4, 3]), ([2, 3, 4], [4]), ([4], [4]), ([3, 4], [2, 4, 3]),
            ([1, 2, 3, 4], [1, 1, 4, 2]));
        int weights = left.Aggregate(1, static (product, size) => product * size);
        int count = right.Aggregate(1, static (product, size) => product * size);
        float[] scales = right.Length == 2 && c.Next(0, 1) == 0 ? c.Scales(right[^1], 0.01) : [0.011f];
        string constant = c.RealConstant(c.Weights(count), right, scales, right.Length - 1);
        string x = c.RealInput(0.0517f, c.Zero(c.Type), left);
        string y = c.Random.Next(3) == 0
            ? c.Model.Node("MatMul", [c.RealConstant(c.Weights(weights), left, [0.011f], 0), c.RealInput(0.05f, 3, right)])
            : c.Model.Node("MatMul", [x, c.Random.Next(2) == 0 ? constant : c.RealInput(0.0217f, c.Zero(c.Type), right)]);
        return c.QuantizedOutput(y, FloatLayerTests.OutputScale, c.Middle);
    }

    internal static LayerCase Gemm(int seed)
    {
        var c = new LayerCase(seed) { Dyadic = false };
        bool transposesLeft = c.Next(0, 1) == 1, transposesRight = c.Next(0, 1) == 1;
        string x = c.RealInput(0.0517f, c.Zero(c.Type), transposesLeft ? [5, 3] : [3, 5]);
        int[] shape = transposesRight ? [4, 5] : [5, 4];
        string w = c.Random.Next(4) == 0
            ? c.RealInput(0.0217f, c.Zero(c.Type), shape)
            : c.RealConstant(c.Weights(20), shape, c.Scales(4, 0.01), transposesRight ? 0 : 1);
        bool isActivation = w.Length > 0 && c.Inputs.Count > 1;
        string[] bias = isActivation || c.Next(0, 1) == 0 ? [] : [c.Model.Constant(c.Scales(4, 0.9), 4)];
        string y = c.Model.Node("Gemm", [x, w, .. bias], ("alpha", isActivation ? 0.7f : c.Pick(1f, 0.4f, -0.6f)),
            ("beta", c.Pick(1f, 0.5f, -2f)), ("transA", transposesLeft ? 1 : 0), ("transB", transposesRight ? 1 : 0));
        return c.QuantizedOutput(y, FloatLayerTests.OutputScale, c.Middle);
    }

    internal static LayerCase Magnitudes(int seed)
    {
        var c = new LayerCase(seed) { Dyadic = false };
        string x = c.RealInput(0.0517f, c.Zero(c.Type), 1, 3, 6, 5);
        string y = c.Random.Next(4) switch
        {
            0 when c.Opset < 22 => c.Model.Node("GlobalLpPool", [x], ("p", c.Next(1, 2))),
            1 when c.Opset < 22 => c.Model.Node(
                "LpPool", [x], ("p", c.Next(1, 2)), ("kernel_shape", new[] { 2, 3 }), ("strides", new[] { 2, 1 })),
            2 when c.Opset < 18 => c.Model.Node("ReduceL2", [x], ("axes", new[] { 2, 3 })),
            _ when c.Opset < 18 => c.Model.Node("ReduceSumSquare", [x], ("axes", new[] { 1 })),
            _ => c.Model.Node(c.Pick("ReduceL2", "ReduceSumSquare"), [x, c.Model.Constant(new[] { 1L, 3L }, 2)]),
        };
        return c.QuantizedOutput(y, FloatLayerTests.OutputScale, c.Middle);
    }

    private static string Resize(LayerCase c, string x, params (string, object)[] attributes)
    {
        if (c.Random.Next(2) == 0)
        {
            long[] sizes = [1, 2, c.Next(2, 9), c.Next(3, 14)];
            return c.Model.Node("Resize", [x, string.Empty, string.Empty, c.Model.Constant(sizes, 4)], attributes);
        }

        float[] scales = [1, 1, c.Pick(2f, 3f, 1.5f, 0.5f), c.Pick(2f, 1f, 2.3f, 0.7f)];
        return c.Model.Node("Resize", [x, string.Empty, c.Model.Constant(scales, 4)], attributes);
    }
}
