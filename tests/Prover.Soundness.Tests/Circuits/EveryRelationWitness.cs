using static Prover.Soundness.Tests.Circuits.EveryRelationCircuit;

namespace Prover.Soundness.Tests.Circuits;

/// <summary>Witnesses of <see cref="EveryRelationCircuit"/> in plain loops; a cheating prover may change tensors after each step.</summary>
internal static class EveryRelationWitness
{
    /// <summary>Runs the network on a random input.</summary>
    /// <param name="seed">Chooses the input; the model is always the same.</param>
    /// <param name="forge">Called with the tensor that was computed last and all tensors; later steps follow the lie.</param>
    public static int[][] Solve(int seed, Action<int, int[][]>? forge = null)
    {
        int[][] values = Model();
        var random = new Random(seed);
        values[Image] = Fill(32, () => random.Next(Low, High + 1));
        values[Bias] = Fill(2, () => random.Next(-8, 8));
        forge?.Invoke(Image, values);
        Convolve(values);
        forge?.Invoke(Quotient, values);
        values[Unary] = Fill(3, channel => values[Step][Clamp(Depthwise(values, channel) + 16, 0, 32)]);
        forge?.Invoke(Unary, values);
        values[Maximum] = Fill(6, i => Math.Max(values[Quotient][2 * i], values[Quotient][(2 * i) + 1]));
        forge?.Invoke(Maximum, values);
        values[Sum] = Fill(3, i => values[Pair][(8 * Index(values[Unary][i])) + Index(values[Maximum][2 * i])]);
        forge?.Invoke(Sum, values);
        values[Flat] = Fill(6, i => values[Maximum][(2 * (i % 3)) + (i / 3)]);
        forge?.Invoke(Flat, values);
        values[Output] = Fill(2, o => values[Bias][o] + Dot(values[DenseFlat], o, values[Flat]) + Dot(values[DenseSum], o, values[Sum]));
        forge?.Invoke(Output, values);
        CircuitSolver.Count(Build(), values);
        forge?.Invoke(ImageCounts, values);
        return values;
    }

    /// <summary>The accumulator of the convolution.</summary>
    public static int Accumulator(int[][] values, int channel, int y, int x)
    {
        int sum = 0;
        for (int i = 0; i < 18; i++)
        {
            int c = i / 9, row = (2 * y) + (i / 3 % 3) - 1, column = (2 * x) + (i % 3) - 1;
            if (row is < 0 or > 3 || column is < 0 or > 3) continue;
            sum += values[Kernel][(18 * channel) + i] * values[Image][(16 * c) + (4 * row) + column];
        }
        return sum;
    }

    /// <summary>The model's tensors among all; the others are empty.</summary>
    public static int[][] Model()
    {
        int[][] values = [.. Shapes.Select(_ => Array.Empty<int>())];
        var random = new Random(2026);
        values[Kernel] = Fill(54, () => random.Next(-1, 2));
        values[Deep] = Fill(12, () => random.Next(-1, 2));
        values[DenseFlat] = Fill(12, () => random.Next(-3, 4));
        values[DenseSum] = Fill(6, () => random.Next(-3, 4));
        // q = floor((accumulator - channel)/4), clamped.
        values[Bases] = Fill(24, i => (i / 8) + (i % 8 == 0 ? -12 - Wide : Narrow * ((i % 8) + Low)));
        values[Spans] = Fill(24, i => i % 8 is 0 or 7 ? Wide : Narrow);
        values[Step] = Fill(33, i => Clamp((i - 16) / 2, Low, High));
        values[Relu] = Fill(15, i => Math.Max(0, i - 7));
        values[Pair] = Fill(64, i => Clamp((i / 8) + (i % 8) + (2 * Low), Low, High));
        return values;
    }

    private static void Convolve(int[][] values)
    {
        (values[Quotient], values[Remainder], values[Span]) = (new int[12], new int[12], new int[12]);
        for (int i = 0; i < 12; i++)
        {
            int channel = i / 4, accumulator = Accumulator(values, channel, i / 2 % 2, i % 2);
            int quotient = Clamp((int)Math.Floor((accumulator - channel) / (double)Narrow), Low, High);
            int row = (8 * channel) + Index(quotient);
            values[Quotient][i] = quotient;
            values[Remainder][i] = accumulator - values[Bases][row];
            values[Span][i] = values[Spans][row];
        }
    }

    private static int Depthwise(int[][] values, int channel) =>
        Enumerable.Range(4 * channel, 4).Sum(i => values[Deep][i] * values[Quotient][i]);

    private static int Dot(int[] weights, int output, int[] input) =>
        input.Select((value, i) => value * weights[(output * input.Length) + i]).Sum();

    /// <summary>The table row of an activation; a forged one may have none.</summary>
    private static int Index(int activation) => Clamp(activation - Low, 0, 7);

    private static int Clamp(int value, int low, int high) => Math.Clamp(value, low, high);

    private static int[] Fill(int count, Func<int> value) => Fill(count, _ => value());

    private static int[] Fill(int count, Func<int, int> value) => [.. Enumerable.Range(0, count).Select(value)];
}
