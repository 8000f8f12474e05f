using Prover.Onnx.Compilation;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Layers;

/// <summary>
/// Layers that ONNX Runtime computes in float32 and we compute in integers: they carry a note, and no element differs by more than
/// one step of the output's quantisation.
/// </summary>
public class FloatLayerTests
{
    internal const float OutputScale = 0.0625f;

    private static readonly Dictionary<string, Func<int, LayerCase>> Families = new()
    {
        ["convolution and normalisation"] = Normalised,
        ["convolution and clip"] = Clipped,
        ["average pool"] = AveragePool,
        ["mean"] = Mean,
        ["interpolation"] = ResamplingLayers.Interpolated,
        ["transposed convolution"] = ResamplingLayers.TransposedConvolution,
        ["products"] = ResamplingLayers.MatMul,
        ["general products"] = ResamplingLayers.Gemm,
        ["magnitudes"] = ResamplingLayers.Magnitudes,
    };

    [OnnxRuntimeTheory]
    [InlineData("convolution and normalisation")]
    [InlineData("convolution and clip")]
    [InlineData("average pool")]
    [InlineData("mean")]
    [InlineData("interpolation")]
    [InlineData("transposed convolution")]
    [InlineData("products")]
    [InlineData("general products")]
    [InlineData("magnitudes")]
    public void Differences_are_at_most_one_step_and_noted(string family)
    {
        const int cases = 20;
        for (int seed = 0; seed < cases; seed++)
        {
            LayerCase layer = Families[family](seed);
            byte[] bytes = layer.Model.ToBytes();
            float[] expected = layer.Reference().As<float>();
            CompiledModel model = ModelCompiler.Compile(bytes, family, new CompilationOptions());
            float[] actual = model.Run(layer.Inputs)[0].Value.As<float>();
            int different = Enumerable.Range(0, actual.Length).Count(i => actual[i] != expected[i]);
            string what = $"{family}, seed {seed}: {different} of {actual.Length} differ; {layer.Model.Describe()}";
            Assert.True(different == 0 || model.Notes.Count > 0, what);
            Assert.All(actual.Zip(expected), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, OutputScale));
            Assert.True(different <= 1 + (actual.Length / 10), what);
        }
    }

    private static LayerCase Normalised(int seed)
    {
        var c = new LayerCase(seed) { Dyadic = false };
        string y = Convolution(c, c.RealInput(0.05f, c.Zero(c.Type), 1, 3, 6, 6));
        string[] parameters = [.. Enumerable.Range(0, 4).Select(_ => c.Model.Constant(c.Scales(3, 0.8), 3))];
        return c.QuantizedOutput(c.Model.Node("BatchNormalization", [y, .. parameters]), OutputScale, c.Middle);
    }

    private static LayerCase Clipped(int seed)
    {
        var c = new LayerCase(seed) { Dyadic = false };
        string y = Convolution(c, c.RealInput(0.05f, c.Zero(c.Type), 1, 3, 6, 6));
        return c.QuantizedOutput(c.Model.Node("Clip", [y, c.Model.Scalar(0), c.Model.Scalar(3)]), OutputScale, c.Middle);
    }

    private static LayerCase AveragePool(int seed)
    {
        var c = new LayerCase(seed) { Dyadic = false };
        string x = c.RealInput(0.0517f, c.Zero(c.Type), 1, 3, 6, 6);
        return c.QuantizedOutput(c.Model.Node("AveragePool", [x], ("kernel_shape", new[] { 3, 2 })), OutputScale, c.Middle);
    }

    private static LayerCase Mean(int seed)
    {
        var c = new LayerCase(seed) { Dyadic = false };
        string x = c.RealInput(0.0517f, c.Zero(c.Type), 1, 5, 7, 3);
        string y = c.Opset < 18
            ? c.Model.Node("ReduceMean", [x], ("axes", new[] { 2, 3 }))
            : c.Model.Node("ReduceMean", [x, c.Model.Constant(new[] { 2L, 3L }, 2)]);
        return c.QuantizedOutput(y, OutputScale, c.Middle);
    }

    private static string Convolution(LayerCase c, string x)
    {
        string w = c.RealConstant(c.Weights(81), [3, 3, 3, 3], c.Scales(3, 0.01), 0);
        return c.Model.Node("Conv", [x, w], ("kernel_shape", new[] { 3, 3 }), ("pads", new[] { 1, 1, 1, 1 }));
    }
}
