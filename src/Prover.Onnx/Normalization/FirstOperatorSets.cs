using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Normalization;

/// <summary>
/// Rewrites operator sets 1 to 6, which ONNX Runtime does not run, to version 7: broadcasting that had to be asked for, types as
/// text, shapes as attributes (ONNX Changelog.md).
/// </summary>
internal sealed class FirstOperatorSets
{
    private static readonly HashSet<string> Broadcasting =
        ["Add", "Sub", "Mul", "Div", "Pow", "And", "Or", "Xor", "Equal", "Less", "Greater", "PRelu"];

    private readonly ModelGraph graph;

    private FirstOperatorSets(ModelGraph graph)
    {
        this.graph = graph;
    }

    /// <summary>Applies the rules.</summary>
    /// <exception cref="FormatException">A node cannot be converted; the text names it.</exception>
    internal static void Apply(ModelGraph graph)
    {
        var pass = new FirstOperatorSets(graph);
        foreach (GraphNode node in graph.Nodes.Where(static node => node.Domain.Length == 0).ToList())
        {
            pass.Convert(node);
        }
    }

    private void Convert(GraphNode node)
    {
        NodeAttributes old = node.Attributes;
        node.Attributes = old.Without("consumed_inputs", "broadcast", "is_test");
        if (Broadcasting.Contains(node.Operator))
        {
            AlignOperand(node, old);
            return;
        }

        switch (node.Operator)
        {
            case "Reshape" when old.Ints("shape") is { } shape:
                string target = graph.AddConstant(
                    $"{node.Name}/shape", DenseTensor.Create(Array.ConvertAll(shape, static size => (long)size), shape.Length));
                node.Inputs = [node.Input(0), target];
                node.Attributes = NodeAttributes.Empty;
                break;
            case "Cast" when old.Text("to", string.Empty) is { Length: > 0 } name:
                node.Attributes = NodeAttributes.Empty.With("to", (int)Enum.Parse<TensorElementType>(name, true));
                break;
            case "Concat" when !old.Has("axis"):
                node.Attributes = old.With("axis", 1);
                break;
            case "Pad" when old.Ints("paddings") is { } paddings:
                node.Attributes = old.Without("paddings").With("pads", Array.ConvertAll(paddings, static size => (long)size));
                break;
            case "Upsample" when old.Has("height_scale"):
                string scales = graph.AddConstant($"{node.Name}/scales", DenseTensor.Create(
                    new[] { 1f, 1f, old.Float("height_scale", 1), old.Float("width_scale", 1) }, 4));
                node.Inputs = [node.Input(0), scales];
                node.Attributes = old.Without("height_scale", "width_scale");
                break;
            case "RNN" or "GRU" or "LSTM":
                node.Attributes = old.Without("output_sequence");
                break;
        }
    }

    /// <summary>An operand was aligned at a given axis of the other; now operands are aligned at their last axes.</summary>
    private void AlignOperand(GraphNode node, NodeAttributes old)
    {
        node.Attributes = node.Attributes.Without("axis");
        if (graph.Constant(node.Input(1)) is not { } operand || operand.Length == 1)
        {
            return;
        }

        bool isSlope = node.Operator == "PRelu";
        if (!isSlope && (old.Int("broadcast", 0) == 0 || !old.Has("axis")))
        {
            return;
        }

        int axis = isSlope ? 1 : old.Int("axis", 0);
        int rank = graph.KnownRank(node.Input(0)) ?? throw new FormatException(
            $"node {node.Name} ({node.Operator}): the axis of its operand cannot be converted; use operator set 7 or newer");
        int[] shape = [.. operand.Shape, .. Enumerable.Repeat(1, rank - (axis < 0 ? axis + rank : axis) - operand.Shape.Length)];
        node.Inputs[1] = graph.AddConstant($"{node.Name}/operand", operand.Reshape(shape));
    }
}
