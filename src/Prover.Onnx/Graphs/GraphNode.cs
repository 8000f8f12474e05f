using Prover.Onnx.Model;

namespace Prover.Onnx.Graphs;

/// <summary>One operation of a <see cref="ModelGraph"/>; rewriting passes change it in place.</summary>
internal sealed class GraphNode
{
    /// <summary>The domain of operators that ONNX Runtime adds to the standard ones.</summary>
    internal const string MicrosoftDomain = "com.microsoft";

    /// <summary>Creates a node.</summary>
    internal GraphNode(
        string name, string domain, string op, IEnumerable<string> inputs, IEnumerable<string> outputs, NodeAttributes attributes)
    {
        Name = name;
        Domain = domain;
        Operator = op;
        Inputs = [.. inputs];
        Outputs = [.. outputs];
        Attributes = attributes;
    }

    private const string Remedy = "write it with the operators that circuits/OPERATORS.md lists, or end the model before it";

    /// <summary>The name people know the node by.</summary>
    internal string Name { get; }

    /// <summary>Empty for the standard operators.</summary>
    internal string Domain { get; set; }

    /// <summary>The operator's name.</summary>
    internal string Operator { get; set; }

    /// <summary>Names of the values read; an empty name is an omitted optional input.</summary>
    internal List<string> Inputs { get; set; }

    /// <summary>Names of the values written.</summary>
    internal List<string> Outputs { get; set; }

    /// <summary>The parameters.</summary>
    internal NodeAttributes Attributes { get; set; }

    /// <summary>The first output.</summary>
    internal string Output => Outputs[0];

    /// <summary>The operator with its domain, as shown to people.</summary>
    internal string OperatorName => Domain.Length == 0 ? Operator : $"{Domain}.{Operator}";

    /// <summary>The i-th input's name, empty where it is omitted.</summary>
    internal string Input(int i) => i < Inputs.Count ? Inputs[i] : string.Empty;

    /// <summary>Whether this is a standard operator of the given name.</summary>
    internal bool Is(string op) => Domain.Length == 0 && Operator == op;

    /// <summary>Whether this is QuantizeLinear of either domain.</summary>
    internal bool IsQuantize => Operator == "QuantizeLinear" && (Domain is "" or MicrosoftDomain);

    /// <summary>Whether this is DequantizeLinear of either domain.</summary>
    internal bool IsDequantize => Operator == "DequantizeLinear" && (Domain is "" or MicrosoftDomain);

    /// <summary>An entry for the list of what is not supported; where no better remedy is known, the general one.</summary>
    internal UnsupportedNode Unsupported(string reason, string? rewrite = null) => new(Name, OperatorName, reason, rewrite ?? Remedy);
}
