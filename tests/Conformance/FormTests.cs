using Prover.Onnx.Tests.Support;
using Prover.Verifier;

namespace Prover.Conformance.Tests;

/// <summary>Forms of operators: their circuits compute what ONNX Runtime computes, and prove it.</summary>
public class FormTests
{
    private const double OneStep = 1.001;
    private const int ProvenShare = 8;

    [OnnxRuntimeFact]
    public void Every_form_is_ONNX_Runtime_within_one_step()
    {
        List<string> wrong = [];
        int number = 0;
        foreach ((string name, int opset, Func<CaseBuilder, QuantizedRun> build) in Forms.All())
        {
            try
            {
                QuantizedRun run = build(new CaseBuilder(opset));
                double difference = run.Difference();
                if (difference > (run.Compiled.Notes.Count == 0 ? 0 : OneStep)) wrong.Add($"{name}: {difference:F2} steps");
                if (number++ % ProvenShare != 1) continue;
                Verdict verdict = run.Prove();
                if (!verdict.IsValid) wrong.Add($"{name}: {verdict.Reason} {verdict.Detail}");
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                wrong.Add($"{name}: {error.Message}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}
