using Prover.Onnx.Graphs;
using Prover.Onnx.Inputs;
using Prover.Onnx.Model;

namespace Prover.Onnx.Quantization;

/// <summary>A float model as read from its file, in the standard form in which it is quantised.</summary>
internal sealed class FloatModel
{
    private FloatModel(string file, ModelGraph graph, IReadOnlyList<ModelInput> inputs)
    {
        File = file;
        Graph = graph;
        Inputs = inputs;
    }

    /// <summary>The file, as the caller named it.</summary>
    internal string File { get; }

    /// <summary>The graph.</summary>
    internal ModelGraph Graph { get; }

    /// <summary>What it expects for one run.</summary>
    internal IReadOnlyList<ModelInput> Inputs { get; }

    /// <summary>Reads a model.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">Lengths of symbolic axes.</param>
    /// <exception cref="InvalidModelException">It is not a well-formed model.</exception>
    /// <exception cref="ModelNotSupportedException">It is quantised already, or an axis has no length.</exception>
    internal static FloatModel Load(string file, QuantizationOptions options)
    {
        ModelGraph graph = ModelLoader.LoadFloat(file);
        List<UnsupportedNode> problems = [.. graph.Nodes.Where(static node => node.IsQuantize || node.Operator.StartsWith("QLinear",
            StringComparison.Ordinal)).Take(1).Select(static node => node.Unsupported(
                "the model is quantised already", "compile it as it is"))];
        var inputs = graph.Inputs.Select(input => Fixed(input, options, problems)).ToList();
        return problems.Count == 0 ? new FloatModel(file, graph, inputs) : throw new ModelNotSupportedException(file, problems);
    }

    private static ModelInput Fixed(GraphInput input, QuantizationOptions options, List<UnsupportedNode> problems)
    {
        int[] shape = [.. input.Shape];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (shape[axis] >= 0)
            {
                continue;
            }

            bool given = input.AxisNames[axis] is { } name && options.Dimensions.TryGetValue(name, out shape[axis]);
            if (!given && axis > 0)
            {
                problems.Add(new(input.Name, "input", $"axis {axis} has no fixed length",
                    $"give it one with --dim {input.AxisNames[axis] ?? "NAME"}=N"));
            }

            shape[axis] = given ? shape[axis] : 1;
        }

        return new ModelInput(input.Name, input.ElementType, shape);
    }
}
