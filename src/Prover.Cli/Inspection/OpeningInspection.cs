using System.Text.Json.Nodes;
using Prover.Cli.Output;
using Prover.Proving.Hashed;
using Prover.Verifier.Soundness;

namespace Prover.Cli.Inspection;

/// <summary>Openings of digests in words.</summary>
internal static class OpeningInspection
{
    /// <summary>An opening.</summary>
    public static CommandResult Of(TensorOpening opening, long bytes)
    {
        const int Shown = 12;
        var uses = new JsonObject();
        foreach (SecurityProfile profile in SecurityProfile.All) uses[profile.Name] = opening.UsesLeft(profile);
        var json = new JsonObject
        {
            ["kind"] = "opening",
            ["bytes"] = bytes,
            ["digest"] = opening.Digest.ToString(),
            ["values"] = opening.Values.Count,
            ["rows_opened"] = opening.RowsOpened,
            ["uses_left"] = uses,
        };
        string excerpt = string.Join(" ", opening.Values.Take(Shown)) + (opening.Values.Count > Shown ? " ..." : "");
        TextTable table = TextTable.Fields()
            .Add("kind", "opening of a digest; a secret of who committed")
            .Add("file", Quantity.Bytes(bytes))
            .Add("digest", opening.Digest.ToString())
            .Add("values", $"{Quantity.Count(opening.Values.Count)}: {excerpt}")
            .Add("uses left", string.Join(", ", SecurityProfile.All.Select(
                profile => $"{opening.UsesLeft(profile)} proofs of {profile.Name}")));
        return new(json, [.. table.Lines()]);
    }
}
