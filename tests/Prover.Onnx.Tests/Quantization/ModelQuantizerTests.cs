using Prover.Onnx.Compilation;
using Prover.Onnx.Model;
using Prover.Onnx.Quantization;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Quantization;

/// <summary>Quantised models are close to the float ones, run in ONNX Runtime, and prove what it computes.</summary>
public class ModelQuantizerTests
{
    private static readonly SampleSet Samples = FloatModels.Samples(20, 1, 2, 6, 6);

    public static TheoryData<string, object> Variants() => new()
    {
        { "Relu", new QuantizationOptions() },
        { "Relu", new QuantizationOptions { Method = CalibrationMethod.Percentile, Percentile = 99.9 } },
        { "Relu", new QuantizationOptions { Method = CalibrationMethod.Entropy } },
        { "Relu", new QuantizationOptions { PowerOfTwoScales = true } },
        { "Relu", new QuantizationOptions { ActivationType = TensorElementType.Int8 } },
        { "Relu", new QuantizationOptions { Weights = WeightGranularity.PerChannel } },
        { "Relu", new QuantizationOptions { Weights = WeightGranularity.PerTensor, BiasCorrection = false } },
        { "LeakyRelu", new QuantizationOptions() },
        { "Tanh", new QuantizationOptions() },
    };

    [OnnxRuntimeTheory]
    [MemberData(nameof(Variants))]
    public void Quantised_model_is_close_to_float_and_proves_what_the_runtime_computes(string activation, object options)
    {
        TestModel model = FloatModels.Residual(activation);
        QuantizedModel quantized = FloatModels.Quantize(model, Samples, (QuantizationOptions)options);
        CompiledModel compiled = ModelCompiler.Compile(quantized.Bytes, "quantised", new CompilationOptions());
        bool exact = activation == "Relu";
        foreach (IReadOnlyDictionary<string, DenseTensor> sample in Samples)
        {
            (string, DenseTensor)[] inputs = [("x", sample["x"])];
            float[] floats = model.RunReference(inputs)[0].As<float>();
            float[] runtime = TestModel.RunReference(quantized.Bytes, inputs)[0].As<float>();
            float[] proven = compiled.Run(sample)[0].Value.As<float>();
            float range = floats.Max(MathF.Abs);
            for (int i = 0; i < floats.Length; i++)
            {
                Assert.Equal(floats[i], runtime[i], 0.08f * range);
                Assert.Equal(runtime[i], proven[i], exact ? 0 : 0.02f * range);
            }
        }
    }

    [OnnxRuntimeFact]
    public void Softmax_at_the_end_stays_outside_the_proof()
    {
        QuantizedModel quantized = FloatModels.Quantize(FloatModels.Residual(softmax: true), Samples);
        ModelProto proto = ModelProto.Parser.ParseFrom(quantized.Bytes);
        Assert.Equal("Softmax", proto.Graph.Node[^1].OpType);
        Assert.Equal("Gemm", proto.Graph.Node[^2].OpType);
        CompiledModel compiled = ModelCompiler.Compile(quantized.Bytes, "quantised", new CompilationOptions());
        Assert.Equal(1f, compiled.Run(Samples[0])[0].Value.As<float>().Sum(), 1e-5f);
    }

    [OnnxRuntimeFact]
    public void Powers_of_two_are_the_only_scales_if_asked_for()
    {
        QuantizedModel quantized = FloatModels.Quantize(
            FloatModels.Residual(), Samples, new QuantizationOptions { PowerOfTwoScales = true });
        ModelProto proto = ModelProto.Parser.ParseFrom(quantized.Bytes);
        float[] scales = [.. proto.Graph.Initializer.Where(static tensor => tensor.Name.EndsWith("scale", StringComparison.Ordinal))
            .SelectMany(static tensor => TensorProtoReader.Read(tensor, null).As<float>())];
        Assert.NotEmpty(scales);
        Assert.All(scales, static scale => Assert.Equal(0u, BitConverter.SingleToUInt32Bits(scale) & 0x7FFFFF));
    }

    [OnnxRuntimeFact]
    public void The_report_lists_every_quantised_value_the_worst_first()
    {
        IReadOnlyList<LayerError> layers = FloatModels.Quantize(FloatModels.Residual(), Samples).Layers;
        ModelProto proto = ModelProto.Parser.ParseFrom(FloatModels.Quantize(FloatModels.Residual(), Samples).Bytes);
        Assert.Equal(proto.Graph.Node.Count(static node => node.OpType == "QuantizeLinear"), layers.Count);
        Assert.Equal(layers.OrderBy(static layer => layer.SignalToNoise), layers);
        Assert.All(layers, static layer => Assert.InRange(layer.SignalToNoise, 25, 200));
        Assert.InRange(layers.Single(static layer => layer.Value == "x").MaximumSteps, 0.1, 0.5001);
    }

