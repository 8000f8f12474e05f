namespace Prover.Proving.Circuits;

/// <summary>Finds the runs of a requantisation over an interval of accumulators.</summary>
internal static class StepRuns
{
    /// <summary>
    /// The maximal runs, ascending. Thresholds of the first step, on each interval of one direction, are found by galloping and
    /// bisection, so that every rounding, tie and clamp is the function's own. Rational approximations of smooth functions, such as
    /// ONNX Runtime's Sigmoid, wobble by their rounding: where that makes a result go back by one, the one before counts.
    /// </summary>
    /// <exception cref="InvalidNetworkException">The function leaves its range or changes its direction by more than one.</exception>
    public static StepRun[] Of(string node, Requantisation function, int classNumber, int low, int high)
    {
        var runs = new List<StepRun>();
        foreach (MonotonePiece piece in function.Pieces?.Invoke(classNumber, low, high) ?? [new(low, high, 1)])
        {
            Add(runs, node, function, classNumber, piece);
        }
        return [.. runs];
    }

    private static void Add(List<StepRun> runs, string node, Requantisation function, int classNumber, MonotonePiece piece)
    {
        int? previous = null;
        for (long first = piece.First; first <= piece.Last;)
        {
            int quantised = function.Quantise(classNumber, (int)first);
            long step = previous is int before ? ((long)quantised - before) * piece.Direction : 0;
            if (quantised < function.Low || quantised > function.High || step < -1)
            {
                throw new InvalidNetworkException(
                    node, $"the requantisation of class {classNumber} leaves its range or changes its direction");
            }
            int last = piece.Direction == 0 ? (int)first : LastWith(function, classNumber, quantised, (int)first, piece.Last);
            quantised = step < 0 ? previous!.Value : quantised;
            previous = quantised;
            int value = (function.Map is null ? quantised : function.Map[quantised - function.Low]) - function.ZeroPoint;
            if (runs.Count > 0 && runs[^1].Value == value)
            {
                runs[^1] = runs[^1] with { Last = last };
            }
            else
            {
                runs.Add(new((int)first, last, value));
            }
            first = (long)last + 1;
        }
    }

    /// <summary>The last accumulator up to <paramref name="high"/> with the same quantised value as <paramref name="first"/>.</summary>
    private static int LastWith(Requantisation function, int classNumber, int quantised, int first, int high)
    {
        long known = first, unknown = first + 1L;
        for (long step = 1; unknown <= high && function.Quantise(classNumber, (int)unknown) == quantised; step *= 2)
        {
            known = unknown;
            unknown = known + step;
        }
        unknown = Math.Min(unknown, high + 1L);
        while (known + 1 < unknown)
        {
            long middle = (known + unknown) / 2;
            if (function.Quantise(classNumber, (int)middle) == quantised)
            {
                known = middle;
            }
            else
            {
                unknown = middle;
            }
        }
        return (int)known;
    }
}
