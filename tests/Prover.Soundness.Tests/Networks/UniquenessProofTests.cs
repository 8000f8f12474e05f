using Prover.Proving.Circuits;
using Prover.Soundness.Tests.Uniqueness;
using Prover.Verifier.Circuits;

namespace Prover.Soundness.Tests.Networks;

/// <summary>
/// The proof that inputs determine a witness: it succeeds for a network of every kind of step, and fails for each relation that is left
/// out and each table that is spoilt.
/// </summary>
public class UniquenessProofTests
{
    private static readonly Network Network = TinyNetwork.Build();

    [Fact]
    public void Inputs_determine_the_witness() => Assert.Empty(Doubts(Network.Circuit, Network.ModelValues).Doubts);

    [Fact]
    public void Without_any_lookups_it_fails()
    {
        for (int left = 0; left < Network.Circuit.Rows.Length; left++)
        {
            LookupRows rows = Network.Circuit.Rows[left];
            if (rows.IsTable) continue;
            Circuit circuit = Network.Circuit with { Rows = [.. Network.Circuit.Rows.Where(other => other != rows)] };
            Assert.True(Doubts(circuit, Network.ModelValues).Doubts.Count > 0, $"{rows.Name} may be left out");
        }
    }

    [Fact]
    public void Without_any_constraint_it_fails()
    {
        Assert.NotEmpty(Network.Circuit.Constraints);
        foreach (LinearConstraint constraint in Network.Circuit.Constraints)
        {
            Circuit circuit = Network.Circuit with { Constraints = [.. Network.Circuit.Constraints.Where(other => other != constraint)] };
            Assert.True(Doubts(circuit, Network.ModelValues).Free.Count > 0, $"{constraint.Name} may be left out");
        }
    }

    [Fact]
    public void With_a_threshold_moved_into_the_run_before_it_fails()
    {
        int[] Values(int table, string column) => Network.ModelValues[Tensor(table, column)];
        int Tensor(int first, string column) => first + Array.IndexOf(["q", "base", "span"], column);
        int tables = 0;
        for (int first = 0; first < Network.ModelValues.Length; first++)
        {
            if (!Network.Circuit.Tensors[first].Name.EndsWith("thresholds q", StringComparison.Ordinal)) continue;
            tables++;
            (int[] results, int[] bases, int[] spans) = (Values(first, "q"), Values(first, "base"), Values(first, "span"));
            int row = Enumerable.Range(1, bases.Length - 1).First(i =>
                results[i] != results[i - 1] && bases[i] == bases[i - 1] + spans[i - 1]);
            int[][] model = [.. Network.ModelValues];
            model[Tensor(first, "base")] = [.. bases.Select((value, i) => i == row ? value - 1 : value)];
            Assert.NotEmpty(Doubts(Network.Circuit, model).Free);
        }
        Assert.True(tables >= 3);
    }

    /// <summary>A multiple must be 0 in every other row: those of the wide span reach far beyond the next runs (SPEC §10.4).</summary>
    [Fact]
    public void With_the_wide_span_in_another_row_it_fails()
    {
        var builder = new NetworkBuilder();
        Activation x = builder.Input("x", [1, 256], 0, -128, 127, isPublic: true);
        Accumulator sums = builder.MatMul("dense", x, new([256, 64], [.. Enumerable.Repeat(127, 256 * 64)]), null);
        builder.Output("y", builder.Requantise(sums, new((_, a) => Math.Clamp(a / 64, -128, 127), -128, 127, 0)));
        Network network = builder.Build();
        Assert.Contains(network.Circuit.Tensors, tensor => tensor.Name.EndsWith("multiple", StringComparison.Ordinal));
        UniquenessReport Report(int[][] values) =>
            UniquenessProof.Of(network.Circuit, values, network.Inputs.Select(input => input.Tensor));
        Assert.Empty(Report(network.ModelValues).Doubts);
        int spans = Array.FindIndex(network.Circuit.Tensors, tensor => tensor.Name.EndsWith("thresholds span", StringComparison.Ordinal));
        int[][] model = [.. network.ModelValues];
        int widest = model[spans].Max(), middle = model[spans].Length / 2;
        Assert.NotEqual(widest, model[spans][middle]);
        model[spans] = [.. model[spans].Select((span, row) => row == middle ? widest : span)];
        Assert.NotEmpty(Report(model).Free);
    }

    [Fact]
    public void With_weights_so_great_that_sums_wrap_it_fails()
    {
        int weights = Array.FindIndex(Network.ModelValues, values => values.Length == 3 * 2 * 9);
        int[][] model = [.. Network.ModelValues];
        model[weights] = [.. model[weights].Select(_ => 1 << 25)];
        UniquenessReport report = Doubts(Network.Circuit, model);
        Assert.NotEmpty(report.Wrapping);
        // Whatever the weights are, the outputs are a function of the inputs.
        Assert.Empty(report.Free);
    }

    private static UniquenessReport Doubts(Circuit circuit, int[][] model) =>
        UniquenessProof.Of(circuit, model, Network.Inputs.Select(input => input.Tensor));
}
