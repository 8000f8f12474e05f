using System.Text.Json.Nodes;
using Prover.Cli.Output;
using Prover.Proving.Circuits;
using Prover.Verifier;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;

namespace Prover.Cli.Inspection;

/// <summary>Verification keys in words.</summary>
internal static class KeyInspection
{
    /// <summary>A verification key.</summary>
    public static CommandResult Of(VerificationKey key, long bytes)
    {
        int security = ProofVerifier.Prepare(key).SecurityBits;
        Circuit circuit = key.Circuit;
        var json = new JsonObject
        {
            ["kind"] = "verification_key",
            ["bytes"] = bytes,
            ["circuit_bytes"] = key.CircuitBytes,
            ["interface_bytes"] = key.Interface.Length,
            ["profile"] = key.Profile,
            ["security_bits"] = security,
            ["model_id"] = key.ModelId.ToString(),
            ["circuit_digest"] = key.CircuitDigest.ToString(),
            ["tensors"] = circuit.Tensors.Length,
            ["row_boxes"] = circuit.Rows.Length,
            ["constraints"] = circuit.Constraints.Length,
            ["public"] = new JsonArray([.. circuit.Publics.Select(tensor => (JsonNode)Public(tensor, circuit))]),
        };
        json["visibility"] = VisibilityView.Json(key);
        Secrecy.AddTo(json, circuit);
        TextTable table = TextTable.Fields()
            .Add("kind", $"verification key, profile P{key.Profile}")
            .Add("file", $"{Quantity.Bytes(bytes)}: circuit {Quantity.Bytes(key.CircuitBytes)}, "
                + $"interface {Quantity.Bytes(key.Interface.Length)}")
            .Add("model id", key.ModelId.ToString())
            .Add("circuit digest", key.CircuitDigest.ToString())
            .Add("security", $"{security} bits, proven")
            .Add(Secrecy.Field, Secrecy.Words(circuit))
            .Add("circuit", $"{Quantity.Count(circuit.Tensors.Length, "tensor")}, {Quantity.Count(circuit.Rows.Length)} boxes of rows, "
                + Quantity.Count(circuit.Constraints.Length, "constraint"));
        AuditView.AddTo(json, table, circuit);
        return new(json, [.. table.Lines(), .. circuit.Publics.Select(tensor =>
            $"  {(tensor.IsInput ? "input " : "output")} {tensor.Name}: {Quantity.Shape(circuit.Tensors[tensor.Tensor].Shape)}, "
            + $"public, {tensor.Low} to {tensor.High}, zero point {tensor.ZeroPoint}"),
            .. VisibilityView.Tensors(key).Where(tensor => tensor.Visibility != TensorVisibility.Public).Select(tensor =>
            $"  {(tensor.IsInput ? "input " : "output")} {tensor.Name}: {VisibilityView.Words(tensor.Visibility, circuit.Hiding)}")]);
    }

    private static JsonObject Public(PublicTensor tensor, Circuit circuit) => new()
    {
        ["name"] = tensor.Name,
        ["input"] = tensor.IsInput,
        ["shape"] = new JsonArray([.. circuit.Tensors[tensor.Tensor].Shape.Select(size => (JsonNode)size)]),
        ["zero_point"] = tensor.ZeroPoint,
        ["low"] = tensor.Low,
        ["high"] = tensor.High,
    };
}
