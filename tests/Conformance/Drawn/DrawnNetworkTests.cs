using System.Globalization;
using Prover.Onnx.Model;
using Prover.Onnx.Tests.Support;
using Prover.Verifier;

namespace Prover.Conformance.Tests.Drawn;

/// <summary>
/// Networks of random layers. Where the compiler announces no difference the circuit is ONNX Runtime's run bit for bit; where it announces
/// some, they were one step at the layer and grow little in the few layers behind it. PROVER_DRAWN_NETWORKS sets how many are drawn.
/// </summary>
public class DrawnNetworkTests
{
    private const string Variable = "PROVER_DRAWN_NETWORKS";
    private const int UsualCount = 40, ProvenShare = 10;
    private const double GreatestGrown = 20;

    [OnnxRuntimeFact]
    public void Drawn_networks_are_ONNX_Runtime()
    {
        int count = int.Parse(Environment.GetEnvironmentVariable(Variable) ?? $"{UsualCount}", CultureInfo.InvariantCulture);
        List<string> wrong = [];
        int refused = 0;
        for (int seed = 0; seed < count; seed++)
        {
            DrawnNetwork network = DrawnNetwork.Of(seed);
            try
            {
                string problem = Check(network, seed % ProvenShare == 0);
                if (problem.Length > 0) wrong.Add($"seed {seed}: {problem}: {network.Model.Describe()}");
            }
            catch (ModelNotSupportedException error)
            {
                refused++;
                bool isHelpful = error.Nodes.All(static node => !string.IsNullOrEmpty(node.Rewrite));
                if (!isHelpful) wrong.Add($"seed {seed}: no remedy: {error.Message}");
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                wrong.Add($"seed {seed}: {error.GetType().Name} {error.Message}: {network.Model.Describe()}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
        Assert.True(refused * 10 <= count, $"{refused} of {count} networks were refused");
    }

    private static string Check(DrawnNetwork network, bool isProven)
    {
        QuantizedRun run = QuantizedRun.OfQuantized(network.Model.ToProto(), network.Inputs);
        double difference = run.Difference();
        if (difference > (run.Compiled.Notes.Count == 0 ? 0 : GreatestGrown))
        {
            return $"{difference:F2} steps, {run.Compiled.Notes.Count} layers announced";
        }

        if (!isProven) return string.Empty;
        Verdict verdict = run.Prove();
        return verdict.IsValid ? string.Empty : $"{verdict.Reason} {verdict.Detail}";
    }
}
