using System.Text;
using System.Text.Json.Nodes;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Circuits;

namespace Prover.Cli.Output;

/// <summary>Statements and verdicts in the words of cli.md.</summary>
internal static class StatementView
{
    /// <summary>The stable code of a reason, in snake case.</summary>
    public static string Code(RejectReason reason)
    {
        var code = new StringBuilder();
        foreach (char letter in reason.ToString())
        {
            if (char.IsUpper(letter) && code.Length > 0) code.Append('_');
            code.Append(char.ToLowerInvariant(letter));
        }
        return code.ToString();
    }

    /// <summary>The public values as lists of integers by name; only for a statement that fits the circuit.</summary>
    public static JsonObject PublicValues(Circuit circuit, Statement statement)
    {
        var inputs = new JsonObject();
        var outputs = new JsonObject();
        for (int i = 0; i < circuit.Publics.Length && i < statement.PublicValues.Length; i++)
        {
            PublicTensor tensor = circuit.Publics[i];
            var values = new JsonArray([.. statement.PublicValues[i].Select(value => (JsonNode)value)]);
            (tensor.IsInput ? inputs : outputs)[tensor.Name] = values;
        }
        return new() { ["inputs"] = inputs, ["outputs"] = outputs };
    }

    /// <summary>One line per public tensor.</summary>
    public static IEnumerable<string> PublicLines(Circuit circuit, Statement statement)
    {
        for (int i = 0; i < circuit.Publics.Length && i < statement.PublicValues.Length; i++)
        {
            PublicTensor tensor = circuit.Publics[i];
            yield return $"  {(tensor.IsInput ? "input " : "output")} {tensor.Name}: {Excerpt(statement.PublicValues[i])}";
        }
    }

    private static string Excerpt(int[] values)
    {
        const int Shown = 12;
        string list = string.Join(" ", values.Take(Shown));
        return values.Length <= Shown ? list : $"{list} ... ({Quantity.Count(values.Length, "value")})";
    }
}
