using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Quantization;

/// <summary>
/// Brings linear layers into the form that is quantised: Gemm with factors 1 and a vector as bias, MatMul of matrices as Gemm,
/// and constants per channel that follow a layer (Add, Sub, Mul, Div) inside its weights and bias.
/// </summary>
internal sealed class LinearFolding
{
    private readonly ModelGraph graph;
    private readonly Dictionary<string, TensorInfo> info;

    private LinearFolding(ModelGraph graph, Dictionary<string, TensorInfo> info)
    {
        this.graph = graph;
        this.info = info;
    }

    /// <summary>Applies the rules.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="info">Type and shape of every value; new values are added.</param>
    internal static void Apply(ModelGraph graph, Dictionary<string, TensorInfo> info)
    {
        var folding = new LinearFolding(graph, info);
        foreach (GraphNode node in graph.Nodes.ToList())
        {
            folding.Normalise(node);
        }

        foreach (GraphNode node in graph.Nodes.ToList())
        {
            if (LinearLayer.Of(graph, node, info) is { TakesBias: true, WeightAxis: >= 0 })
            {
                while (folding.FoldNext(node))
                {
                }
            }
        }

        graph.RemoveUnused();
    }

    private void Normalise(GraphNode node)
    {
        if (node.Is("MatMul") && LinearLayer.Of(graph, node, info) is { OutputAxis: 1 })
        {
            node.Operator = "Gemm";
            node.Attributes = NodeAttributes.Empty;
        }

        if (!node.Is("Gemm") || LinearLayer.Of(graph, node, info) is not { } layer)
        {
            return;
        }

        float alpha = node.Attributes.Float("alpha", 1f);
        float beta = node.Attributes.Float("beta", 1f);
        DenseTensor? bias = graph.Constant(node.Input(2));
        if (node.Input(2).Length > 0 && (bias is null || bias.Length is var length && length != 1 && length != bias.Shape[^1]))
        {
            return; // a bias that differs between rows stays as it is
        }

        float[] values = bias?.As<float>() ?? new float[1];
        float[] vector = [.. Enumerable.Range(0, layer.Channels).Select(i => beta * values[values.Length == 1 ? 0 : i])];
        layer.Replace(graph, layer.Scaled([alpha]), vector);
        node.Attributes = node.Attributes.Without("alpha", "beta");
    }

    private bool FoldNext(GraphNode node)
    {
        if (graph.OnlyConsumer(node.Output) is not { Domain.Length: 0 } next
            || next.Operator is not ("Add" or "Sub" or "Mul" or "Div") || next.Inputs.Count != 2)
        {
            return false;
        }

        bool first = next.Input(0) == node.Output;
        LinearLayer layer = LinearLayer.Of(graph, node, info)!;
        if (PerChannel(graph.Constant(next.Input(first ? 1 : 0)), layer) is not { } constant
            || (!first && next.Operator == "Div") || !info[next.Output].Shape.AsSpan().SequenceEqual(info[node.Output].Shape))
        {
            return false;
        }

        float sign = next.Is("Sub") && !first ? -1f : 1f;
        float[] factors = next.Operator switch
        {
            "Mul" => constant,
            "Div" => Array.ConvertAll(constant, static c => 1f / c),
            _ => Array.ConvertAll(constant, _ => sign),
        };
        float[] offsets = next.Operator switch
        {
            "Add" => constant,
            "Sub" => Array.ConvertAll(constant, c => first ? -c : c),
            _ => new float[constant.Length],
        };
        float[] bias = layer.Bias(graph);
        layer.Replace(graph, layer.Scaled(factors), [.. bias.Select((b, i) => (b * factors[i]) + offsets[i])]);
        node.Outputs = [next.Output];
        graph.Nodes.Remove(next);
        return true;
    }

    /// <summary>One value per output channel, or null where the constant is not of that kind.</summary>
    private float[]? PerChannel(DenseTensor? constant, LinearLayer layer)
    {
        if (constant?.Data is not float[] values)
        {
            return null;
        }

        int rank = info[layer.Node.Output].Shape.Length;
        if (values.Length == 1)
        {
            return constant.Shape.Length <= rank ? [.. Enumerable.Repeat(values[0], layer.Channels)] : null;
        }

        int axis = layer.OutputAxis - (rank - constant.Shape.Length);
        return axis >= 0 && values.Length == layer.Channels && constant.Shape[axis] == layer.Channels ? values : null;
    }
}
