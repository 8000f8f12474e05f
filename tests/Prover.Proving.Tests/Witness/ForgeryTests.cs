using Prover.Proving.Circuits;
using Prover.Proving.Tests.Circuits;
using Prover.Proving.Witness;
using Prover.Verifier.Fields;

namespace Prover.Proving.Tests.Witness;

/// <summary>Witnesses of a cheating prover: each lie must leave some relation of the circuit violated.</summary>
public sealed class ForgeryTests
{
    private readonly Network network;
    private readonly int[][] inputs;
    private readonly WitnessProgram program;

    public ForgeryTests()
    {
        var random = new Random(11);
        NaiveTensor image = NaiveTensor.Random(random, [1, 2, 6, 6], 0, 255);
        NaiveTensor w = NaiveTensor.Random(random, [3, 2, 3, 3], -127, 127), d = NaiveTensor.Random(random, [27, 4], -127, 127);
        var builder = new NetworkBuilder();
        SpatialWindow window = SpatialWindow.Of([3, 3], [1, 1]) with { PadsBefore = [1, 1], PadsAfter = [1, 1] };
        Activation x = builder.Input("x", image.Shape, 128, 0, 255, isPublic: false);
        Accumulator sums = builder.Convolution("conv", x, new(w.Shape, w.Values), [100, -200, 300], window, 1);
        Activation y = builder.Requantise(sums, NetworkFixture.Rescaling([.001f, .0012f, .0015f], 3, -8, 23));
        Activation pool = builder.MaxPool("pool", y, SpatialWindow.Of([2, 2], [2, 2]));
        Activation negative = builder.Unary("negate", pool, q => 5 - q, 5);
        Activation total = builder.Binary("add", pool, negative, (u, v) => (u + (3 * v)) / 2, 0);
        Activation turned = builder.Transpose("turn", builder.Reshape("cut", total, 9, 3), 1, 0);
        Activation flat = builder.Reshape("flatten", turned, 1, 27);
        builder.Output("copied", turned);
        builder.Output("y", builder.Commit(builder.MatMul("dense", flat, new(d.Shape, d.Values), null)));
        network = builder.Build();
        inputs = [image.Values];
        program = new(network);
        NetworkFixture.AssertOutputs(network, inputs);
    }

    private RequantiseStep Conv => network.Steps.OfType<RequantiseStep>().Single(step => step.Node == "conv");

    [Fact]
    public void Wrong_activation() => AssertRefused(Conv, values => values[Conv.Quotient][7]++);

    [Fact]
    public void Wrong_remainder() => AssertRefused(Conv, values => values[Conv.Remainder][7]++);

    [Fact]
    public void Wrong_span() => AssertRefused(Conv, values => values[Conv.Span][7] *= 2);

    [Fact]
    public void Neighbouring_row_with_a_remainder_out_of_range() =>
        AssertRefused(Conv, values => ClaimRow(
            values, at => values[Conv.Quotient][at] is > 0 and < 15, (row, at) => row.Value == values[Conv.Quotient][at] + 1, 0));

    [Fact]
    public void Row_of_a_clamp_undone() =>
        AssertRefused(Conv, values => ClaimRow(values, at => values[Conv.Quotient][at] == -11, (row, _) => row.Value == -9, 0));

    [Fact]
    public void Upper_clamp_for_a_sum_that_is_off_by_the_order() =>
        AssertRefused(Conv, values => ClaimRow(
            values, at => values[Conv.Quotient][at] == -11, (row, _) => row.Value == 20, KoalaBear.Order));

    [Fact]
    public void Swapped_channels() => AssertRefused(Conv, values =>
    {
        int other = Enumerable.Range(0, 36).First(i => values[Conv.Quotient][i] != values[Conv.Quotient][36 + i]);
        foreach (int tensor in new[] { Conv.Quotient, Conv.Remainder, Conv.Span })
        {
            (values[tensor][other], values[tensor][36 + other]) = (values[tensor][36 + other], values[tensor][other]);
        }
    });

    [Fact]
    public void Input_beyond_its_range() => AssertRefused(null, values => values[network.Inputs[0].Tensor][3] += 256);

    [Fact]
    public void Maximum_too_small() => AssertRefused(Find<MaximumStep>("pool"), values => values[Find<MaximumStep>("pool").Output][2]--);

