using Prover.Onnx.Compilation;
using Prover.Onnx.Heads;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Layers;
using Prover.Onnx.Tests.Support;
using Prover.Verifier.Artefacts;

namespace Prover.Onnx.Tests.Compilation;

/// <summary>Batches, symbolic axes, determinism, integer inputs and outputs, and the stored form of heads.</summary>
public class CompilerTests
{
    [Fact]
    public void Equal_models_give_equal_circuits_and_others_do_not()
    {
        byte[] model = LinearLayers.Convolution(5).Model.ToBytes();
        byte[] first = Encode(ModelCompiler.Compile(model, "a.onnx", new CompilationOptions()));
        byte[] second = Encode(ModelCompiler.Compile(model, "b.onnx", new CompilationOptions()));
        byte[] other = Encode(ModelCompiler.Compile(LinearLayers.Convolution(6).Model.ToBytes(), "c.onnx", new CompilationOptions()));
        Assert.Equal(first, second);
        Assert.NotEqual(first, other);
    }

    [Fact]
    public void A_batch_gives_what_each_run_gives()
    {
        const int batch = 3;
        byte[] model = SmallNetwork("1").ToBytes();
        CompiledModel single = ModelCompiler.Compile(model, "m", new CompilationOptions());
        CompiledModel many = ModelCompiler.Compile(model, "m", new CompilationOptions { Batch = batch });
        float[] inputs = Inputs(batch * 2 * 6 * 6);
        float[] together = many.Run(One(inputs, batch))[0].Value.As<float>();
        int length = together.Length / batch;
        for (int i = 0; i < batch; i++)
        {
            float[] alone = single.Run(One(inputs[(i * 72)..((i + 1) * 72)], 1))[0].Value.As<float>();
            Assert.Equal(alone, together[(i * length)..((i + 1) * length)]);
        }
    }

    [Fact]
    public void A_symbolic_batch_axis_has_length_one_or_the_given_one()
    {
        byte[] model = SmallNetwork("N").ToBytes();
        CompiledModel one = ModelCompiler.Compile(model, "m", new CompilationOptions());
        CompiledModel named = ModelCompiler.Compile(
            model, "m", new CompilationOptions { Dimensions = new Dictionary<string, int> { ["N"] = 2 } });
        CompiledModel counted = ModelCompiler.Compile(model, "m", new CompilationOptions { Batch = 2 });
        Assert.Equal([1, 2, 6, 6], one.Inputs[0].Input.Shape);
        Assert.Equal([2, 2, 6, 6], named.Inputs[0].Input.Shape);
        Assert.Equal(Encode(named), Encode(counted));
    }

    [OnnxRuntimeFact]
    public void Integer_inputs_and_outputs_stay_integers()
    {
        var model = new TestModel();
        model.Input("x", TensorElementType.UInt8, 1, 3, 5, 5);
        string y = model.Node(
            "QLinearConv",
            [
                "x", model.Scalar(0.1f), model.Zero(TensorElementType.UInt8, 7),
                model.Constant(Enumerable.Range(0, 54).Select(static i => (sbyte)(i - 20)).ToArray(), 2, 3, 3, 3), model.Scalar(0.02f),
                model.Constant(new sbyte[1]), model.Scalar(0.3f), model.Zero(TensorElementType.UInt8, 99),
            ]);
        model.Output(y, TensorElementType.UInt8);
        DenseTensor x = DenseTensor.Create(Enumerable.Range(0, 75).Select(static i => (byte)(i * 37)).ToArray(), 1, 3, 5, 5);
        CompiledModel compiled = ModelCompiler.Compile(model.ToBytes(), "m", new CompilationOptions());
        DenseTensor actual = compiled.Run(new Dictionary<string, DenseTensor> { ["x"] = x })[0].Value;
        Assert.Equal(model.RunReference(("x", x))[0].As<byte>(), actual.As<byte>());
    }

