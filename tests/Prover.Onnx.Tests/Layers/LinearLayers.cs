using Prover.Onnx.Tensors;

namespace Prover.Onnx.Tests.Layers;

/// <summary>Random convolutions and matrix products, QDQ and QOperator.</summary>
internal static class LinearLayers
{
    internal static LayerCase Convolution(int seed)
    {
        var c = new LayerCase(seed);
        int rank = c.Pick(1, 2, 2, 2, 2);
        int groups = c.Pick(1, 1, 2, 3);
        bool depthwise = c.Random.Next(4) == 0;
        int channels = groups * c.Next(1, 3);
        int outputs = depthwise ? channels : groups * c.Next(1, 3);
        groups = depthwise ? channels : groups;
        int[] kernel = [.. Enumerable.Range(0, rank).Select(_ => c.Next(1, 3))];
        int[] dilations = [.. Enumerable.Range(0, rank).Select(_ => c.Pick(1, 1, 2))];
        int[] strides = [.. Enumerable.Range(0, rank).Select(_ => c.Pick(1, 1, 2, 3))];
        int[] pads = [.. Enumerable.Range(0, 2 * rank).Select(i => c.Next(0, Math.Min(2, dilations[i % rank] * (kernel[i % rank] - 1))))];
        int[] shape = [1, channels, .. Enumerable.Range(0, rank).Select(i => (dilations[i] * (kernel[i] - 1)) + c.Next(1, 6))];
        int inner = (channels / groups) * kernel.Aggregate(1, static (a, b) => a * b);
        (float inputScale, int inputZero) = (c.Scale(0.05), c.Zero(c.Type));
        float[] weightScales = c.Scales(c.Pick(1, outputs), 0.01);
        float outputScale = c.Scale(0.05 * Math.Sqrt(inner));
        bool relu = c.Random.Next(3) == 0;
        int outputZero = relu ? (c.Type == TensorElementType.Int8 ? -128 : 0) : c.Zero(c.Type);
        sbyte[] weights = c.Weights(outputs * inner);
        int[] weightShape = [outputs, channels / groups, .. kernel];
        int[] bias = c.Biases(outputs, 2000 + (inner * 100));
        (string, object)[] attributes =
            [("kernel_shape", kernel), ("dilations", dilations), ("strides", strides), ("pads", pads), ("group", groups)];
        if (c.Random.Next(3) == 0)
        {
            c.Type = TensorElementType.UInt8;
            inputZero = c.Zero(c.Type);
            outputZero = c.Zero(c.Type);
            return QOperator(
                c, shape, inputScale, inputZero, weights, weightShape, weightScales, bias, outputScale, outputZero, attributes);
        }

        string x = c.RealInput(inputScale, inputZero, shape);
        string w = c.RealConstant(weights, weightShape, weightScales, 0);
        string b = c.RealConstant(bias, [outputs], Array.ConvertAll(weightScales, scale => scale * inputScale), 0);
        string y = c.Model.Node("Conv", c.Random.Next(4) == 0 ? [x, w] : [x, w, b], attributes);
        return c.QuantizedOutput(relu ? c.Model.Node("Relu", [y]) : y, outputScale, outputZero);
    }

    internal static LayerCase Gemm(int seed)
    {
        var c = new LayerCase(seed);
        (int rows, int inner, int outputs) = (c.Next(1, 4), c.Next(1, 40), c.Next(1, 9));
        bool transposed = c.Random.Next(2) == 0;
        (float inputScale, int inputZero) = (c.Scale(0.05), c.Zero(c.Type));
        float[] weightScales = c.Scales(c.Pick(1, outputs), 0.01);
        string x = c.RealInput(inputScale, inputZero, rows, inner);
        int[] weightShape = transposed ? [outputs, inner] : [inner, outputs];
        string w = c.RealConstant(c.Weights(inner * outputs), weightShape, weightScales, transposed ? 0 : 1);
        float[] biasScales = Array.ConvertAll(weightScales, scale => scale * inputScale);
        string b = c.Random.Next(3) == 0
            ? c.Model.Constant(c.Scales(outputs, 0.7), outputs)
            : c.RealConstant(c.Biases(outputs, 5000), [outputs], biasScales, 0);
        string y = c.Model.Node("Gemm", [x, w, b], ("transB", transposed ? 1 : 0), ("alpha", 1f), ("beta", 1f));
        return c.QuantizedOutput(y, c.Scale(0.05 * Math.Sqrt(inner)), c.Zero(c.Type));
    }

