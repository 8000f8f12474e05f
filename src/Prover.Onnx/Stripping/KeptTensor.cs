namespace Prover.Onnx.Stripping;

/// <summary>A tensor whose elements had to stay in a stripped model.</summary>
/// <param name="Name">The name of the initialiser, or of the first output of the node that holds it.</param>
/// <param name="Elements">How many elements it has.</param>
/// <param name="Reason">Why zeros cannot take their place.</param>
public sealed record KeptTensor(string Name, long Elements, string Reason);
