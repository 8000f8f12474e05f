using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Normalization;

/// <summary>
/// Rewrites a graph of an older operator set to version 17, the first with LayerNormalization: what used to be an attribute and
/// became an input, what was renamed, what changed its meaning (ONNX Changelog.md). Needs no shapes.
/// </summary>
internal sealed class OpsetConversion
{
    /// <summary>The version that normalised graphs have at least.</summary>
    internal const int Target = 17;

    private readonly ModelGraph graph;

    private OpsetConversion(ModelGraph graph)
    {
        this.graph = graph;
    }

    /// <summary>The graph in version 17 or, where it is newer, in its own.</summary>
    /// <exception cref="FormatException">A node has no counterpart in newer versions; the text names it.</exception>
    internal static ModelGraph Apply(ModelGraph graph)
    {
        var conversion = new OpsetConversion(graph);
        if (graph.Opset < 7)
        {
            FirstOperatorSets.Apply(graph);
        }

        foreach (GraphNode node in graph.Nodes.Where(static node => node.Domain.Length == 0).ToList())
        {
            conversion.Convert(node);
        }

        return graph.Opset >= Target ? graph : graph.Copy(Target);
    }

    private void Convert(GraphNode node)
    {
        RemoveTraining(node);
        if (graph.Opset < 13)
        {
            ConvertAxes(node);
        }

        if (graph.Opset < 11)
        {
            ConvertInputs(node);
        }

        if (graph.Opset < 11 && node.Operator is "Upsample" or "Resize")
        {
            ConvertResize(node);
        }
    }

    /// <summary>Drops what has a meaning in training only: further outputs of BatchNormalization, Dropout as a whole.</summary>
    private void RemoveTraining(GraphNode node)
    {
        switch (node.Operator)
        {
            case "Dropout":
                if (node.Outputs.Skip(1).Any(output => graph.Consumers(output).Count > 0))
                {
                    throw new FormatException($"node {node.Name} (Dropout): its mask is read; export the model for inference");
                }

                node.Operator = "Identity";
                node.Attributes = NodeAttributes.Empty;
                node.Inputs = [node.Input(0)];
                node.Outputs = [node.Output];
                break;
            case "BatchNormalization":
                if (node.Attributes.Int("spatial", 1) == 0)
                {
                    throw new FormatException($"node {node.Name} (BatchNormalization): spatial = 0 is not part of newer operator sets");
                }

                node.Outputs = [node.Output];
                node.Attributes = node.Attributes.Without("spatial", "is_test", "consumed_inputs", "training_mode", "momentum");
                break;
        }
    }

    /// <summary>Version 13: lists of axes became inputs; Softmax runs over one axis.</summary>
    private void ConvertAxes(GraphNode node)
    {
        switch (node.Operator)
        {
            case "Squeeze" or "Unsqueeze" or "ReduceSum":
                ListToInput(node, "axes", 1);
                break;
            case "Split":
                ListToInput(node, "split", 1);
                break;
            case "Softmax" or "LogSoftmax" or "Hardmax":
                var replacement = new NodeReplacement(graph, node);
                string shape = replacement.Node("Shape", node.Input(0));
                NodeAttributes axis = NodeAttributes.Empty.With("axis", node.Attributes.Int("axis", 1));
                string flat = replacement.Node("Flatten", axis, node.Input(0));
                string normalised = replacement.Node(node.Operator, NodeAttributes.Empty.With("axis", -1), flat);
                replacement.Commit(replacement.Node("Reshape", normalised, shape));
                break;
        }
    }

    /// <summary>Versions 10 and 11: bounds, lengths and counts became inputs.</summary>
    private void ConvertInputs(GraphNode node)
    {
        switch (node.Operator)
        {
            case "Clip":
                NumberToInput(node, "min", 1);
                NumberToInput(node, "max", 2);
                break;
            case "Slice":
                ListToInput(node, "starts", 1);
                ListToInput(node, "ends", 2);
                ListToInput(node, "axes", 3);
                break;
            case "Pad":
                ListToInput(node, "pads", 1);
                NumberToInput(node, "value", 2);
                break;
            case "TopK" when node.Attributes.Has("k"):
                SetInput(node, 1, DenseTensor.Create(new[] { (long)node.Attributes.Int("k", 1) }, 1));
                node.Attributes = node.Attributes.Without("k");
                break;
            case "Scatter":
                node.Operator = "ScatterElements";
                break;
        }
    }

    /// <summary>Upsample, and Resize of version 10: positions are multiplied without an offset and cut.</summary>
    private void ConvertResize(GraphNode node)
    {
        float[]? given = node.Attributes.Floats("scales");
        string scales = given is null ? node.Input(1) : graph.AddConstant($"{node.Name}/scales", DenseTensor.Create(given, given.Length));
        string mode = node.Attributes.Text("mode", "nearest");
        var replacement = new NodeReplacement(graph, node);
        if (mode == "nearest" && graph.Constant(scales)?.Data is float[] known && Array.Exists(known, static scale => scale < 1))
        {
            // Which neighbour is nearest depended on whether the axis grows.
            string larger = replacement.Floats("larger", Array.ConvertAll(known, static scale => Math.Max(scale, 1)), known.Length);
            string smaller = replacement.Floats("smaller", Array.ConvertAll(known, static scale => Math.Min(scale, 1)), known.Length);
            string grown = replacement.Node("Resize", ResizeAttributes(mode, "floor"), node.Input(0), string.Empty, larger);
            replacement.Commit(replacement.Node("Resize", ResizeAttributes(mode, "ceil"), grown, string.Empty, smaller));
            return;
        }

        replacement.Commit(replacement.Node(
            "Resize", ResizeAttributes(mode == "bilinear" ? "linear" : mode, "floor"), node.Input(0), string.Empty, scales));
    }

    private static NodeAttributes ResizeAttributes(string mode, string nearest) => NodeAttributes.Empty
        .With("mode", mode).With("coordinate_transformation_mode", "asymmetric").With("nearest_mode", nearest);

    private void ListToInput(GraphNode node, string attribute, int slot)
    {
        if (node.Attributes.Longs(attribute) is { } values)
        {
            SetInput(node, slot, DenseTensor.Create(values, values.Length));
            node.Attributes = node.Attributes.Without(attribute);
        }
    }

    private void NumberToInput(GraphNode node, string attribute, int slot)
    {
        if (node.Attributes.Has(attribute))
        {
            SetInput(node, slot, DenseTensor.Create(new[] { node.Attributes.Float(attribute, 0) }));
            node.Attributes = node.Attributes.Without(attribute);
        }
    }

    private void SetInput(GraphNode node, int slot, DenseTensor value)
    {
        while (node.Inputs.Count <= slot)
        {
            node.Inputs.Add(string.Empty);
        }

        node.Inputs[slot] = graph.AddConstant($"{node.Name}/input{slot}", value);
    }
}
