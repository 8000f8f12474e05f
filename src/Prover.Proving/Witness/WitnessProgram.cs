using Prover.Proving.Circuits;
using Prover.Verifier.Circuits;
using Prover.Verifier.Hashed;

namespace Prover.Proving.Witness;

/// <summary>Computes witnesses of a network with the processor's vector instructions. It may be used by several threads.</summary>
public sealed class WitnessProgram
{
    private readonly Network network;
    private readonly ContractionPlan[][] contractions;
    private readonly Dictionary<int, StepTable> stepTables = [];
    private readonly RangeTables ranges;

    /// <summary>Prepares a network.</summary>
    public WitnessProgram(Network network)
    {
        this.network = network;
        Circuit circuit = network.Circuit;
        contractions = [.. circuit.Rows.Select(rows => rows.Columns.SelectMany(column => column)
            .Where(term => term.Source == ColumnSource.InnerProduct)
            .Select(term => new ContractionPlan(circuit, rows.Axes, term.Product!, term.Factor)).ToArray())];
        RequantiseStep[] requantisations = [.. network.Steps.OfType<RequantiseStep>()];
        ranges = new(circuit, requantisations.Length == 0 ? -1 : circuit.Rows[requantisations[0].Range].Table);
        foreach (RequantiseStep step in requantisations)
        {
            int table = circuit.Rows[step.Rows].Table;
            if (!stepTables.ContainsKey(table)) stepTables.Add(table, new(network, table, ranges));
        }
    }

    /// <summary>Runs the network on quantised inputs.</summary>
    /// <param name="inputs">For each input of the network its quantised values, row-major.</param>
    /// <param name="threads">The greatest number of threads.</param>
    /// <exception cref="ArgumentException">An input has another size or a value outside its range.</exception>
    public WitnessTrace Execute(int[][] inputs, int threads) => Execute(inputs, threads, null);

    /// <summary>The quantised values of an output, row-major.</summary>
    /// <param name="trace">A trace of this network.</param>
    /// <param name="output">Number of the output.</param>
    public int[] Output(WitnessTrace trace, int output)
    {
        NetworkOutput declared = network.Outputs[output];
        return [.. trace.Values[declared.Tensor].Select(value => value + declared.ZeroPoint)];
    }

    /// <summary>
    /// Runs the network for a cheating prover, who may change any tensor after any step: <paramref name="forge"/> is called with the
    /// number of the step just done (-1 for the inputs, the number of steps after counting multiplicities) and all tensors. Later steps
    /// follow him, multiplicities are counted from the tuples, and everything is computed by the slow reference.
    /// </summary>
    internal WitnessTrace Execute(int[][] inputs, int threads, Action<int, int[][]>? forge)
    {
        Circuit circuit = network.Circuit;
        int[][] values = forge is null
            ? [.. network.ModelValues]
            : [.. network.ModelValues.Select(model => (int[])model.Clone())];
        LoadInputs(inputs, values);
        forge?.Invoke(-1, values);
        var run = new WitnessRun(network, values, contractions, stepTables, ranges, Math.Max(1, threads), forge is not null);
        for (int step = 0; step < network.Steps.Length; step++)
        {
            run.Execute(network.Steps[step]);
            forge?.Invoke(step, values);
        }
        run.CountMultiplicities();
        CopyHashed(values);
        forge?.Invoke(network.Steps.Length, values);
        return new(circuit, values, run.Sums, forge is not null);
    }

    /// <summary>Lays hashed tensors in columns; their uniform elements stay 0 until a proof draws them.</summary>
    private void CopyHashed(int[][] values)
    {
        int[] sources = network.HashedSources;
        for (int i = 0; i < sources.Length; i++)
        {
            HashedTensor tensor = network.Circuit.Hashed[i];
            int rows = 1 << new HashedShape(tensor.Count).LogRows;
            int[] copy = values[tensor.Tensor] = new int[network.Circuit.Tensors[tensor.Tensor].Count];
            for (int j = 0; j < tensor.Count; j++) copy[(j / rows * 2 * rows) + (j % rows)] = values[sources[i]][j];
        }
    }

    private void LoadInputs(int[][] inputs, int[][] values)
    {
        if (inputs.Length != network.Inputs.Length) throw new ArgumentException("the network has another number of inputs", nameof(inputs));
        for (int i = 0; i < inputs.Length; i++)
        {
            NetworkInput input = network.Inputs[i];
            if (inputs[i].Length != network.Circuit.Tensors[input.Tensor].Count)
            {
                throw new ArgumentException($"input {input.Name} has {inputs[i].Length} values", nameof(inputs));
            }
            foreach (int value in inputs[i])
            {
                if (value >= input.Low && value <= input.High) continue;
                throw new ArgumentException($"input {input.Name} contains {value}", nameof(inputs));
            }
            values[input.Tensor] = [.. inputs[i].Select(value => value - input.ZeroPoint)];
        }
    }
}
