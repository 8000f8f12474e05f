using Prover.Onnx.Graphs;

namespace Prover.Onnx.Quantization;

/// <summary>What is known and decided while quantisation is placed.</summary>
/// <param name="graph">The graph.</param>
/// <param name="info">Type and shape of every value.</param>
internal sealed class PlacementState(ModelGraph graph, IReadOnlyDictionary<string, TensorInfo> info)
{
    private readonly Dictionary<string, ValueForm> forms = [];

    private readonly ILookup<string, GraphNode> readers = graph.Nodes
        .SelectMany(static node => node.Inputs.Select(input => (Input: input, Node: node)))
        .ToLookup(static read => read.Input, static read => read.Node);

    /// <summary>The graph.</summary>
    internal ModelGraph Graph { get; } = graph;

    /// <summary>Type and shape of every value.</summary>
    internal IReadOnlyDictionary<string, TensorInfo> Info { get; } = info;

    /// <summary>The decisions.</summary>
    internal Placement Placement { get; } = new();

    /// <summary>Whether anything was decided since the pass over the graph began.</summary>
    internal bool Changed { get; private set; }

    /// <summary>Begins a pass over the graph.</summary>
    internal void Restart()
    {
        Changed = false;
        forms.Clear();
    }

    /// <summary>What a value is made of.</summary>
    internal ValueForm Form(string value) => forms.GetValueOrDefault(value, ValueForm.Constant);

    /// <summary>Whether a value holds real numbers.</summary>
    internal bool IsFloat(string value) => Info.TryGetValue(value, out TensorInfo? known) && known.IsFloat;

    /// <summary>Says what a value is made of, unless it is quantised.</summary>
    internal void Define(string value, ValueForm form)
    {
        forms[value] = form;
        if (Placement.Quantized.Contains(value))
        {
            forms[value] = new ValueForm(FormKind.Quantized, [value]);
        }
        else if ((form.Kind == FormKind.Accumulated || form.Sources.Count > 1) && IsReadTwice(value))
        {
            Mark(value);
        }
    }

    /// <summary>Whether a value that exists only as a function would have to be computed more than once.</summary>
    private bool IsReadTwice(string value)
    {
        bool proven = readers[value].Any(node => !Placement.Head.Contains(node));
        return proven && readers[value].Count() + (Graph.IsOutput(value) ? 1 : 0) > 1;
    }

    /// <summary>Quantises a value.</summary>
    internal void Mark(string value)
    {
        if (IsFloat(value))
        {
            Changed |= Placement.Quantized.Add(value);
            forms[value] = new ValueForm(FormKind.Quantized, [value]);
        }
    }

    /// <summary>Quantises an input that is read as 8 bits.</summary>
    internal void Require(GraphNode node, int slot)
    {
        string value = node.Input(slot);
        if (Graph.Constant(value) is { Data: float[] })
        {
            Placement.QuantizedConstants.Add((node, slot));
        }
        else if (value.Length > 0 && Form(value).Kind is not (FormKind.Quantized or FormKind.Constant))
        {
            Mark(value);
        }
    }

    /// <summary>Makes a value one that can be published: quantised, or the plain result of a linear layer.</summary>
    internal void RequirePublic(string value)
    {
        ValueForm form = Form(value);
        bool isPublic = form.Kind is FormKind.Quantized or FormKind.Constant or FormKind.Head
            || (form.Kind == FormKind.Accumulated && form.IsFresh);
        if (!isPublic)
        {
            Mark(value);
        }
    }
}
