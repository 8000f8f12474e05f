namespace Prover.Onnx.Compilation;

/// <summary>How a model is compiled.</summary>
public sealed record CompilationOptions
{
    /// <summary>Runs per proof, at least 1: multiplies axis 0 of every input.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Lengths of symbolic axes by name. An unnamed or unlisted symbolic axis 0 has length 1.</summary>
    public IReadOnlyDictionary<string, int> Dimensions { get; init; } = new Dictionary<string, int>();

    /// <summary>Whether the verifier sees the inputs.</summary>
    public bool PublicInputs { get; init; }

    /// <summary>Whether proofs hide everything but public values and the weights (SPEC §11).</summary>
    public bool ZeroKnowledge { get; init; } = true;
}
