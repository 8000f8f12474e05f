using Prover.Onnx.Graphs;
using Prover.Onnx.Inputs;
using Prover.Onnx.Model;
using Prover.Onnx.Normalization;

namespace Prover.Onnx.Quantization;

/// <summary>A float model as read from its file, in the standard form in which it is quantised.</summary>
internal sealed class FloatModel
{
    private FloatModel(string file, NormalizedModel normalized, IReadOnlyList<ModelInput> inputs)
    {
        File = file;
        Normalized = normalized;
        Inputs = inputs;
    }

    /// <summary>The file, as the caller named it.</summary>
    internal string File { get; }

    /// <summary>The normal form, with notes on what was changed.</summary>
    internal NormalizedModel Normalized { get; }

    /// <summary>The graph.</summary>
    internal ModelGraph Graph => Normalized.Graph;

    /// <summary>Values whose range is known.</summary>
    internal IReadOnlyDictionary<string, (float Low, float High)> FixedRanges => Normalized.FixedRanges;

    /// <summary>Values that are quantised in place of the inputs that everybody computes them from.</summary>
    internal IReadOnlyCollection<string> Prepared => Normalized.Prepared;

    /// <summary>Scores after which everybody can compute the outputs.</summary>
    internal IReadOnlyCollection<string> Published => Normalized.Published;

    /// <summary>What people should know of, one line each.</summary>
    internal IReadOnlyList<string> Notes => Normalized.Notes;

    /// <summary>What it expects for one run.</summary>
    internal IReadOnlyList<ModelInput> Inputs { get; }

    /// <summary>Reads a model.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">Lengths of symbolic axes.</param>
    /// <exception cref="InvalidModelException">It is not a well-formed model.</exception>
    /// <exception cref="ModelNotSupportedException">It is quantised already, or has no static float32 form.</exception>
    internal static FloatModel Load(string file, QuantizationOptions options)
    {
        NormalizedModel normalized = FloatModelNormalizer.Load(file, options.Dimensions);
        ModelGraph graph = normalized.Graph;
        List<UnsupportedNode> problems = [.. graph.Nodes.Where(static node => node.IsQuantize || node.Operator.StartsWith("QLinear",
            StringComparison.Ordinal)).Take(1).Select(static node => node.Unsupported(
                "the model is quantised already", "compile it as it is"))];
        return problems.Count == 0
            ? new FloatModel(file, normalized, [.. graph.Inputs.Select(input => Fixed(input, options))])
            : throw new ModelNotSupportedException(file, problems);
    }

    private static ModelInput Fixed(GraphInput input, QuantizationOptions options) => new(
        input.Name, input.ElementType, NormalizationContext.FixedShape(input, options.Dimensions));
}
