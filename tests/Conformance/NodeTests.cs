using System.Text;
using Prover.Onnx.Inputs;
using Prover.Onnx.Model;
using Prover.Onnx.Runtime;
using Prover.Verifier;

namespace Prover.Conformance.Tests;

/// <summary>
/// The developers' copy of the ONNX node tests, which is not part of the repository: each case is proven as a circuit or listed with
/// the reason why not. The list is checked in.
/// </summary>
public class NodeTests
{
    private const string Snapshot = "tests/Conformance/cases.csv";
    private const double OneStep = 1.001, TwoSteps = 2.001;

    /// <summary>One of so many cases is proven, besides being run.</summary>
    private const int ProvenShare = 16;

    [NodeTestsFact]
    public void Every_case_has_the_outcome_that_is_checked_in()
    {
        var text = new StringBuilder("case,outcome,reason\n");
        int supported = 0;
        foreach (string folder in Directory.GetDirectories(NodeTestsFactAttribute.Folder!).Order(StringComparer.Ordinal))
        {
            var test = new NodeTestCase(folder);
            (string outcome, string reason) = Outcome(test, ref supported);
            text.Append(test.Name).Append(',').Append(outcome).Append(",\"").Append(reason.Replace('"', '\'')).Append("\"\n");
        }

        Repository.Check(Snapshot, text.ToString());
        Assert.DoesNotContain(",wrong,", text.ToString(), StringComparison.Ordinal);
    }

    private static (string Outcome, string Reason) Outcome(NodeTestCase test, ref int supported)
    {
        try
        {
            QuantizedRun run = test.Load();
            double difference = run.Difference();
            if (supported++ % ProvenShare == 0)
            {
                Verdict verdict = run.Prove();
                if (!verdict.IsValid) return ("wrong", $"proof refused: {verdict.Reason} {verdict.Detail}");
            }

            return difference == 0 ? ("exact", string.Empty)
                : difference <= OneStep ? ("within one step", OneLine(string.Join("; ", run.Compiled.Notes)))
                : difference <= TwoSteps && test.Name.StartsWith("test_attention", StringComparison.Ordinal)
                ? ("within two steps", "weights of a Softmax that are one step off add up in the product behind it")
                : ("wrong", $"{difference:F2} steps");
        }
        catch (ModelNotSupportedException error)
        {
            UnsupportedNode problem = error.Nodes[0];
            return ("refused", OneLine($"{problem.Operator}: {problem.Reason}"));
        }
        catch (Exception error) when (error is InvalidModelException or FormatException or InvalidInputException)
        {
            // InvalidInputException: a whole-number input outside the range that the compiler infers from what reads it.
            return ("refused", OneLine(error.Message));
        }
        catch (OnnxRuntimeException error)
        {
            return ("no reference", OneLine(error.Message));
        }
        catch (Exception error)
        {
            return ("wrong", OneLine($"{error.GetType().Name}: {error.Message}"));
        }
    }

    /// <summary>Messages of the runtime contain names of temporary files and addresses: only the start is kept.</summary>
    private static string OneLine(string message)
    {
        string line = message.ReplaceLineEndings(" ");
        int path = line.IndexOf("/tmp", StringComparison.Ordinal);
        line = path >= 0 ? line[..path] : line;
        return (line.Length > 160 ? line[..160] : line).TrimEnd();
    }
}
