using System.Diagnostics;
using Prover.Onnx.Tests.Support;
using Prover.Proving.Circuits;
using Prover.Soundness.Tests.Uniqueness;
using Xunit.Abstractions;

namespace Prover.Conformance.Tests;

/// <summary>No operator's circuit leaves a prover a choice: its inputs determine all that it commits, for every input.</summary>
public class UniquenessTests(ITestOutputHelper o)
{
    [OnnxRuntimeFact]
    public void Inputs_determine_the_witness_of_every_operator()
    {
        List<string> doubts = [];
        foreach (string op in GeneratedCases.Supported)
        {
            Network network = GeneratedCases.Build(op).Compiled.Network;
            var w = Stopwatch.StartNew();
            IEnumerable<int> inputs = network.Inputs.Select(input => input.Tensor);
            List<string> found = UniquenessProof.FindDoubts(network.Circuit, network.ModelValues, inputs);
            o.WriteLine($"{op} {w.ElapsedMilliseconds}");
            doubts.AddRange(found.Select(doubt => $"{op}: {doubt}"));
        }
        Assert.True(doubts.Count == 0, string.Join("\n", doubts));
    }
}
