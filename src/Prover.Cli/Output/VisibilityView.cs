using System.Text.Json.Nodes;
using Prover.Onnx.Artefacts;
using Prover.Proving.Circuits;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;

namespace Prover.Cli.Output;

/// <summary>What a verifier sees of each input and output of a circuit, and the digests of those that are hashed.</summary>
internal static class VisibilityView
{
    /// <summary>One word.</summary>
    public static string Word(TensorVisibility visibility) => visibility switch
    {
        TensorVisibility.Public => "public",
        TensorVisibility.Hashed => "hashed",
        _ => "private",
    };

    /// <summary>One word, and what it is worth in proofs that do not hide.</summary>
    public static string Words(TensorVisibility visibility, bool hiding) =>
        visibility == TensorVisibility.Private && !hiding ? "private but not hidden" : Word(visibility);

    /// <summary>The inputs and outputs of a key; private ones are known from its interface only.</summary>
    /// <exception cref="MalformedArtefactException">The interface is malformed.</exception>
    public static IReadOnlyList<(bool IsInput, string Name, TensorVisibility Visibility)> Tensors(VerificationKey key)
    {
        Circuit circuit = key.Circuit;
        var names = new List<(bool IsInput, string Name)>();
        if (key.Interface.Length > 0)
        {
            ModelInterface face = ModelInterface.Read(key.Interface);
            names.AddRange(face.Inputs.Select(input => (true, input.Input.Name)));
            names.AddRange(face.Head.InputNames.Select(name => (false, name)));
        }
        names.AddRange(circuit.Publics.Select(tensor => (tensor.IsInput, tensor.Name)));
        names.AddRange(circuit.Hashed.Select(tensor => (tensor.IsInput, tensor.Name)));
        return [.. names.Distinct().OrderByDescending(name => name.IsInput).Select(name => (name.IsInput, name.Name, Of(circuit, name)))];
    }

    /// <summary>Names to words.</summary>
    /// <exception cref="MalformedArtefactException">The interface is malformed.</exception>
    public static JsonObject Json(VerificationKey key)
    {
        var inputs = new JsonObject();
        var outputs = new JsonObject();
        foreach ((bool isInput, string name, TensorVisibility visibility) in Tensors(key))
        {
            (isInput ? inputs : outputs)[name] = Word(visibility);
        }
        return new() { ["inputs"] = inputs, ["outputs"] = outputs, ["weights"] = key.Circuit.ModelProofs > 0 ? "private" : "public" };
    }

    /// <summary>Names to digests; only for a statement that fits the circuit.</summary>
    public static JsonObject Digests(Circuit circuit, Statement statement)
    {
        var inputs = new JsonObject();
        var outputs = new JsonObject();
        for (int i = 0; i < circuit.Hashed.Length && i < statement.HashedDigests.Length; i++)
        {
            HashedTensor tensor = circuit.Hashed[i];
            (tensor.IsInput ? inputs : outputs)[tensor.Name] = statement.HashedDigests[i].ToString();
        }
        return new() { ["inputs"] = inputs, ["outputs"] = outputs };
    }

    /// <summary>One line per tensor that is not public.</summary>
    public static IEnumerable<string> Lines(VerificationKey key, Statement statement)
    {
        foreach ((bool isInput, string name, TensorVisibility visibility) in Tensors(key))
        {
            if (visibility == TensorVisibility.Public) continue;
            int hashed = Array.FindIndex(key.Circuit.Hashed, tensor => tensor.IsInput == isInput && tensor.Name == name);
            string digest = hashed >= 0 && hashed < statement.HashedDigests.Length ? $" {statement.HashedDigests[hashed]}" : "";
            yield return $"  {(isInput ? "input " : "output")} {name}: {Words(visibility, key.Circuit.Hiding)}{digest}";
        }
    }

    private static TensorVisibility Of(Circuit circuit, (bool IsInput, string Name) tensor)
    {
        if (circuit.Publics.Any(entry => entry.IsInput == tensor.IsInput && entry.Name == tensor.Name)) return TensorVisibility.Public;
        bool isHashed = circuit.Hashed.Any(entry => entry.IsInput == tensor.IsInput && entry.Name == tensor.Name);
        return isHashed ? TensorVisibility.Hashed : TensorVisibility.Private;
    }
}
