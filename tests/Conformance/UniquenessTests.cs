using Prover.Onnx.Tests.Support;
using Prover.Proving.Circuits;
using Prover.Soundness.Tests.Uniqueness;

namespace Prover.Conformance.Tests;

/// <summary>No operator's circuit leaves a prover a choice: its inputs determine all that it commits, for every input.</summary>
public class UniquenessTests
{
    /// <summary>
    /// Sums whose bound is a theorem on means and spreads (SPEC §10.11): intervals alone do not show it.
    /// </summary>
    private static readonly string[] BoundByTheorem = ["GroupNormalization", "InstanceNormalization", "MeanVarianceNormalization"];

    [OnnxRuntimeFact]
    public void Inputs_determine_the_witness_of_every_operator()
    {
        List<string> doubts = [];
        foreach (string op in GeneratedCases.Names)
        {
            Network network = GeneratedCases.Build(op).Compiled.Network;
            IEnumerable<int> inputs = network.Inputs.Select(input => input.Tensor);
            UniquenessReport report = UniquenessProof.Of(network.Circuit, network.ModelValues, inputs);
            doubts.AddRange(report.Free.Select(doubt => $"{op}: {doubt}"));
            if (!BoundByTheorem.Contains(op)) doubts.AddRange(report.Wrapping.Select(doubt => $"{op}: {doubt}"));
        }
        Assert.True(doubts.Count == 0, string.Join("\n", doubts));
    }
}
