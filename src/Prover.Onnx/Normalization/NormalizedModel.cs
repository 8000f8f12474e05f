using Prover.Onnx.Graphs;

namespace Prover.Onnx.Normalization;

/// <summary>A float model in the form that the quantiser works on.</summary>
/// <param name="Graph">
/// The graph: float32 throughout, operator set <see cref="OpsetConversion.Target"/> or newer, shape arithmetic folded.
/// </param>
/// <param name="Notes">What was changed that people should know of, one line each.</param>
internal sealed record NormalizedModel(ModelGraph Graph, IReadOnlyList<string> Notes)
{
    /// <summary>Values whose range follows from their definition, whatever the input.</summary>
    internal IReadOnlyDictionary<string, (float Low, float High)> FixedRanges { get; init; } =
        new Dictionary<string, (float Low, float High)>();

    /// <summary>
    /// Float values that everybody computes from the model's float inputs before they are quantised; empty where inputs are
    /// quantised as they are.
    /// </summary>
    internal IReadOnlyCollection<string> Prepared { get; init; } = [];

    /// <summary>Scores after which everybody can compute the outputs: labels, probabilities. Empty where nothing is known.</summary>
    internal IReadOnlyCollection<string> Published { get; init; } = [];
}
