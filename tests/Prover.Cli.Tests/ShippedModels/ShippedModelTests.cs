using Prover.Onnx.Compilation;
using Prover.Onnx.Runtime;
using Prover.Onnx.Tensors;

namespace Prover.Cli.Tests.ShippedModels;

/// <summary>The folders under circuits/ hold what their cards promise.</summary>
public class ShippedModelTests
{
    private const int RandomInputs = 200;

    public static TheoryData<string> Names => [.. ShippedModel.Names];

    [Theory]
    [MemberData(nameof(Names))]
    public void A_model_is_below_two_megabytes_and_has_five_samples_of_five_classes(string name)
    {
        var model = ShippedModel.Find(name);
        ShippedSample[] samples = model.Samples;

        Assert.InRange(model.Onnx.Length, 10_000, 2_000_000);
        Assert.Equal(5, samples.Select(static sample => sample.Label).Distinct().Count());
        Assert.All(samples, sample => Assert.All(model.Input(sample).As<float>(), static value => Assert.InRange(value, 0f, 1f)));
        Assert.True(File.Exists(model.InFolder("README.md")));
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_sample_is_classified_as_recorded(string name)
    {
        var model = ShippedModel.Find(name);
        CompiledModel compiled = ModelCompiler.Compile(model.Onnx, name, new CompilationOptions());
        foreach (ShippedSample sample in model.Samples)
        {
            DenseTensor output = compiled.Run(new Dictionary<string, DenseTensor> { ["input"] = model.Input(sample) })[0].Value;
            float[] logits = output.As<float>();

            Assert.Equal([1, 10], output.Shape);
            Assert.Equal(sample.Predicted, Array.IndexOf(logits, logits.Max()));
        }
    }

    [OnnxRuntimeTheory]
    [MemberData(nameof(Names))]
    public void Samples_and_random_inputs_give_the_logits_of_ONNX_Runtime(string name)
    {
        var model = ShippedModel.Find(name);
        using var session = new InferenceSession(model.Onnx, new SessionOptions());
        CompiledModel compiled = ModelCompiler.Compile(model.Onnx, name, new CompilationOptions());
        var random = new Random(200);
        DenseTensor[] samples = [.. model.Samples.Select(model.Input)];
        IEnumerable<DenseTensor> all =
            samples.Concat(Enumerable.Range(0, RandomInputs).Select(index => RandomInput(samples, index, random)));
        foreach (DenseTensor input in all)
        {
            var inputs = new Dictionary<string, DenseTensor> { ["input"] = input };

            Assert.Equal(session.Run(inputs)[0].As<float>(), compiled.Run(inputs)[0].Value.As<float>());
        }
    }

    /// <summary>A sample mixed with noise, more of it from index to index until nothing else is left; also outside 0..1.</summary>
    private static DenseTensor RandomInput(DenseTensor[] samples, int index, Random random)
    {
        DenseTensor sample = samples[index % samples.Length];
        float noise = (index + 1f) / RandomInputs;
        return DenseTensor.Create(
            Array.ConvertAll(
                sample.As<float>(), value => ((1 - noise) * value) + (noise * ((1.2f * random.NextSingle()) - 0.1f))),
            sample.Shape);
    }
}
