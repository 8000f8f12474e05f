using Prover.Onnx.Tensors;

namespace Prover.Onnx.Tests.Layers;

/// <summary>Operators on float values that are rounded only behind them.</summary>
internal static class DeferredLayers
{
    /// <summary>Maxima of scaled sums of an integer convolution, before and behind Relu, joined or moved, and then rounded.</summary>
    internal static LayerCase Extremes(int seed)
    {
        var c = new LayerCase(seed, 17) { Type = TensorElementType.UInt8 };
        int zero = c.Zero(c.Type), channels = c.Next(1, 4);
        string x = c.QuantizedInput(c.Scale(0.02), zero, 1, 2, 9, 8);
        string sums = c.Model.Node("ConvInteger",
            [x, c.Model.Constant(c.Weights(channels * 18), channels, 2, 3, 3), c.Model.Zero(c.Type, zero)]);
        string real = Scaled(c, sums, 1e-4);
        real = c.Random.Next(2) == 0 ? real : c.Model.Node("Add", [real, c.Model.Constant(c.Scales(channels, 0.1), channels, 1, 1)]);
        real = c.Random.Next(2) == 0 ? real : c.Model.Node("Relu", [real]);
        string extreme = c.Random.Next(4) switch
        {
            0 => c.Model.Node("ReduceMax", [real], ("axes", new[] { 2, 3 })),
            1 => c.Model.Node("ReduceMin", [real], ("axes", new[] { 1 }), ("keepdims", 0)),
            2 => c.Model.Node("GlobalMaxPool", [real]),
            _ => c.Model.Node("MaxPool", [real], ("kernel_shape", new[] { 2, 3 }), ("strides", new[] { 2, 2 }),
                ("pads", new[] { 0, 1, 1, 0 })),
        };
        extreme = c.Random.Next(2) == 0 ? extreme : c.Model.Node("Relu", [extreme]);
        extreme = c.Random.Next(2) == 0 ? extreme : c.Model.Node("Flatten", [extreme]);
        return c.QuantizedOutput(extreme, c.Scale(0.01), c.Zero(c.Type));
    }

    /// <summary>Weights that the model quantises itself, behind a constant rearrangement.</summary>
    internal static LayerCase QuantizedConstants(int seed)
    {
        var c = new LayerCase(seed, 17) { Type = TensorElementType.UInt8 };
        int zero = c.Zero(c.Type);
        string x = c.QuantizedInput(c.Scale(0.02), zero, 3, 8);
        string reals = c.Model.Constant(Array.ConvertAll(c.Weights(40), value => value * 0.013f), 2, 4, 5);
        string matrix = c.Model.Node("Reshape", [reals, c.Model.Constant(new[] { 8L, 5 }, 2)]);
        string integers = c.Model.Quantize(matrix, c.Scale(0.02), TensorElementType.UInt8, 120);
        string sums = c.Model.Node("MatMulInteger",
            [x, integers, c.Model.Zero(c.Type, zero), c.Model.Zero(TensorElementType.UInt8, 120)]);
        return c.QuantizedOutput(Scaled(c, sums, 1e-3), c.Scale(0.05), c.Zero(c.Type));
    }

    private static string Scaled(LayerCase c, string sums, double scale) => c.Model.Node(
        "Mul", [c.Model.Node("Cast", [sums], ("to", (int)TensorElementType.Float)), c.Model.Scalar(c.Scale(scale))]);
}
