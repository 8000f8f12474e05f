namespace Prover.Proving.Circuits;

/// <summary>Finds the runs of a requantisation over an interval of accumulators.</summary>
internal static class StepRuns
{
    /// <summary>
    /// The maximal runs, ascending. Thresholds of the non-decreasing first step are found by galloping and bisection, so that
    /// every rounding, tie and clamp is the function's own. Rational approximations of smooth functions, such as ONNX Runtime's
    /// Sigmoid, wobble by their rounding: where that makes a result one lower than one before, the one before counts.
    /// </summary>
    /// <exception cref="InvalidNetworkException">The function leaves its range or decreases by more than one.</exception>
    public static StepRun[] Of(string node, Requantisation function, int classNumber, int low, int high)
    {
        var runs = new List<StepRun>();
        int previous = int.MinValue;
        for (long first = low; first <= high;)
        {
            int quantised = function.Quantise(classNumber, (int)first);
            if (quantised < function.Low || quantised > function.High || quantised < (long)previous - 1)
            {
                throw new InvalidNetworkException(node, $"the requantisation of class {classNumber} leaves its range or decreases");
            }
            int last = LastWith(function, classNumber, quantised, (int)first, high);
            quantised = Math.Max(quantised, previous);
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
        return [.. runs];
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
