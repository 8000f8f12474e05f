using Prover.Onnx.Runtime;
using Prover.Onnx.Tensors;

namespace Prover.Cli.Tests.ShippedModels;

/// <summary>The folders under circuits/ hold what their cards promise.</summary>
public class ShippedModelTests
{
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
    public void ONNX_Runtime_predicts_the_recorded_class_of_every_sample(string name)
    {
        if (!OnnxRuntimeLibrary.TryLoad(out string? _))
        {
            return; // Comparisons need the library; everything else works without it.
        }

        var model = ShippedModel.Find(name);
        using var session = new InferenceSession(model.Onnx, new SessionOptions());
        foreach (ShippedSample sample in model.Samples)
        {
            DenseTensor output = session.Run(new Dictionary<string, DenseTensor> { ["input"] = model.Input(sample) })[0];
            float[] logits = output.As<float>();

            Assert.Equal([1, 10], output.Shape);
            Assert.Equal(sample.Predicted, Array.IndexOf(logits, logits.Max()));
        }
    }
}
