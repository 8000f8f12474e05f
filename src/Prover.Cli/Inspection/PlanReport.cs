using System.Text.Json.Nodes;
using Prover.Cli.Failures;
using Prover.Cli.Output;
using Prover.Onnx.Planning;
using Prover.Proving.Circuits;

namespace Prover.Cli.Inspection;

/// <summary>A plan in words and as JSON (cli.md).</summary>
internal static class PlanReport
{
    private const int DominantCosts = 3;

    /// <summary>A model that can be proven.</summary>
    public static CommandResult Of(string path, ModelPlan plan, ProvingForecast forecast, bool isVerbose)
    {
        JsonObject json = Describe(path, plan);
        NetworkStatistics size = plan.Model!.Network.Statistics;
        Secrecy.AddTo(json, plan.Model.Network.Circuit);
        json["parameters"] = size.Parameters;
        json["lookups"] = size.Lookups;
        json["table_rows"] = size.TableRows;
        json["committed_elements"] = size.Committed;
        json["prove_seconds"] = forecast.Seconds;
        json["phases"] = new JsonObject(Enum.GetValues<ProvingPhase>().Select(phase =>
            KeyValuePair.Create(Name(phase), (JsonNode?)forecast.SecondsOf(phase))));
        json["memory_bytes"] = forecast.MemoryBytes;
        json["proof_bytes"] = forecast.ProofBytes;
        json["dominant"] = new JsonArray([.. forecast.Costs.Take(DominantCosts).Select(cost => (JsonNode)new JsonObject
        {
            ["phase"] = Name(cost.Phase),
            ["what"] = cost.Label,
            ["count"] = cost.Count,
            ["share"] = cost.Seconds / forecast.Seconds,
        })]);
        long memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        string warning = forecast.MemoryBytes > memory ? $", more than this machine's {Quantity.Bytes(memory)}" : string.Empty;
        TextTable table = TextTable.Fields()
            .Add("model", $"{path}, {Quantity.Count(plan.Model.NodeCount, "node")}, all supported")
            .Add("size", $"{Quantity.Count(size.Parameters, "parameter")}, {Quantity.Count(size.Lookups, "lookup")}, "
                + $"{Quantity.Count(size.TableRows, "table row")}, {Quantity.Count(size.Committed, "committed element")}")
            .Add("proving time", $"about {Quantity.Seconds(forecast.Seconds)} ("
                + string.Join(", ", Enum.GetValues<ProvingPhase>().Select(phase =>
                    $"{Name(phase)} {Quantity.Seconds(forecast.SecondsOf(phase))}")) + ")")
            .Add("memory", $"about {Quantity.Bytes(forecast.MemoryBytes)}{warning}")
            .Add("proof", $"about {Quantity.Bytes(forecast.ProofBytes)}")
            .Add("dominated by", string.Join("; ", forecast.Costs.Take(DominantCosts).Select(cost =>
                FormattableString.Invariant($"{cost.Label} ({100 * cost.Seconds / forecast.Seconds:F0} %: {cost.Count:N0})"))));
        IEnumerable<string> notes = plan.Notes.Select(static note => $"note: {note}");
        return new(json, [.. table.Lines(), .. Nodes(plan, isVerbose), .. Hints(plan), .. notes]);
    }

    /// <summary>A model with nodes that cannot be proven: every one of them, with the reason and what to do.</summary>
    public static CommandResult Refused(string path, ModelPlan plan)
    {
        NodePlan[] problems = [.. plan.Unsupported];
        var lines = new List<string>
        {
            $"  {path}: {problems.Length} of {Quantity.Count(plan.Nodes.Count, "node")} cannot be proven",
        };
        foreach (NodePlan node in problems)
        {
            lines.Add(PlainText.OneLine($"  {node.Node} ({node.Operator}): {node.Problem!.Reason}"));
            if (node.Problem.Rewrite is { } remedy) lines.Add(PlainText.OneLine($"      {remedy}"));
        }

        return new(Describe(path, plan), lines, ExitCode.ModelNotSupported);
    }

    private static JsonObject Describe(string path, ModelPlan plan) => new()
    {
        ["model"] = path,
        ["supported"] = plan.Model is not null,
        ["quantised_for_plan"] = plan.WasQuantized,
        ["nodes"] = new JsonArray([.. plan.Nodes.Select(static node => (JsonNode)Describe(node))]),
        ["unsupported"] = new JsonArray([.. plan.Unsupported.Select(static node => (JsonNode)node.Node)]),
        ["notes"] = new JsonArray([.. plan.Notes.Select(static note => (JsonNode)note)]),
    };

    private static JsonObject Describe(NodePlan node) => new()
    {
        ["node"] = node.Node,
        ["operator"] = node.Operator,
        ["supported"] = node.Problem is null,
        ["reason"] = node.Problem?.Reason,
        ["remedy"] = node.Problem?.Rewrite,
        ["parameters"] = node.Cost?.Parameters ?? 0,
        ["products"] = node.Cost?.Products ?? 0,
        ["lookups"] = node.Cost?.Lookups ?? 0,
        ["table_rows"] = node.Cost?.TableRows ?? 0,
        ["committed_elements"] = node.Cost?.Committed ?? 0,
    };

    private static IEnumerable<string> Nodes(ModelPlan plan, bool isVerbose)
    {
        TextTable table = new(false, false, true, true, true, true);
        table.Add("node", "operator", "parameters", "products", "lookups", "committed");
        int free = 0;
        foreach (NodePlan node in plan.Nodes)
        {
            if (node.Cost is null) free++;
            if (node.Cost is null && !isVerbose) continue;
            table.Add(
                PlainText.OneLine(node.Node),
                PlainText.OneLine(node.Operator),
                Quantity.Count(node.Cost?.Parameters ?? 0),
                Quantity.Count(node.Cost?.Products ?? 0),
                Quantity.Count(node.Cost?.Lookups ?? 0),
                Quantity.Count(node.Cost?.Committed ?? 0));
        }

        string rest = $"  {Quantity.Count(free, "further node")} without cost: movement, parts of other layers, the public head";
        return free == 0 || isVerbose ? table.Lines() : [.. table.Lines(), rest];
    }

    private static IEnumerable<string> Hints(ModelPlan plan) => plan.WasQuantized
        ? ["note: this is a float model; the counts are those after `prover quantize`, which needs sample inputs"]
        : [];

#pragma warning disable CA1308 // Names of phases are lower case in every report.
    private static string Name(ProvingPhase phase) => phase.ToString().ToLowerInvariant();
#pragma warning restore CA1308
}
