namespace Prover.Proving.Circuits;

/// <summary>
/// A step function on the integers from 0 on that never increases: the fixed-point reciprocal of a root, with relative precision.
/// </summary>
public sealed class ReciprocalTable
{
    /// <summary>Creates the function.</summary>
    /// <param name="starts">Where each step starts, ascending from 0.</param>
    /// <param name="values">Its value, at least 0 and at most that of the step before.</param>
    /// <exception cref="ArgumentException">The steps are not in order.</exception>
    public ReciprocalTable(int[] starts, int[] values)
    {
        ArgumentNullException.ThrowIfNull(starts);
        ArgumentNullException.ThrowIfNull(values);
        bool isOrdered = starts.Length > 0 && starts[0] == 0 && starts.Length == values.Length && values[^1] >= 0;
        for (int i = 1; i < starts.Length && isOrdered; i++) isOrdered = starts[i] > starts[i - 1] && values[i] <= values[i - 1];
        if (!isOrdered) throw new ArgumentException("the steps of a reciprocal must descend from 0 on", nameof(starts));
        Starts = starts;
        Values = values;
    }

    /// <summary>Where each step starts.</summary>
    public int[] Starts { get; }

    /// <summary>The value of each step.</summary>
    public int[] Values { get; }

    /// <summary>The number of the step of an argument of at least 0.</summary>
    public int StepOf(long argument)
    {
        int found = Array.BinarySearch(Starts, (int)Math.Min(argument, int.MaxValue));
        return found >= 0 ? found : ~found - 1;
    }

    /// <summary>The value at an argument of at least 0.</summary>
    public int At(long argument) => Values[StepOf(argument)];

    /// <summary>The greatest product of a value and of what is at most a function of the last argument with that value.</summary>
    /// <param name="greatest">The greatest argument.</param>
    /// <param name="factor">A function of the argument, non-decreasing.</param>
    public double GreatestProduct(long greatest, Func<long, double> factor)
    {
        ArgumentNullException.ThrowIfNull(factor);
        double product = 0;
        for (int step = 0; step < Starts.Length && Starts[step] <= greatest; step++)
        {
            product = Math.Max(product, factor(LastOf(step, greatest)) * Values[step]);
        }
        return product;
    }

    /// <summary>The last argument of a step, at most the given greatest one.</summary>
    private long LastOf(int step, long greatest) => step + 1 < Starts.Length ? Math.Min(Starts[step + 1] - 1L, greatest) : greatest;
}
