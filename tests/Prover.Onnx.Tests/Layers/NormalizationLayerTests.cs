using Prover.Onnx.Compilation;
using Prover.Onnx.Model;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;
using Prover.Proving.Witness;

namespace Prover.Onnx.Tests.Layers;

/// <summary>
/// Normalisations as exact integer kernels (SPEC §10.11): no element differs from ONNX Runtime's by more than one step, over random
/// inputs and over inputs that are made to hurt.
/// </summary>
public class NormalizationLayerTests
{
    /// <summary>Operator, elements that share a mean or norm, steps of input and output, whether factors differ.</summary>
    public static TheoryData<string, int, float, float, bool> Cases => new()
    {
        { "LayerNormalization", 1, 0.02f, 0.03f, true },
        { "LayerNormalization", 2, 0.02f, 0.03f, true },
        { "LayerNormalization", 5, 0.004f, 0.01f, true },
        { "LayerNormalization", 64, 0.02f, 0.03f, false },
        { "LayerNormalization", 64, 0.00002f, 0.001f, true },
        { "LayerNormalization", 257, 3f, 0.03f, true },
        { "LayerNormalization", 768, 0.03f, 0.03f, true },
        { "LayerNormalization", 768, 0.03f, 0.12f, false },
        { "LayerNormalization", 4096, 0.05f, 0.03f, true },
        { "LayerNormalization", 4096, 0.05f, 0.5f, false },
        { "RMSNormalization", 1, 0.02f, 0.03f, true },
        { "RMSNormalization", 64, 0.02f, 0.03f, true },
        { "RMSNormalization", 768, 0.02f, 0.015f, true },
        { "RMSNormalization", 4096, 0.05f, 0.03f, false },
        { "InstanceNormalization", 16, 0.05f, 0.03f, true },
        { "InstanceNormalization", 1024, 0.05f, 0.03f, true },
        { "InstanceNormalization", 4096, 0.01f, 0.05f, true },
        { "InstanceNormalization", 65536, 0.05f, 0.05f, true },
        { "GroupNormalization", 32, 0.05f, 0.03f, true },
        { "MeanVarianceNormalization", 36, 0.05f, 0.03f, false },
        { "LRN", 1, 0.05f, 0.03f, false },
        { "LRN", 64, 0.05f, 0.02f, false },
        { "LRN", 64, 3f, 0.1f, false },
        { "LpNormalization1", 40, 0.05f, 0.004f, false },
        { "LpNormalization2", 40, 0.05f, 0.008f, false },
        { "LpNormalization2", 4096, 0.05f, 0.008f, false },
    };

    /// <summary>
    /// Where ONNX Runtime's own float arithmetic is off by a quarter step or more (it divides rounding noise by nearly 0 where all
    /// elements are equal and epsilon is tiny), the real number is the measure instead.
    /// </summary>
    [OnnxRuntimeTheory]
    [MemberData(nameof(Cases))]
    public void Differences_are_at_most_one_step(string op, int count, float inputStep, float outputStep, bool differ)
    {
        int seeds = count > 4096 ? 1 : 3;
        for (int seed = 0; seed < seeds; seed++)
        {
            Compare(new(op, count, inputStep, outputStep, differ, seed), outputStep, $"{op} {count}, seed {seed}");
        }
    }

    /// <summary>Quantised models may compute a normalisation in float steps, which ONNX Runtime joins too.</summary>
    [OnnxRuntimeTheory]
    [InlineData("LayerNormalization")]
    [InlineData("RMSNormalization")]
    public void Steps_between_roundings_are_one_kernel(string op)
    {
        const float step = 0.03f;
        Compare(new(op, 48, step, step, differ: true, seed: 0, inSteps: true), step, op);
    }

    /// <summary>The precision of a kernel follows from its rounding, so there must be one.</summary>
    [Theory]
    [InlineData("LayerNormalization")]
    [InlineData("LpNormalization2")]
    public void A_result_that_is_not_rounded_is_refused(string op)
    {
        NormalizationLayer layer = new(op, 8, 0.03f, 0.03f, differ: true, seed: 0);
        ModelNotSupportedException error = Assert.Throws<ModelNotSupportedException>(
            () => ModelCompiler.Compile(layer.UnroundedModel, op, new CompilationOptions()));
        UnsupportedNode node = Assert.Single(error.Nodes);
        Assert.Equal(op.TrimEnd('2'), node.Operator);
        Assert.Contains("QuantizeLinear", $"{node}", StringComparison.Ordinal);
    }

    [Fact]
    public void Inputs_of_16_bits_are_refused_by_name()
    {
        const float step = 0.001f;
        var model = new TestModel(21);
        string x = model.Quantize(model.Input("x", TensorElementType.Float, 2, 64), step, TensorElementType.UInt16, 0);
        string[] parameters = [model.Constant(new float[64], 64), model.Constant(new float[64], 64)];
        string y = model.Node("LayerNormalization", [model.Dequantize(x, step, TensorElementType.UInt16, 0), .. parameters]);
        model.Output(model.Dequantize(model.Quantize(y, step, TensorElementType.UInt8, 0), step, TensorElementType.UInt8, 0));
        ModelNotSupportedException error = Assert.Throws<ModelNotSupportedException>(
            () => ModelCompiler.Compile(model.ToBytes(), "wide", new CompilationOptions()));
        Assert.Contains("8 bits", $"{Assert.Single(error.Nodes)}", StringComparison.Ordinal);
    }

    private static void Compare(NormalizationLayer layer, float outputStep, string name)
    {
        const double ownError = 0.25, slack = 0.001;
        CompiledModel model = ModelCompiler.Compile(layer.Model, name, new CompilationOptions());
        float[] actual = model.Run(layer.Inputs)[0].Value.As<float>(), expected = layer.Reference(), unrounded = layer.Unrounded();
        double[] exact = layer.Exact();
        (int different, int noisy) = (0, 0);
        for (int i = 0; i < actual.Length; i++)
        {
            double real = layer.Clamp(exact[i]), theirs = layer.Clamp(unrounded[i]);
            bool isNoise = !(Math.Abs(theirs - real) < ownError * outputStep);
            noisy += isNoise ? 1 : 0;
            different += isNoise || actual[i] == expected[i] ? 0 : 1;
            double steps = (isNoise ? Math.Abs(actual[i] - real) - (outputStep / 2) : Math.Abs(actual[i] - expected[i])) / outputStep;
            Assert.True(steps < 1 + slack, $"{name}, element {i}: {actual[i]} for {expected[i]}, really {exact[i]}");
        }

        string what = $"{name}: {different} of {actual.Length} differ; {string.Join(" ", model.Notes)}";
        Assert.True(different <= 5 + (actual.Length / 10), what);
        Assert.True(noisy == 0 || layer.IsNoisy, $"{noisy} elements of ONNX Runtime are off");
        Assert.Single(model.Notes);
        if (layer.Count <= 64)
        {
            WitnessTrace trace = new WitnessProgram(model.Network).Execute(model.Quantize(layer.Inputs), 1);
            Assert.Null(CircuitChecker.FindViolation(model.Network.Circuit, trace.Values));
        }
    }
}