    /// <summary>A bias added behind MatMul, which the runtime joins into Gemm where the operands have two axes.</summary>
    internal static LayerCase MatMulBias(int seed)
    {
        var c = new LayerCase(seed) { Type = TensorElementType.UInt8 };
        (int rows, int inner, int outputs) = (c.Next(1, 4), c.Next(1, 30), c.Next(2, 7));
        float[] weightScales = c.Scales(c.Pick(1, outputs), 0.01);
        string x = c.RealInput(0.05f, c.Zero(c.Type), c.Pick<int[]>([rows, inner], [1, rows, inner], [2, rows, inner]));
        string w = c.RealConstant(c.Weights(inner * outputs), [inner, outputs], weightScales, 1);
        float[] biasScales = Array.ConvertAll(weightScales, scale => scale * 0.05f);
        string b = c.Random.Next(2) == 0
            ? c.Model.Constant(c.Scales(outputs, 0.7), outputs)
            : c.RealConstant(c.Biases(outputs, 5000), [outputs], biasScales, 0);
        string product = c.Model.Node("MatMul", [x, w]);
        string y = c.Model.Node("Add", c.Random.Next(2) == 0 ? [product, b] : [b, product]);
        return c.QuantizedOutput(y, c.Scale(0.05 * Math.Sqrt(inner)), c.Zero(c.Type));
    }

    /// <summary>No QuantizeLinear at the end: the accumulators themselves are the result.</summary>
    internal static LayerCase FloatResult(int seed)
    {
        var c = new LayerCase(seed) { Type = TensorElementType.UInt8 };
        (int rows, int inner, int outputs) = (c.Next(1, 4), c.Next(1, 40), c.Next(1, 9));
        (float inputScale, int inputZero) = (c.Scale(0.05), c.Zero(c.Type));
        float[] weightScales = c.Scales(c.Pick(1, outputs), 0.01);
        string x = c.RealInput(inputScale, inputZero, rows, inner);
        string w = c.RealConstant(c.Weights(inner * outputs), [inner, outputs], weightScales, 1);
        if (c.Random.Next(2) == 0)
        {
            return c.Output(c.Model.Node("MatMul", [x, w]));
        }

        string b = c.RealConstant(c.Biases(outputs, 5000), [outputs], Array.ConvertAll(weightScales, scale => scale * inputScale), 0);
        string y = c.Model.Node("Gemm", [x, w, b], ("alpha", 1f), ("beta", 1f));
        return c.Output(c.Random.Next(2) == 0 ? c.Model.Node("Softmax", [y], ("axis", -1)) : y);
    }

    internal static LayerCase MatMul(int seed)
    {
        var c = new LayerCase(seed);
        (int inner, int outputs) = (c.Next(1, 20), c.Next(1, 7));
        int[] leading = [.. Enumerable.Range(0, c.Next(1, 3)).Select(_ => c.Next(1, 3))];
        (float leftScale, int leftZero) = (c.Scale(0.05), c.Zero(c.Type));
        string x = c.RealInput(leftScale, leftZero, [.. leading, inner]);
        string y;
        if (c.Random.Next(3) == 0)
        {
            y = c.RealInput(c.Scale(0.02), c.Zero(c.Type), [.. leading[..^1], inner, outputs]);
        }
        else
        {
            y = c.RealConstant(c.Weights(inner * outputs), [inner, outputs], c.Scales(c.Pick(1, outputs), 0.01), 1);
        }

        return c.QuantizedOutput(c.Model.Node("MatMul", [x, y]), c.Scale(0.05 * Math.Sqrt(inner)), c.Zero(c.Type));
    }

    private static LayerCase QOperator(
        LayerCase c, int[] shape, float inputScale, int inputZero, sbyte[] weights, int[] weightShape, float[] weightScales, int[] bias,
        float outputScale, int outputZero, (string, object)[] attributes)
    {
        string y = c.Model.Node(
            "QLinearConv",
            [
                c.QuantizedInput(inputScale, inputZero, shape), c.Model.Scalar(inputScale), c.Model.Zero(c.Type, inputZero),
                c.Model.Constant(weights, weightShape), c.Model.Constant(weightScales, weightScales.Length),
                c.Model.Constant(new sbyte[weightScales.Length], weightScales.Length), c.Model.Scalar(outputScale),
                c.Model.Zero(c.Type, outputZero), c.Model.Constant(bias, bias.Length),
            ],
            attributes);
        return c.IntegerOutput(y, outputScale, outputZero);
    }
}
