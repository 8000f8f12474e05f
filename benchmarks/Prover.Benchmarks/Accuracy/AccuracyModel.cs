using Prover.Onnx.Inputs;
using Prover.Onnx.Quantization;

namespace Prover.Benchmarks.Accuracy;

/// <summary>A float model, its data, and how it is quantised.</summary>
/// <param name="Name">Folder and file of the model below the models folder, without extension.</param>
/// <param name="Data">Reads data as the model wants it.</param>
internal sealed record AccuracyModel(string Name, Func<SharedData, IReadOnlyList<ModelInput>, LabelledSamples> Data)
{
    /// <summary>What differs from the default options.</summary>
    public QuantizationOptions Options { get; init; } = new();

    /// <summary>The same as options of the command, for the report.</summary>
    public string OptionText { get; init; } = string.Empty;
}