    [OnnxRuntimeFact]
    public void The_class_is_computed_from_the_proven_integers()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            var c = new LayerCase(seed) { Type = TensorElementType.UInt8 };
            string x = c.RealInput(0.25f, 10, 5, 6); // coarse scales give equal logits: the first of them counts
            string w = c.RealConstant(c.Weights(24), [6, 4], [0.125f], 1);
            string logits = c.Model.Dequantize(
                c.Model.Quantize(c.Model.Node("MatMul", [x, w]), 32f, c.Type, 128), 32f, c.Type, 128);
            string label = c.Model.Node("ArgMax", [logits], ("axis", 1), ("keepdims", c.Pick(0, 1)));
            c.Model.Output(label, TensorElementType.Int64);
            byte[] bytes = c.Model.ToBytes();
            DenseTensor expected = c.Reference();
            DenseTensor actual = ModelCompiler.Compile(bytes, "m", new CompilationOptions()).Run(c.Inputs)[0].Value;
            Assert.Equal(expected.Shape, actual.Shape);
            Assert.Equal(expected.As<long>(), actual.As<long>());
        }
    }

    [Fact]
    public void A_stored_head_computes_the_same()
    {
        for (int seed = 0; seed < 10; seed++)
        {
            LayerCase layer = seed % 2 == 0 ? ElementwiseLayers.Head(seed) : LinearLayers.FloatResult(seed);
            CompiledModel model = ModelCompiler.Compile(layer.Model.ToBytes(), "m", new CompilationOptions());
            byte[] bytes = model.Head.ToBytes();
            CompiledModel restored = model with { Head = PublicHead.FromBytes(bytes) };
            Assert.Equal(bytes, restored.Head.ToBytes());
            Assert.Equal(model.Run(layer.Inputs)[0].Value.As<float>(), restored.Run(layer.Inputs)[0].Value.As<float>());
        }
    }

    [Fact]
    public void Layers_that_the_runtime_computes_in_float_are_noted()
    {
        var c = new LayerCase(1) { Type = TensorElementType.UInt8 };
        string x = c.RealInput(0.1f, 0, 1, 1, 4, 4);
        c.QuantizedOutput(c.Model.Node("AveragePool", [x], ("kernel_shape", new[] { 2, 2 })), 0.1f, 0);
        Assert.Single(ModelCompiler.Compile(c.Model.ToBytes(), "m", new CompilationOptions()).Notes);
    }

    private static byte[] Encode(CompiledModel model) => [.. CircuitWriter.Write(model.Network.Circuit),
        .. model.Network.ModelValues.SelectMany(static values => values).SelectMany(BitConverter.GetBytes), .. model.Head.ToBytes()];

    private static float[] Inputs(int count) => [.. Enumerable.Range(0, count).Select(static i => (float)Math.Sin(i) * 9)];

    private static Dictionary<string, DenseTensor> One(float[] values, int batch) =>
        new() { ["x"] = DenseTensor.Create(values, batch, 2, 6, 6) };

    /// <summary>Convolution, pooling, a reshape that names the batch size, a dense layer and Softmax.</summary>
    private static TestModel SmallNetwork(string batchAxis)
    {
        var c = new LayerCase(4) { Type = TensorElementType.UInt8, Dyadic = false };
        TestModel model = c.Model;
        bool symbolic = batchAxis != "1";
        string x = symbolic
            ? model.SymbolicInput("x", TensorElementType.Float, batchAxis, 2, 6, 6)
            : model.Input("x", TensorElementType.Float, 1, 2, 6, 6);
        string real = model.Dequantize(model.Quantize(x, 0.1f, c.Type, 128), 0.1f, c.Type, 128);
        string w = c.RealConstant(c.Weights(3 * 2 * 9), [3, 2, 3, 3], [0.01f], 0);
        string hidden = model.Node("Relu", [model.Node("Conv", [real, w])]);
        hidden = model.Dequantize(model.Quantize(hidden, 0.2f, c.Type, 0), 0.2f, c.Type, 0);
        hidden = model.Node("MaxPool", [hidden], ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }));
        hidden = model.Node("Reshape", [hidden, model.Constant(symbolic ? [-1L, 12L] : new[] { 1L, 12L }, 2)]);
        hidden = model.Dequantize(model.Quantize(hidden, 0.2f, c.Type, 0), 0.2f, c.Type, 0);
        string dense = model.Node("MatMul", [hidden, c.RealConstant(c.Weights(12 * 4), [12, 4], [0.01f], 1)]);
        dense = model.Dequantize(model.Quantize(dense, 0.1f, c.Type, 128), 0.1f, c.Type, 128);
        model.Output(model.Node("Softmax", [dense], ("axis", -1)));
        return model;
    }
}
