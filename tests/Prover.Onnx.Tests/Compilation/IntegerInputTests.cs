using Prover.Onnx.Compilation;
using Prover.Onnx.Inputs;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Compilation;

/// <summary>Inputs of integers: what the compiled model takes, and what it says of the others before anything is proven.</summary>
public class IntegerInputTests
{
    [Theory]
    [InlineData(7, 8)]
    [InlineData(-1, -1)]
    public void An_index_beyond_what_it_picks_from_is_refused_by_name(int other, int wrong)
    {
        CompiledModel model = ModelCompiler.Compile(Lookup(), "lookup", new CompilationOptions());
        var error = Assert.Throws<InvalidInputException>(() => model.Quantize(Tokens([0, wrong, Math.Max(0, other)])));
        Assert.Contains($"element 1 is {wrong}", error.Message, StringComparison.Ordinal);
        Assert.Contains("from 0 to 7", error.Message, StringComparison.Ordinal);
        Assert.Equal("tokens", error.File);
        Assert.Equal([0, 7, 3], model.Quantize(Tokens([0, 7, 3]))[0]);
    }

    [Theory]
    [InlineData(3)]
    [InlineData(40)]
    public void A_comparison_takes_integers_that_equal_none_of_its_constants(int constants)
    {
        var model = new TestModel(17);
        string x = model.Input("tokens", TensorElementType.Int64, 1, constants);
        long[] compared = [.. Enumerable.Range(0, constants).Select(static i => 2L * i)];
        string equal = model.Node("Equal", [x, model.Constant(compared, constants)]);
        string real = model.Node("Cast", [equal], ("to", (int)TensorElementType.Float));
        model.Output(model.Dequantize(model.Quantize(real, 1, TensorElementType.UInt8, 0), 1, TensorElementType.UInt8, 0));
        CompiledModel compiled = ModelCompiler.Compile(model.ToBytes(), "equal", new CompilationOptions());
        long[] tokens = [.. compared];
        (tokens[0], tokens[^1]) = (-1, compared[^1] + 1);
        float[] expected = [.. tokens.Select((value, i) => value == compared[i] ? 1f : 0)];
        Assert.Equal(expected, compiled.Run(Tokens(tokens))[0].Value.As<float>());
    }

    private static Dictionary<string, DenseTensor> Tokens(long[] values) =>
        new() { ["tokens"] = DenseTensor.Create(values, 1, values.Length) };

    private static byte[] Lookup()
    {
        var model = new TestModel(17);
        string x = model.Input("tokens", TensorElementType.Int64, 1, 3);
        sbyte[] rows = [.. Enumerable.Range(0, 16).Select(static i => (sbyte)(i * 3))];
        string table = model.Dequantize(model.Constant(rows, 8, 2), 0.5f, TensorElementType.Int8, 0);
        string gathered = model.Node("Gather", [table, x]);
        model.Output(model.Dequantize(model.Quantize(gathered, 0.5f, TensorElementType.Int8, 0), 0.5f, TensorElementType.Int8, 0));
        return model.ToBytes();
    }
}
