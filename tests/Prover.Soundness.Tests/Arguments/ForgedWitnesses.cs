using static Prover.Soundness.Tests.Circuits.EveryRelationCircuit;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>
/// Wrong witnesses by name: the tensor after which the prover lies, and the lie. Everything else follows the lie, so that only the forged
/// relation does not hold.
/// </summary>
internal static class ForgedWitnesses
{
    private const int Order = (int)Prover.Verifier.Fields.KoalaBear.Order;

    public static IReadOnlyDictionary<string, (int After, Action<int[][]> Forge)> All { get; } =
        new Dictionary<string, (int After, Action<int[][]> Forge)>
        {
            ["wrong activation"] = (Quotient, values => values[Quotient][5]++),
            ["wrong activation with its own interval"] = (Quotient, values => Claim(values, Inner(values), 1)),
            ["accumulator off by p"] = (Quotient, values => Wrap(values, Inner(values))),
            ["remainder equal to the span"] = (Quotient, values => Claim(values, At(values, i => HasRemainder(values, i, 0)), -1)),
            ["remainder of minus one"] = (Quotient, values => Claim(values, At(values, i => HasRemainder(values, i, Narrow - 1)), 1)),
            ["remainder in a wider span"] = (Quotient, values => values[Span][Inner(values)] = Wide),
            ["clamp undone"] = (Quotient, values => Claim(values, At(values, i => values[Quotient][i] == High), -1)),
            ["swapped channels"] = (Quotient, values => Swap(values, 0, 4)),
            ["swapped positions"] = (Quotient, values => Swap(values, 0, 3)),
            ["wrong result of a unary function"] = (Unary, values => values[Unary][1] -= Math.Sign(values[Unary][1] + 1)),
            ["maximum not in the window"] = (Maximum, values => values[Maximum][At(values, i => values[Maximum][i] < High, 6)]++),
            ["lesser element as maximum"] = (Maximum, values => Lesser(values)),
            ["wrong residual sum"] = (Sum, values => values[Sum][2]++),
            ["input beyond its range"] = (Image, values => values[Image][9] = High + 1),
            ["input that wraps around p"] = (Image, values => values[Image][9] += Order / 2),
            ["wrong logit"] = (Output, values => values[Output][0]++),
        };

    /// <summary>The first input whose activations allow every forgery.</summary>
    private static int Seed { get; } = Enumerable.Range(1, 1000).First(seed => HasEverything(Circuits.EveryRelationWitness.Solve(seed)));

    /// <summary>The place of a lie in the list.</summary>
    public static int NumberOf(string name) => All.Keys.ToList().IndexOf(name);

    /// <summary>A witness with one lie.</summary>
    public static int[][] Solve(string name)
    {
        (int after, Action<int[][]> forge) = All[name];
        return Circuits.EveryRelationWitness.Solve(Seed, (step, values) =>
        {
            if (step == after) forge(values);
        });
    }

    /// <summary>Claims another row of the interval table for an activation: the remainder makes up for it.</summary>
    private static void Claim(int[][] values, int i, int step)
    {
        int channel = i / 4, row = (8 * channel) + values[Quotient][i] - Low, other = row + step;
        values[Quotient][i] += step;
        values[Remainder][i] += values[Bases][row] - values[Bases][other];
        values[Span][i] = values[Spans][other];
    }

    /// <summary>Claims the greatest activation for a negative accumulator plus p.</summary>
    private static void Wrap(int[][] values, int i)
    {
        int row = (8 * (i / 4)) + 7, accumulator = values[Bases][row - 7 + values[Quotient][i] - Low] + values[Remainder][i];
        values[Quotient][i] = High;
        values[Remainder][i] = accumulator + Order - values[Bases][row];
        values[Span][i] = Wide;
    }

    private static void Swap(int[][] values, int i, int j)
    {
        foreach (int tensor in (int[])[Quotient, Remainder, Span])
        {
            (values[tensor][i], values[tensor][j]) = (values[tensor][j], values[tensor][i]);
        }
    }

    private static void Lesser(int[][] values)
    {
        int at = At(values, i => values[Quotient][2 * i] != values[Quotient][(2 * i) + 1], 6);
        values[Maximum][at] = Math.Min(values[Quotient][2 * at], values[Quotient][(2 * at) + 1]);
    }

    private static bool HasEverything(int[][] values)
    {
        bool Any(Func<int, bool> condition, int count = 12) => Enumerable.Range(0, count).Any(condition);
        return Any(i => HasRemainder(values, i, 0)) && Any(i => HasRemainder(values, i, Narrow - 1))
            && Any(i => values[Quotient][i] == High)
            && Any(i => IsInner(values, i) && values[Quotient][i] < High - 1)
            && Any(i => values[Quotient][2 * i] != values[Quotient][(2 * i) + 1], 6) && Any(i => values[Maximum][i] < High, 6)
            && values[Quotient][0] != values[Quotient][3] && values[Quotient][0] != values[Quotient][4];
    }

    private static bool HasRemainder(int[][] values, int i, int remainder) => values[Remainder][i] == remainder && IsInner(values, i);

    private static bool IsInner(int[][] values, int i) => values[Quotient][i] is > Low and < High;

    private static int Inner(int[][] values) => At(values, i => IsInner(values, i) && values[Quotient][i] < High - 1);

    private static int At(int[][] values, Func<int, bool> condition, int count = 12)
    {
        int at = Enumerable.Range(0, count).Where(condition).DefaultIfEmpty(-1).First();
        return at >= 0 ? at : throw new InvalidOperationException($"no element of {values.Length} tensors has the wanted value");
    }
}
