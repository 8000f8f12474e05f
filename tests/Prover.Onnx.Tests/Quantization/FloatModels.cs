using Prover.Onnx.Inputs;
using Prover.Onnx.Quantization;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Quantization;

/// <summary>Small float models with random weights, and samples for them.</summary>
internal static class FloatModels
{
    internal static float[] Random(int seed, int count, float scale = 1f)
    {
        var random = new Random(seed);
        return [.. Enumerable.Range(0, count).Select(_ => scale * ((2 * random.NextSingle()) - 1))];
    }

    /// <summary>Convolution, activation, pooling, residual sum, dense layer.</summary>
    internal static TestModel Residual(string activation = "Relu", bool softmax = false)
    {
        var model = new TestModel();
        string x = model.SymbolicInput("x", TensorElementType.Float, "n", 2, 6, 6);
        string a = model.Node("Conv", [x, Weights(model, 1, 4, 2, 3, 3), Weights(model, 2, 4)], ("pads", (int[])[1, 1, 1, 1]));
        a = model.Node(activation, [a]);
        string b = model.Node("Conv", [a, Weights(model, 3, 4, 4, 1, 1)]);
        string c = model.Node("Relu", [model.Node("Add", [a, b])]);
        c = model.Node("MaxPool", [c], ("kernel_shape", (int[])[2, 2]), ("strides", (int[])[2, 2]));
        c = model.Node("Flatten", [c]);
        c = model.Node("MatMul", [c, Weights(model, 4, 36, 5)]);
        c = model.Node("Add", [c, Weights(model, 5, 5)]);
        c = softmax ? model.Node("Softmax", [c]) : c;
        model.Output(c);
        return model;
    }

    internal static string Weights(TestModel model, int seed, params int[] shape) =>
        model.Constant(Random(seed, DenseTensor.ElementCount(shape), 0.5f), shape);

    internal static SampleSet Samples(int count, params int[] shape) => new(
        new Dictionary<string, DenseTensor>
        {
            ["x"] = DenseTensor.Create(Random(99, count * DenseTensor.ElementCount(shape)), [count, .. shape[1..]]),
        },
        new Dictionary<string, int[]> { ["x"] = shape },
        count);

    /// <summary>Quantises a model by way of a file.</summary>
    internal static QuantizedModel Quantize(TestModel model, SampleSet samples, QuantizationOptions? options = null)
    {
        string file = Path.GetTempFileName();
        try
        {
            File.WriteAllBytes(file, model.ToBytes());
            return new ModelQuantizer(file, options ?? new QuantizationOptions()).Quantize(samples, static (_, _, _) => { });
        }
        finally
        {
            File.Delete(file);
        }
    }

    internal static IReadOnlyList<ModelInput> Inputs(params int[] shape) => [new ModelInput("x", TensorElementType.Float, shape)];
}
