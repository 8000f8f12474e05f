using System.Text.Json.Nodes;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Circuits;

namespace Prover.Cli.Output;

/// <summary>The fixed tensors of hidden models, and what proofs show of them, in words (SPEC §11.8).</summary>
internal static class AuditView
{
    /// <summary>The name of the field for people.</summary>
    public const string Field = "audit";

    /// <summary>What an audited proof is for.</summary>
    public const string Made = "shows the model's tables: `verify --audit` with the compiled network";

    /// <summary>Adds what a circuit says of its fixed tensors.</summary>
    public static void AddTo(JsonObject json, TextTable table, Circuit circuit)
    {
        CommittedTensor[] tensors = [.. circuit.Tensors.Where(tensor => tensor.IsFixed)];
        long values = tensors.Sum(tensor => tensor.Count);
        json["fixed_values"] = values;
        json["tables_digest"] = circuit.Tables?.ToString();
        if (circuit.Tables is not { } digest) return;
        table.Add("tables", $"{Quantity.Count(values, "value")} in {Quantity.Count(tensors.Length, "tensor")}, shown by audits: {digest}");
    }

    /// <summary>Whether a valid proof is an audit; null if it is refused or its weights are public.</summary>
    public static bool? Of(Verdict verdict, Circuit circuit) =>
        verdict is { IsValid: true, Statement: { } statement } && circuit.Tables is not null ? statement.IsAudit : null;

    /// <summary>What a valid proof shows of the model's tables; null if the weights are public.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="circuit">The circuit.</param>
    /// <param name="source">The compiled network whose tables the proof was checked with.</param>
    public static string? Words(Statement statement, Circuit circuit, string? source) => circuit.Tables is null ? null
        : statement.IsAudit ? $"the tables of this model are those of {source}; so the id is audited: one output for each input"
        : "this proof shows nothing of the model's tables; another one of this id may (`prove --audit`)";

    /// <summary>How to go on after a refusal of an audit, or of a proof that is none.</summary>
    public static string? Remedy(Verdict verdict) => verdict switch
    {
        { Reason: RejectReason.WrongAudit, Statement.IsAudit: true } => "give the compiled network with --audit NAME.circuit",
        { Reason: RejectReason.WrongAudit } => "leave out --audit, or ask for a proof made with `prove --audit`",
        _ => null,
    };
}
