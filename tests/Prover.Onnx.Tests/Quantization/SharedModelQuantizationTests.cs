using Prover.Onnx.Compilation;
using Prover.Onnx.Inputs;
using Prover.Onnx.Quantization;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;
using Prover.Proving.Witness;

namespace Prover.Onnx.Tests.Quantization;

/// <summary>Trained float models of others, quantised and run as they would be proven, on labelled data.</summary>
public class SharedModelQuantizationTests
{
    private const int Rows = 300;

    [SharedModelTheory]
    [InlineData("mnist_mlp_esp/model", "mnist/images.npy", 1 / 255f, false)]
    [InlineData("mnist_mlp_esp/model", "mnist/images.npy", 1 / 255f, true)]
    [InlineData("mnist_cnn_cntk/model", "mnist/images.npy", 1f, false)]
    [InlineData("mnist_lenet_sigmoid/model", "mnist/images.npy", 1 / 255f, false)]
    [InlineData("mlperf_kws_dscnn/model", "kws/features_int8.npy", 0.58470290899f, false)]
    public void Proven_answers_are_the_float_models(string name, string data, float scale, bool powersOfTwo)
    {
        var options = new QuantizationOptions { PowerOfTwoScales = powersOfTwo, MaximumSamples = 100, Threads = 2 };
        var quantizer = new ModelQuantizer(SharedModels.ModelPath(name), options);
        DenseTensor raw = SharedModels.Data(data);
        int zero = raw.ElementType == TensorElementType.Int8 ? 83 : 0;
        int size = DenseTensor.ElementCount(quantizer.Inputs[0].Shape);
        float[] values = [.. raw.ToInt64().Take(Rows * size).Select(v => (v - zero) * scale)];
        long[] labels = [.. SharedModels.Data(Path.GetDirectoryName(data) + "/labels.npy").ToInt64().Take(Rows)];
        string input = quantizer.Inputs[0].Name;
        var stack = new Dictionary<string, DenseTensor> { [input] = DenseTensor.Create(values, values.Length) };
        var samples = new SampleSet(stack, new Dictionary<string, int[]> { [input] = quantizer.Inputs[0].Shape }, Rows);
        QuantizedModel quantized = quantizer.Quantize(samples, static (_, _, _) => { });
        CompiledModel compiled = ModelCompiler.Compile(quantized.Bytes, name, new CompilationOptions());
        var accuracy = AccuracyComparison.Measure(quantized, compiled, samples, labels, 2, static _ => { });
        Assert.InRange(accuracy.FloatCorrect, Rows * 0.85, Rows);
        Assert.InRange(accuracy.ProvenCorrect!.Value, accuracy.FloatCorrect - (Rows * 0.015), Rows);
        Assert.InRange(accuracy.ProvenAgreesWithFloat!.Value, Rows * 0.97, Rows);
        Assert.InRange(accuracy.ProvenCorrect!.Value - accuracy.QuantizedCorrect, -1, 1);
        AnyInputHasAWitness(compiled, quantizer.Inputs[0], values.Max());
    }

    /// <summary>Inputs far outside the calibrated range are clipped, never refused.</summary>
    private static void AnyInputHasAWitness(CompiledModel compiled, ModelInput input, float largest)
    {
        const int inputs = 20;
        var program = new WitnessProgram(compiled.Network);
        for (int seed = 0; seed < inputs; seed++)
        {
            float[] values = FloatModels.Random(seed, DenseTensor.ElementCount(input.Shape), 3 * largest);
            var sample = new Dictionary<string, DenseTensor> { [input.Name] = DenseTensor.Create(values, input.Shape) };
            WitnessTrace trace = program.Execute(compiled.Quantize(sample), 2);
            Assert.NotEmpty(compiled.Outputs(program, trace)[0].Value.As<float>());
        }
    }
}
