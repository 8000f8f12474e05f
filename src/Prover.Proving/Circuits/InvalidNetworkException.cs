namespace Prover.Proving.Circuits;

/// <summary>A layer cannot be turned into relations; the message says why and <see cref="Node"/> where.</summary>
/// <param name="node">The name of the layer.</param>
/// <param name="reason">What is wrong with it.</param>
public sealed class InvalidNetworkException(string node, string reason) : Exception($"{node}: {reason}")
{
    /// <summary>The name of the layer.</summary>
    public string Node { get; } = node;

    /// <summary>What is wrong with it, without the name.</summary>
    public string Reason { get; } = reason;
}
