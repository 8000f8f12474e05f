using System.Globalization;
using System.Text;
using Prover.Onnx.Model;
using Prover.Proving.Circuits;

namespace Prover.Conformance.Tests;

/// <summary>The table of operators in circuits/OPERATORS.md, measured from the circuits of the generated cases.</summary>
internal static class OperatorPage
{
    private const string Head = """
        # Operators

        Written by a test (tests/Conformance), which fails when this page is stale; `PROVER_WRITE_SNAPSHOTS=1` writes it anew.

        - *in the circuit*: part of the proof. *through quantize*: `prover quantize` rewrites it to operators in the circuit.
        - *exact*: the proven integers are ONNX Runtime's run of the same quantised model, bit for bit. *within one step*: an element may
          differ by one step of its quantisation; `prover compile` names such layers.
        - Cost per output element, measured on a small model of the operator between QuantizeLinear and DequantizeLinear: lookups and
          committed elements. 0 means that the operator moves data, folds into the layer around it, or is computed in the clear behind
          the proven outputs. Products inside convolutions and matrix products cost next to nothing beside them.

        | operator | supported | result | lookups | committed | notes |
        |---|---|---|---:|---:|---|

        """;

    /// <summary>The page.</summary>
    public static string Write()
    {
        var text = new StringBuilder(Head.ReplaceLineEndings("\n"));
        foreach (string op in GeneratedCases.Names)
        {
            bool isCompiled = GeneratedCases.Supported.Contains(op);
            try
            {
                text.Append(Row(op, isCompiled ? "in the circuit" : "through quantize", GeneratedCases.Build(op)));
            }
            catch (Exception error) when (!isCompiled && error is ModelNotSupportedException or InvalidModelException)
            {
                text.Append(CultureInfo.InvariantCulture, $"| {op} | not yet | | | | |\n");
            }
        }

        return text.ToString();
    }

    private static string Row(string op, string support, QuantizedRun run)
    {
        Network network = run.Compiled.Network;
        long elements = network.Outputs.Sum(static output => output.Shape.Aggregate(1L, static (product, size) => product * size));
        HashSet<string> inputs = [.. network.Inputs.Select(static input => input.Name)];
        LayerStatistics[] layers = [.. network.Statistics.Layers.Where(layer => !inputs.Contains(layer.Node))];
        IReadOnlyList<string> notes = run.Compiled.Notes;
        string note = notes.Count == 0 ? string.Empty : notes[0][(notes[0].IndexOf("): ", StringComparison.Ordinal) + 3)..];
        string result = notes.Count == 0 ? "exact" : "within one step";
        return $"| {op} | {support} | {result} | {Per(layers.Sum(static layer => layer.Lookups))} | "
            + $"{Per(layers.Sum(static layer => layer.Committed))} | {note} |\n";

        string Per(long count) => Math.Round((double)count / elements, 1).ToString(CultureInfo.InvariantCulture);
    }
}
