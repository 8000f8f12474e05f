using Prover.Onnx.Artefacts;
using Prover.Onnx.Compilation;
using Prover.Onnx.Model;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Compilation;

/// <summary>Arithmetic per feature before the first QuantizeLinear is not proven but computed with the input.</summary>
public sealed class PreparedInputTests
{
    private static readonly float[] Shift = [1, -2, 3];
    private static readonly float[] Factor = [0.5f, 10, 300];
    private static readonly float[] Thresholds = [-1, 0, 1, -0.5f, 0.25f, float.PositiveInfinity, 0, 0.5f, 0.75f];
    private static readonly float[] Input = [0.3f, -1.5f, 2.2f, -0.7f, 0.1f, 0.6f];

    [OnnxRuntimeTheory]
    [InlineData("scaled")]
    [InlineData("divided")]
    [InlineData("transposed")]
    [InlineData("ranks")]
    public void It_gives_what_the_runtime_gives(string kind)
    {
        TestModel model = Build(kind);
        DenseTensor x = DenseTensor.Create(Input, 2, 3);
        DenseTensor expected = model.RunReference(("x", x))[0];

        CompiledModel compiled = ModelCompiler.Compile(model.ToBytes(), "prepared", new CompilationOptions());
        byte[] stored = ModelInterface.Of(compiled).Write();
        InputQuantization restored = Assert.Single(ModelInterface.Read(stored).Inputs);

        Assert.Equal(expected.As<float>(), compiled.Run(new Dictionary<string, DenseTensor> { ["x"] = x })[0].Value.As<float>());
        Assert.Equal([2, 3], restored.Input.Shape);
        Assert.Equal(compiled.Inputs[0].Apply(x), restored.Apply(x));
    }

    [Theory]
    [InlineData("squared")]
    [InlineData("mixed")]
    [InlineData("repeated")]
    [InlineData("read twice")]
    public void Integers_that_could_contradict_each_other_are_not_taken_from_outside(string kind) =>
        Assert.Throws<ModelNotSupportedException>(() => ModelCompiler.Compile(Build(kind).ToBytes(), "prepared", new CompilationOptions()));

    private static TestModel Build(string kind)
    {
        var model = new TestModel();
        string x = model.Input("x", TensorElementType.Float, 2, 3);
        string shift = model.Constant(Shift, 3);
        string prepared = kind switch
        {
            "scaled" => model.Node("Mul", [model.Node("Sub", [x, shift]), model.Constant(Factor, 3)]),
            "divided" => model.Node("Div", [model.Node("Add", [shift, x]), model.Constant(Factor, 3)]),
            "transposed" => model.Node("Transpose", [model.Node("Sub", [x, shift])]),
            "ranks" => Ranks(model, x),
            "squared" => model.Node("Mul", [x, x]),
            "mixed" => model.Node("ReduceSum", [model.Node("Sub", [x, shift]), model.Constant(new[] { 1L }, 1)], ("keepdims", 0)),
            "repeated" => model.Node("Gather", [model.Node("Sub", [x, shift]), model.Constant(new[] { 0L, 1, 1 }, 3)], ("axis", 1)),
            _ => model.Node("Sub", [x, shift]),
        };
        if (kind == "read twice")
        {
            model.Output(model.Dequantize(model.Quantize(x, 0.1f, TensorElementType.Int8, 0), 0.1f, TensorElementType.Int8, 0));
        }

        string quantized = model.Quantize(prepared, 0.5f, TensorElementType.UInt8, 100);
        string relu = model.Node("Relu", [model.Dequantize(quantized, 0.5f, TensorElementType.UInt8, 100)]);
        model.Output(model.Dequantize(model.Quantize(relu, 0.25f, TensorElementType.UInt8, 0), 0.25f, TensorElementType.UInt8, 0));
        return model;
    }

    private static string Ranks(TestModel model, string x)
    {
        string column = model.Node("Unsqueeze", [x, model.Constant(new[] { 2L }, 1)]);
        string above = model.Node("Greater", [column, model.Constant(Thresholds, 3, 3)]);
        string numbers = model.Node("Cast", [above], ("to", (int)TensorElementType.Float));
        return model.Node("ReduceSum", [numbers, model.Constant(new[] { 2L }, 1)], ("keepdims", 0));
    }
}
