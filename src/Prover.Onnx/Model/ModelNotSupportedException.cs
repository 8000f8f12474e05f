namespace Prover.Onnx.Model;

/// <summary>A well-formed model that uses what this program cannot prove. Names every offending node at once.</summary>
public sealed class ModelNotSupportedException : Exception
{
    /// <summary>Creates the exception.</summary>
    /// <param name="file">The model file, as the caller named it.</param>
    /// <param name="nodes">Every offending node, at least one.</param>
    public ModelNotSupportedException(string file, IReadOnlyList<UnsupportedNode> nodes)
        : base($"{file}: {nodes.Count} unsupported node(s): " + string.Join(" | ", nodes))
    {
        File = file;
        Nodes = nodes;
    }

    /// <summary>The model file, as the caller named it.</summary>
    public string File { get; }

    /// <summary>Every offending node.</summary>
    public IReadOnlyList<UnsupportedNode> Nodes { get; }
}
