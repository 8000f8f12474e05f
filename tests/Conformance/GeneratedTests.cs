using Prover.Onnx.Tests.Support;
using Prover.Verifier;

namespace Prover.Conformance.Tests;

/// <summary>Our own cases, one for every operator: their circuits compute what ONNX Runtime computes.</summary>
public class GeneratedTests
{
    private const double OneStep = 1.001;
    private const int ProvenShare = 12;

    [Fact]
    public void Every_operator_has_a_case() => Assert.Empty(GeneratedCases.Supported.Except(GeneratedCases.Names));

    [OnnxRuntimeFact]
    public void The_page_of_operators_is_up_to_date() => Repository.Check("circuits/OPERATORS.md", OperatorPage.Write());

    [OnnxRuntimeFact]
    public void Every_case_is_ONNX_Runtime_within_one_step()
    {
        List<string> wrong = [];
        int number = 0;
        foreach (string op in GeneratedCases.Supported)
        {
            try
            {
                QuantizedRun run = GeneratedCases.Build(op);
                double difference = run.Difference();
                if (difference > (run.Compiled.Notes.Count == 0 ? 0 : OneStep)) wrong.Add($"{op}: {difference:F2} steps");
                if (number++ % ProvenShare != 0) continue;
                Verdict verdict = run.Prove();
                if (!verdict.IsValid) wrong.Add($"{op}: {verdict.Reason} {verdict.Detail}");
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                wrong.Add($"{op}: {error.Message}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}
