using Prover.Proving.Circuits;
using Prover.Proving.Witness;
using Prover.Verifier.Artefacts;

namespace Prover.Proving.Tests.Circuits;

/// <summary>Builds small networks with random data and checks their witnesses in every way there is.</summary>
internal static class NetworkFixture
{
    /// <summary>The usual rescale: clamp(roundToEven(float(acc) · scale) + zeroPoint).</summary>
    public static int Rescale(int sum, float scale, int zeroPoint, int low, int high) =>
        (int)Math.Clamp(MathF.Round(sum * scale, MidpointRounding.ToEven) + zeroPoint, low, high);

    /// <summary>A rescale per channel (axis 1, or the given one), or one for all.</summary>
    public static Requantisation Rescaling(float[] scales, int zeroPoint, int low = -128, int high = 127, int axis = 1)
    {
        float[] distinct = [.. scales.Distinct()];
        return new((number, sum) => Rescale(sum, distinct[number], zeroPoint, low, high), low, high, zeroPoint)
        {
            Classes = distinct.Length == 1 ? null : [.. scales.Select(scale => Array.IndexOf(distinct, scale))],
            ClassAxes = distinct.Length == 1 ? [] : [axis],
        };
    }

    /// <summary>
    /// Runs the network on all paths: one thread, two threads, reference; checks that they agree, that the circuit is satisfied, that
    /// every column equals its plain meaning, and that the outputs are the expected ones.
    /// </summary>
    public static WitnessTrace AssertOutputs(Network network, int[][] inputs, params NaiveTensor[] expected)
    {
        CircuitValidator.Validate(network.Circuit);
        var program = new WitnessProgram(network);
        WitnessTrace trace = program.Execute(inputs, 1), twice = program.Execute(inputs, 2);
        for (int output = 0; output < expected.Length; output++)
        {
            Assert.Equal(expected[output].Shape, network.Outputs[output].Shape);
            Assert.Equal(expected[output].Values, program.Output(trace, output));
        }
        for (int tensor = 0; tensor < trace.Values.Length; tensor++) Assert.Equal(trace.Values[tensor], twice.Values[tensor]);
        Assert.Null(CircuitChecker.FindViolation(network.Circuit, trace.Values));
        WitnessTrace reference = program.Execute(inputs, 1, (_, _) => { });
        Assert.Null(CircuitChecker.FindViolation(network.Circuit, reference.Values));
        HashSet<int> multiplicities = [.. network.Circuit.Rows.Select(rows => rows.Multiplicity)];
        for (int tensor = 0; tensor < trace.Values.Length; tensor++)
        {
            if (!multiplicities.Contains(tensor)) Assert.Equal(reference.Values[tensor], trace.Values[tensor]);
        }
        for (int rows = 0; rows < network.Circuit.Rows.Length; rows++)
        {
            for (int column = 0; column < network.Circuit.Rows[rows].Columns.Length; column++)
            {
                Assert.Equal(reference.ColumnValues(rows, column), trace.ColumnValues(rows, column, 2));
            }
            Assert.Equal(reference.Accumulators(rows), trace.Accumulators(rows));
        }
        return trace;
    }
}
