namespace Prover.Onnx.Model;

/// <summary>One node of a model that cannot be proven.</summary>
/// <param name="Node">The node's name, or the name of its first output where it has none.</param>
/// <param name="Operator">Its operator, with the domain unless it is the default one.</param>
/// <param name="Reason">Why it is not supported.</param>
/// <param name="Rewrite">What to write instead, null where nothing is known.</param>
public sealed record UnsupportedNode(string Node, string Operator, string Reason, string? Rewrite)
{
    /// <summary>The entry as one line.</summary>
    public override string ToString() => $"{Node} ({Operator}): {Reason}" + (Rewrite is null ? string.Empty : $"; {Rewrite}");
}