    [OnnxRuntimeFact]
    public void A_quantised_model_is_not_quantised_again()
    {
        var model = new TestModel();
        string q = model.Quantize(model.Input("x", TensorElementType.Float, 1, 4), 0.1f, TensorElementType.UInt8, 0);
        model.Output(model.Dequantize(q, 0.1f, TensorElementType.UInt8, 0));
        var error = Assert.Throws<ModelNotSupportedException>(() => FloatModels.Quantize(model, FloatModels.Samples(1, 1, 4)));
        Assert.Contains("quantised already", error.Message, StringComparison.Ordinal);
    }

    [OnnxRuntimeFact]
    public void Bias_correction_removes_the_mean_error_of_coarse_weights()
    {
        var model = new TestModel();
        string x = model.Input("x", TensorElementType.Float, 1, 8);
        float[] weights = FloatModels.Random(7, 8 * 3, 0.004f);
        weights[0] = 1f; // makes the one scale of the layer coarse
        model.Output(model.Node("Gemm", [x, model.Constant(weights, 8, 3), model.Constant(new float[3], 3)]));
        DenseTensor stack = DenseTensor.Create(Array.ConvertAll(FloatModels.Random(8, 64 * 8), static v => 1 + (0.1f * v)), 64, 8);
        var samples = new SampleSet(
            new Dictionary<string, DenseTensor> { ["x"] = stack },
            new Dictionary<string, int[]> { ["x"] = [1, 8] },
            64);
        double MeanError(bool correct)
        {
            QuantizedModel quantized = FloatModels.Quantize(model, samples, new QuantizationOptions { BiasCorrection = correct });
            double[] sums = new double[3];
            foreach (IReadOnlyDictionary<string, DenseTensor> sample in samples)
            {
                float[] exact = model.RunReference(("x", sample["x"]))[0].As<float>();
                float[] rounded = TestModel.RunReference(quantized.Bytes, ("x", sample["x"]))[0].As<float>();
                for (int i = 0; i < sums.Length; i++)
                {
                    sums[i] += (exact[i] - rounded[i]) / samples.Count;
                }
            }

            return sums.Max(Math.Abs);
        }

        Assert.InRange(MeanError(false), 1e-3, 1);
        Assert.InRange(MeanError(true), 0, 2e-5);
    }

    [OnnxRuntimeTheory]
    [InlineData(-1e9f)]
    [InlineData(float.NegativeInfinity)]
    public void Marks_of_a_mask_do_not_stretch_the_range(float mark)
    {
        var model = new TestModel();
        string x = model.Input("x", TensorElementType.Float, 1, 4, 4);
        string y = model.Node("MatMul", [x, FloatModels.Weights(model, 1, 4, 4)]);
        bool[] mask = [.. Enumerable.Range(0, 16).Select(static i => i % 4 > i / 4)];
        y = model.Node("Where", [model.Constant(mask, 1, 4, 4), model.Scalar(mark), y]);
        y = model.Node("Softmax", [y], ("axis", -1));
        model.Output(model.Node("MatMul", [y, FloatModels.Weights(model, 2, 4, 3)]));
        SampleSet samples = FloatModels.Samples(30, 1, 4, 4);
        QuantizedModel quantized = FloatModels.Quantize(model, samples);
        LayerError where = quantized.Layers.Single(static layer => layer.Operator == "Where");
        Assert.InRange(where.Scale, 0.04f, 0.08f);
        Assert.InRange(where.MaximumSteps, 0, 1.01);
        foreach (IReadOnlyDictionary<string, DenseTensor> sample in samples)
        {
            float[] exact = model.RunReference(("x", sample["x"]))[0].As<float>();
            float[] runtime = TestModel.RunReference(quantized.Bytes, ("x", sample["x"]))[0].As<float>();
            Assert.All(exact.Zip(runtime), static pair => Assert.Equal(pair.First, pair.Second, 0.05f));
        }
    }

    /// <summary>Where all results of a softmax are small, steps as small as they would make the runtime's byte kernel overflow.</summary>
    [OnnxRuntimeFact]
    public void A_softmax_of_nearly_equal_values_keeps_its_sum()
    {
        var model = new TestModel();
        string x = model.Input("x", TensorElementType.Float, 1, 4, 8);
        string y = model.Node("MatMul", [x, model.Constant(FloatModels.Random(1, 64, 0.001f), 8, 8)]);
        y = model.Node("Softmax", [y], ("axis", -1));
        model.Output(model.Node("MatMul", [y, FloatModels.Weights(model, 2, 8, 3)]));
        SampleSet samples = FloatModels.Samples(10, 1, 4, 8);
        QuantizedModel quantized = FloatModels.Quantize(model, samples);
        LayerError softmax = quantized.Layers.Single(static layer => layer.Operator == "Softmax");
        Assert.InRange(1 / softmax.Scale, 1000, 148 * 8);
        Assert.InRange(softmax.MaximumSteps, 0, 1.01);
    }
}
