using Prover.Onnx.Compilation;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Heads;

/// <summary>
/// The unit in which differences from ONNX Runtime are counted: how far each element of the outputs moves when the proven integers
/// move by at most one.
/// </summary>
public static class OutputSteps
{
    /// <summary>Up to so many integers each of them is also moved against all others, the worst for functions of differences.</summary>
    private const int SingledOut = 64;

    /// <summary>Measures the steps around one run.</summary>
    /// <param name="model">The model.</param>
    /// <param name="integers">The proven integers by the output's name.</param>
    /// <param name="outputs">The outputs at these integers.</param>
    /// <returns>For each output one non-negative number per element; 0 where no move was seen.</returns>
    public static IReadOnlyList<double[]> Around(
        CompiledModel model, IReadOnlyDictionary<string, int[]> integers, IReadOnlyList<KeyValuePair<string, DenseTensor>> outputs)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(integers);
        ArgumentNullException.ThrowIfNull(outputs);
        double[][] here = [.. outputs.Select(static output => output.Value.ToDouble())];
        double[][] steps = Array.ConvertAll(here, static values => new double[values.Length]);
        foreach (Func<int, int> direction in Directions(integers.Values.Sum(static values => values.Length)))
        {
            IReadOnlyList<KeyValuePair<string, DenseTensor>> shifted = model.Head.Evaluate(Moved(model, integers, direction));
            for (int output = 0; output < steps.Length; output++)
            {
                double[] there = shifted[output].Value.ToDouble();
                for (int i = 0; i < there.Length; i++)
                {
                    steps[output][i] = Math.Max(steps[output][i], Math.Abs(there[i] - here[output][i]));
                }
            }
        }

        return steps;
    }

    /// <summary>Moves of all integers, as a sign or 0 by the integer's number: all one way, in turn, one against the others.</summary>
    private static IEnumerable<Func<int, int>> Directions(int count)
    {
        foreach (int sign in (int[])[1, -1])
        {
            yield return _ => sign;
            yield return i => i % 2 == 0 ? sign : -sign;
            for (int one = 0; one < count && count <= SingledOut; one++)
            {
                int chosen = one;
                yield return i => i == chosen ? sign : -sign;
                yield return i => i == chosen ? sign : 0;
            }
        }
    }

    /// <summary>The integers, each one step along its direction unless its range ends there.</summary>
    private static Dictionary<string, int[]> Moved(
        CompiledModel model, IReadOnlyDictionary<string, int[]> integers, Func<int, int> direction)
    {
        var moved = new Dictionary<string, int[]>();
        int number = 0;
        foreach ((string name, int[] values) in integers)
        {
            NetworkOutput output = model.Network.Outputs.First(output => output.Name == name);
            int[] there = moved[name] = [.. values];
            for (int i = 0; i < values.Length; i++)
            {
                there[i] = Math.Clamp(values[i] + direction(number++), output.Low, output.High);
            }
        }

        return moved;
    }
}
