using Prover.Proving.Circuits;

namespace Prover.Onnx.Compilation;

/// <summary>How a model is compiled.</summary>
public sealed record CompilationOptions
{
    /// <summary>Runs per proof, at least 1: multiplies axis 0 of every input.</summary>
    public int Batch { get; init; } = 1;

    /// <summary>Lengths of symbolic axes by name. An unnamed or unlisted symbolic axis 0 has length 1.</summary>
    public IReadOnlyDictionary<string, int> Dimensions { get; init; } = new Dictionary<string, int>();

    /// <summary>
    /// What the verifier sees of inputs and outputs. Programs that say nothing publish no input; the command's default is to publish all.
    /// </summary>
    public VisibilityRules Visibility { get; init; } = new() { Inputs = TensorVisibility.Private };

    /// <summary>Whether proofs hide everything but public values and the weights (SPEC §11).</summary>
    public bool ZeroKnowledge { get; init; } = true;

    /// <summary>
    /// How many proofs of one key hide private weights (SPEC §11.8); null for as many as cost little. Not used for public weights.
    /// </summary>
    public int? ModelProofs { get; init; }
}
