using System.Text.Json.Nodes;
using Prover.Cli.Output;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;

namespace Prover.Cli.Inspection;

/// <summary>Proofs in words: what they claim, unverified, and what their bytes are.</summary>
internal static class ProofInspection
{
    /// <summary>A proof.</summary>
    public static CommandResult Of(ProofArtefact proof, long bytes)
    {
        Statement statement = proof.Statement;
        long envelope = ArtefactEnvelope.OverheadBytes, messages = proof.Messages.Length;
        long statementBytes = bytes - envelope - messages;
        long values = statement.PublicValues.Sum(list => (long)list.Length);
        var json = new JsonObject
        {
            ["kind"] = "proof",
            ["bytes"] = bytes,
            ["protocol_version"] = proof.ProtocolVersion,
            ["profile"] = statement.Profile,
            ["model_id"] = statement.ModelId.ToString(),
            ["circuit_digest"] = statement.CircuitDigest.ToString(),
            ["context"] = Convert.ToHexStringLower(statement.Context),
            ["audit"] = statement.IsAudit,
            ["public_tensors"] = statement.PublicValues.Length,
            ["public_values"] = values,
            ["hashed"] = new JsonArray([.. statement.HashedDigests.Select(digest => (JsonNode)digest.ToString())]),
            ["parts"] = new JsonObject { ["envelope"] = envelope, ["statement"] = statementBytes, ["messages"] = messages },
        };
        Secrecy.AddTo(json, statement.Hiding);
        TextTable table = TextTable.Fields()
            .Add("kind", $"proof, protocol {proof.ProtocolVersion}, profile P{statement.Profile}; not verified by this command")
            .Add("file", $"{Quantity.Bytes(bytes)}: messages {Quantity.Bytes(messages)}, statement {Quantity.Bytes(statementBytes)}, "
                + $"envelope {Quantity.Bytes(envelope)}")
            .Add("model id", statement.ModelId.ToString())
            .Add("circuit digest", statement.CircuitDigest.ToString())
            .Add(Secrecy.Field, Secrecy.Words(statement.Hiding))
            .Add("context", statement.Context.Length == 0 ? "none" : Convert.ToHexStringLower(statement.Context))
            .Add("public", $"{Quantity.Count(values, "value")} in {Quantity.Count(statement.PublicValues.Length, "tensor")}");
        if (statement.IsAudit) table.Add(AuditView.Field, AuditView.Made);
        foreach (Verifier.Hashing.Digest digest in statement.HashedDigests) table.Add("hashed", digest.ToString());
        return new(json, [.. table.Lines()]);
    }
}
