using Prover.Proving.Artefacts;
using Prover.Proving.Circuits;
using Prover.Proving.Tests.Circuits;
using Prover.Proving.Witness;

namespace Prover.Proving.Tests.Witness;

/// <summary>Requantisations with long runs, of which a row covers many multiples of the wide span (SPEC §10.4).</summary>
public sealed class WideSpanTests
{
    private const int Inputs = 256, Outputs = 8;
    private const float Scale = .01f;
    private readonly Network network;
    private readonly int[][] inputs;
    private readonly int[] sums = new int[Outputs];
    private readonly WitnessProgram program;

    public WideSpanTests()
    {
        var random = new Random(5);
        NaiveTensor x = NaiveTensor.Random(random, [1, Inputs], 0, 255), w = NaiveTensor.Random(random, [Inputs, Outputs], -127, 127);
        for (int i = 0; i < w.Values.Length; i++)
        {
            if (i % 2 == 0) w.Values[i] /= 25; // every other sum stays between the clamps
            sums[i % Outputs] += w.Values[i] * (x.Values[i / Outputs] - 128);
        }
        var builder = new NetworkBuilder();
        Activation input = builder.Input("x", x.Shape, 128, 0, 255, isPublic: false);
        Accumulator dense = builder.MatMul("dense", input, new(w.Shape, w.Values), null);
        builder.Output("y", builder.Requantise(dense, NetworkFixture.Rescaling([Scale], 3)));
        network = builder.Build();
        inputs = [x.Values];
        program = new(network);
    }

    private RequantiseStep Step => network.Steps.OfType<RequantiseStep>().Single();

    private StepTable Table => new(
        network, network.Circuit.Rows[Step.Rows].Table, new(network.Circuit, network.Circuit.Rows[Step.Range].Table));

    private int WideSpan => Multiples.WideSpan;

    private MultipleTable Multiples => new(network.Circuit, Step, network.ModelValues, Table.Spans);

    [Fact]
    public void Results_are_those_of_the_function_and_few_rows_are_needed()
    {
        int[] expected = [.. sums.Select(sum => NetworkFixture.Rescale(sum, Scale, 3, -128, 127))];
        WitnessTrace trace = NetworkFixture.AssertOutputs(network, inputs);
        Assert.Equal(expected, program.Output(trace, 0));
        Assert.Contains(expected, value => value is > -128 and < 127);
        Assert.Contains(trace.Values[Step.Multiple], multiple => multiple > 0);
        Assert.Contains(-128, expected);
        Assert.Contains(127, expected);
        int table = network.Circuit.Rows[Step.Rows].Table;
        long rows = network.Circuit.Rows.Where(box => box.IsTable && box.Table == table).Sum(box => box.Count);
        Assert.InRange(rows, 256, 3 * 256);
    }

    [Fact]
    public void Program_survives_its_file() =>
        Assert.Equal(network.Steps, NetworkReader.Read(NetworkWriter.Write(network)).Steps);

    /// <summary>Without the lookup of (span, multiple) the sum would be that of another row.</summary>
    [Fact]
    public void Multiple_of_a_span_that_has_none() => AssertRefused(values =>
    {
        int at = Between(values);
        int row = Table.Find(0, sums[at] - WideSpan);
        Assert.NotEqual(WideSpan, Table.Spans[row]);
        Assert.NotEqual(values[Step.Quotient][at], Table.Results[row]);
        Claim(values, at, row, 1);
    });

    [Fact]
    public void Multiple_beyond_the_last() => AssertRefused(values =>
    {
        int at = Between(values);
        int row = Array.FindLastIndex(Table.Spans, Table.Bases.Count(start => start <= sums[at]) - 1, span => span == WideSpan);
        int multiple = (sums[at] - Table.Bases[row]) / WideSpan;
        Assert.True(multiple > Multiples.Of(row, int.MaxValue));
        Claim(values, at, row, multiple);
    });

    [Fact]
    public void Negative_multiple() => AssertRefused(values =>
    {
        int at = Between(values);
        StepTable table = Table;
        int row = Enumerable.Range(0, table.Bases.Length)
            .First(i => table.Spans[i] == WideSpan && table.Bases[i] > sums[at] + WideSpan);
        Claim(values, at, row, -1 - ((Table.Bases[row] - sums[at] - 1) / WideSpan));
    });

    [Fact]
    public void Remainder_that_is_a_multiple() => AssertRefused(values =>
    {
        int at = Array.FindIndex(values[Step.Multiple], multiple => multiple > 0);
        values[Step.Multiple][at]--;
        values[Step.Remainder][at] += WideSpan;
    });

    /// <summary>An element whose result is not clamped.</summary>
    private int Between(int[][] values) => Array.FindIndex(values[Step.Quotient], value => value is > -100 and < 100);

    /// <summary>Claims a row of the threshold table with a multiple, and the remainder that makes the sum right.</summary>
    private void Claim(int[][] values, int at, int row, int multiple)
    {
        values[Step.Quotient][at] = Table.Results[row];
        values[Step.Span][at] = Table.Spans[row];
        values[Step.Multiple][at] = multiple;
        values[Step.Remainder][at] = sums[at] - Table.Bases[row] - (multiple * WideSpan);
        Assert.InRange(values[Step.Remainder][at], 0, Table.Spans[row] - 1);
    }

    private void AssertRefused(Action<int[][]> lie)
    {
        WitnessTrace trace = program.Execute(inputs, 1, (step, values) =>
        {
            if (step == Array.IndexOf(network.Steps, Step)) lie(values);
        });
        Assert.NotNull(CircuitChecker.FindViolation(network.Circuit, trace.Values));
    }
}