    [Fact]
    public void Maximum_too_great() => AssertRefused(Find<MaximumStep>("pool"), values => values[Find<MaximumStep>("pool").Output][2]++);

    [Fact]
    public void Wrong_table_result() => AssertRefused(Find<UnaryStep>("negate"), values => values[Find<UnaryStep>("negate").Output][1]++);

    [Fact]
    public void Wrong_pair_result() => AssertRefused(Find<PairStep>("add"), values => values[Find<PairStep>("add").Output][1]--);

    [Fact]
    public void Wrong_copy() => AssertRefused(Find<RecommitStep>("copied"), values =>
        values[network.Circuit.Constraints[Find<RecommitStep>("copied").Constraint].Terms[0].Read.Tensor][5]++);

    [Fact]
    public void Wrong_public_sum() => AssertRefused(Find<CommitStep>("dense"), values => values[Find<CommitStep>("dense").Output][0]++);

    [Fact]
    public void Sum_off_by_the_order() =>
        AssertRefused(Find<CommitStep>("dense"), values => values[Find<CommitStep>("dense").Output][0] -= (int)KoalaBear.Order);

    [Fact]
    public void Wrong_multiplicity_of_any_table()
    {
        foreach (int tensor in network.Circuit.Rows.Where(rows => rows.IsTable).Select(rows => rows.Multiplicity))
        {
            WitnessTrace trace = program.Execute(inputs, 1, (step, values) =>
            {
                if (step == network.Steps.Length) values[tensor][0]++;
            });
            Assert.NotNull(CircuitChecker.FindViolation(network.Circuit, trace.Values));
        }
    }

    [Fact]
    public void Other_weights_change_the_outputs()
    {
        int weights = Array.FindIndex(network.Circuit.Tensors, tensor => tensor.Name == "dense weights");
        WitnessTrace honest = program.Execute(inputs, 1);
        WitnessTrace forged = program.Execute(inputs, 1, (step, values) =>
        {
            if (step == -1) Array.Reverse(values[weights]);
        });
        // The circuit is satisfied with other weights: that they are the model's is for the commitment to say.
        Assert.Null(CircuitChecker.FindViolation(network.Circuit, forged.Values));
        Assert.NotEqual(program.Output(honest, 1), program.Output(forged, 1));
        Assert.Equal(network.ModelValues[weights], program.Execute(inputs, 1).Values[weights]);
    }

    private T Find<T>(string node) where T : WitnessStep => network.Steps.OfType<T>().Last(step => step.Node == node);

    /// <summary>Claims another row of the threshold table for one activation, with whatever remainder makes the sum right.</summary>
    private void ClaimRow(int[][] values, Func<int, bool> where, Func<(int Value, int Base), int, bool> pick, long lift)
    {
        StepTable table = new(network, network.Circuit.Rows[Conv.Rows].Table, new(network.Circuit, network.Circuit.Rows[Conv.Range].Table));
        int at = Enumerable.Range(0, values[Conv.Quotient].Length).First(where);
        int channel = at / 36, length = table.Bases.Length / 3;
        long sum = values[Conv.Remainder][at] + table.Bases[table.Find(channel, Sum(values, at))];
        int row = Enumerable.Range(channel * length, length).First(i => pick((table.Results[i], table.Bases[i]), at));
        values[Conv.Quotient][at] = table.Results[row];
        values[Conv.Span][at] = table.Spans[row];
        values[Conv.Remainder][at] = (int)(sum + lift - table.Bases[row]);
    }

    private int Sum(int[][] values, int at)
    {
        int[] bias = [100, -200, 300], image = [.. values[network.Inputs[0].Tensor].Select(value => value + 128)];
        return program.Execute([image], 1).Accumulators(Conv.Rows)![at] + bias[at / 36];
    }

    /// <summary>Forges after a step (null: the inputs) and expects a violation; the same run without the lie has none.</summary>
    private void AssertRefused(WitnessStep? after, Action<int[][]> lie)
    {
        int number = after is null ? -1 : Array.IndexOf(network.Steps, after);
        WitnessTrace trace = program.Execute(inputs, 1, (step, values) =>
        {
            if (step == number) lie(values);
        });
        Assert.NotNull(CircuitChecker.FindViolation(network.Circuit, trace.Values));
    }
}
