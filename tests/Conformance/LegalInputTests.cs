using Prover.Onnx.Tests.Support;
using Prover.Proving.Circuits;
using Prover.Proving.Witness;

namespace Prover.Conformance.Tests;

/// <summary>
/// No legal input fails: for every operator the witness of any integers within the ranges of the inputs satisfies the circuit.
/// </summary>
public class LegalInputTests
{
    private const int Runs = 100;

    /// <summary>Runs that the slow checker sees too: extremes and some noise. The executor refuses what no table holds.</summary>
    private const int Checked = 6;

    [OnnxRuntimeFact]
    public void A_hundred_inputs_over_the_whole_range_satisfy_the_circuit_of_every_operator()
    {
        List<string> wrong = [];
        foreach (string op in GeneratedCases.Supported)
        {
            Network network = GeneratedCases.Build(op).Compiled.Network;
            var program = new WitnessProgram(network);
            for (int number = 0; number < Runs; number++)
            {
                try
                {
                    WitnessTrace trace = program.Execute(FullRange.Inputs(network, number), 1);
                    string? violation = number < Checked ? CircuitChecker.FindViolation(network.Circuit, trace.Values) : null;
                    if (violation is not null) wrong.Add($"{op}, input {number}: {violation}");
                }
                catch (Exception error) when (error is not Xunit.Sdk.XunitException)
                {
                    wrong.Add($"{op}, input {number}: {error.Message}");
                }
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong.Take(20)));
    }
}
