using Prover.Onnx.Graphs;

namespace Prover.Onnx.Quantization;

/// <summary>Which values of a graph are quantised, and which of them share a scale.</summary>
internal sealed class Placement
{
    /// <summary>The values that are quantised.</summary>
    internal HashSet<string> Quantized { get; } = [];

    /// <summary>Constant inputs that take part as 8-bit tensors, weights of linear layers not among them.</summary>
    internal HashSet<(GraphNode Node, int Slot)> QuantizedConstants { get; } = [];

    /// <summary>For values whose scale is another value's: that value.</summary>
    internal Dictionary<string, string> ScaleSources { get; } = [];

    /// <summary>Nodes that both sides compute from public values.</summary>
    internal HashSet<GraphNode> Head { get; } = [];

    /// <summary>Nodes that everybody computes on the float inputs.</summary>
    internal HashSet<GraphNode> Preparation { get; } = [];

    /// <summary>The value whose range decides the scale of another.</summary>
    internal string ScaleOwner(string value)
    {
        while (ScaleSources.TryGetValue(value, out string? source))
        {
            value = source;
        }

        return value;
    }
}
