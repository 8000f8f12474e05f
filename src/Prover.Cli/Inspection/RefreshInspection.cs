using System.Text.Json.Nodes;
using Prover.Cli.Output;
using Prover.Verifier.Artefacts;

namespace Prover.Cli.Inspection;

/// <summary>Refresh proofs in words: what they claim, unverified.</summary>
internal static class RefreshInspection
{
    /// <summary>A refresh proof.</summary>
    public static CommandResult Of(RefreshArtefact proof, long bytes)
    {
        var json = new JsonObject
        {
            ["kind"] = "refresh_proof",
            ["bytes"] = bytes,
            ["protocol_version"] = proof.ProtocolVersion,
            ["profile"] = proof.Statement.Profile,
            ["old_model_id"] = proof.Statement.OldModelId.ToString(),
            ["model_id"] = proof.Statement.NewModelId.ToString(),
            ["circuit_digest"] = proof.Statement.CircuitDigest.ToString(),
        };
        TextTable table = TextTable.Fields()
            .Add(
                "kind",
                $"refresh proof, protocol {proof.ProtocolVersion}, profile P{proof.Statement.Profile}; not verified by this command")
            .Add("file", Quantity.Bytes(bytes))
            .Add("old model id", proof.Statement.OldModelId.ToString())
            .Add("new model id", proof.Statement.NewModelId.ToString())
            .Add("circuit digest", proof.Statement.CircuitDigest.ToString())
            .Add("claim", "both ids stand for the same weights");
        return new(json, [.. table.Lines()]);
    }
}
