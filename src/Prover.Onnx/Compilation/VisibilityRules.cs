using Prover.Proving.Circuits;

namespace Prover.Onnx.Compilation;

/// <summary>What a verifier sees of a model's inputs, outputs and weights.</summary>
public sealed record VisibilityRules
{
    /// <summary>Inputs that <see cref="Names"/> does not list.</summary>
    public TensorVisibility Inputs { get; init; } = TensorVisibility.Public;

    /// <summary>Outputs that <see cref="Names"/> does not list.</summary>
    public TensorVisibility Outputs { get; init; } = TensorVisibility.Public;

    /// <summary>The model's weights: public or private (SPEC §11.8, §11.9).</summary>
    public TensorVisibility Weights { get; init; } = TensorVisibility.Public;

    /// <summary>Inputs and outputs by name.</summary>
    public IReadOnlyDictionary<string, TensorVisibility> Names { get; init; } = new Dictionary<string, TensorVisibility>();

    /// <summary>Whether something may be hashed.</summary>
    public bool HasHashed => Names.Values.Append(Inputs).Append(Outputs).Contains(TensorVisibility.Hashed);

    /// <summary>What is seen of an input.</summary>
    public TensorVisibility OfInput(string name) => Names.TryGetValue(name, out TensorVisibility named) ? named : Inputs;

    /// <summary>What is seen of an output.</summary>
    public TensorVisibility OfOutput(string name) => Names.TryGetValue(name, out TensorVisibility named) ? named : Outputs;

    /// <summary>The rules as text; equal rules give equal text.</summary>
    public override string ToString() => string.Join(
        ",", Names.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}")
            .Prepend($"weights={Weights}").Prepend($"output={Outputs}").Prepend($"input={Inputs}"));
}
