using Prover.Onnx.Tensors;

namespace Prover.Onnx.Tests.Layers;

/// <summary>Random networks in which several nodes read one value, which changes what ONNX Runtime fuses.</summary>
internal static class BranchedNetworks
{
    internal static LayerCase Elementwise(int seed)
    {
        var c = new LayerCase(seed);
        string x = c.RealInput(c.Scale(0.05), c.Zero(c.Type), 1, 3, 4, 5);
        string[] branches = [.. Enumerable.Range(0, c.Next(2, 3)).Select(_ => Requantised(c, Function(c, x)))];
        string y = c.Pick("Add", "Mul", "Concat") switch
        {
            "Concat" => c.Model.Node("Concat", branches, ("axis", 1)),
            var op => branches.Aggregate((a, b) => Requantised(c, c.Model.Node(op, [a, b]))),
        };
        return c.QuantizedOutput(y, c.Scale(0.05), c.Middle);
    }

    /// <summary>Every layer runs on integers, however many nodes read it: uint8 by default, int8 by the kernels of int8.</summary>
    internal static LayerCase Residual(int seed)
    {
        var c = new LayerCase(seed);
        int channels = c.Next(2, 4);
        string x = Convolution(c, c.RealInput(0.05f, c.Zero(c.Type), 1, 2, 8, 8), 0.05f, 2, channels, relu: true);
        for (int block = 0; block < 2; block++)
        {
            string inner = Convolution(c, x, 0.05f, channels, channels, relu: true);
            string sum = c.Model.Node("Add", [Convolution(c, inner, 0.05f, channels, channels, relu: false), x]);
            x = Requantised(c, c.Model.Node("Relu", [sum]), 0.05f, Shifted(c, 0));
        }

        x = c.Random.Next(2) == 0
            ? Requantised(c, c.Model.Node("MaxPool", [x], ("kernel_shape", new[] { 8, 8 })), 0.05f, Shifted(c, 0))
            : Requantised(c, c.Model.Node("GlobalAveragePool", [x]), 0.04f, Shifted(c, 0));
        x = Requantised(c, c.Model.Node("Flatten", [x]), 0.04f, Shifted(c, 0));
        string weights = c.RealConstant(c.Weights(channels * 5), [channels, 5], c.Scales(5, 0.01), 1);
        string logits = c.Model.Node("Gemm", [x, weights, c.Model.Constant(c.Scales(5, 0.7), 5)], ("alpha", 1f), ("beta", 1f));
        logits = Requantised(c, logits, 0.03f, Shifted(c, 120));
        return c.Output(c.Random.Next(2) == 0 ? c.Model.Node("Softmax", [logits], ("axis", 1)) : logits);
    }

    private static string Function(LayerCase c, string x) => c.Random.Next(5) switch
    {
        0 => c.Model.Node("LeakyRelu", [x], ("alpha", 0.1f)),
        1 => c.Model.Node("Sigmoid", [x]),
        2 => c.Model.Node("Tanh", [x]),
        3 => c.Model.Node("Relu", [x]),
        _ => c.Model.Node("MaxPool", [x], ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 })),
    };

    /// <summary>A convolution whose int8 values something else reads too.</summary>
    internal static LayerCase SharedInt8(int seed)
    {
        var c = new LayerCase(seed) { Type = TensorElementType.Int8 };
        string x = c.RealInput(0.05f, c.Zero(c.Type), 1, 3, 6, 6);
        string y = Convolution(c, x, 0.05f, 3, 3, relu: false);
        return c.QuantizedOutput(c.Model.Node("Concat", [y, x], ("axis", 1)), 0.0625f, 0);
    }

    /// <summary>A zero point of uint8, or the one of int8 that means the same.</summary>
    private static int Shifted(LayerCase c, int zero) => c.Type == TensorElementType.Int8 ? zero - 128 : zero;

    private static string Convolution(LayerCase c, string x, float inputScale, int channels, int outputs, bool relu)
    {
        float[] scales = c.Scales(outputs, 0.01);
        string w = c.RealConstant(c.Weights(outputs * channels * 9), [outputs, channels, 3, 3], scales, 0);
        string b = c.RealConstant(c.Biases(outputs, 3000), [outputs], Array.ConvertAll(scales, scale => scale * inputScale), 0);
        string y = c.Model.Node("Conv", [x, w, b], ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 }));
        return relu ? Requantised(c, c.Model.Node("Relu", [y]), 0.05f, Shifted(c, 0)) : Requantised(c, y, 0.05f, c.Zero(c.Type));
    }

    private static string Requantised(LayerCase c, string real) => Requantised(c, real, c.Scale(0.05), c.Zero(c.Type));

    private static string Requantised(LayerCase c, string real, float scale, int zero) =>
        c.Model.Dequantize(c.Model.Quantize(real, scale, c.Type, zero), scale, c.Type, zero);
}
