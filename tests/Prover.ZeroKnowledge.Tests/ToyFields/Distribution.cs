namespace Prover.ZeroKnowledge.Tests.ToyFields;

/// <summary>How often each transcript of a small protocol occurs when all its randomness is tried.</summary>
internal sealed class Distribution
{
    private readonly int order;
    private readonly int coordinates;
    private readonly long[] counts;
    private long total;

    /// <summary>Nothing seen yet.</summary>
    /// <param name="order">The order of the field.</param>
    /// <param name="coordinates">Elements of a transcript.</param>
    public Distribution(int order, int coordinates)
    {
        (this.order, this.coordinates) = (order, coordinates);
        counts = new long[Power(order, coordinates)];
    }

    /// <summary>Runs a protocol on every choice of its randomness.</summary>
    /// <param name="order">The order of the field.</param>
    /// <param name="coordinates">Elements of a transcript.</param>
    /// <param name="random">Elements of randomness.</param>
    /// <param name="removed">Those that are 0 instead.</param>
    /// <param name="run">Writes the transcript; false if this choice is never made.</param>
    public static Distribution Of(int order, int coordinates, int random, int[] removed, Func<int[], int[], bool> run)
    {
        var distribution = new Distribution(order, coordinates);
        int[] choice = new int[random], transcript = new int[coordinates];
        int[] free = [.. Enumerable.Range(0, random).Except(removed)];
        for (long number = 0; number < Power(order, free.Length); number++)
        {
            long rest = number;
            foreach (int i in free)
            {
                choice[i] = (int)(rest % order);
                rest /= order;
            }
            if (run(choice, transcript)) distribution.Add(transcript);
        }
        return distribution;
    }

    /// <summary>The statistical distance: half the sum of the differences of probabilities.</summary>
    public double DistanceTo(Distribution other)
    {
        // Whole numbers as long as possible: equal distributions have distance 0 exactly.
        double sum = 0;
        for (int i = 0; i < counts.Length; i++) sum += Math.Abs((counts[i] * other.total) - (other.counts[i] * total));
        return sum / 2 / total / other.total;
    }

    /// <summary>The distance from transcripts that are uniform.</summary>
    public double DistanceToUniform()
    {
        double sum = 0;
        for (int i = 0; i < counts.Length; i++) sum += Math.Abs((counts[i] * counts.Length) - total);
        return sum / 2 / total / counts.Length;
    }

    /// <summary>The distribution of some coordinates alone.</summary>
    public Distribution Only(params int[] kept)
    {
        var marginal = new Distribution(order, kept.Length);
        long[] weights = [.. kept.Select(coordinate => Power(order, coordinates - 1 - coordinate))];
        for (int i = 0; i < counts.Length; i++)
        {
            if (counts[i] == 0) continue;
            long code = 0;
            foreach (long weight in weights) code = (code * order) + (i / weight % order);
            marginal.counts[code] += counts[i];
        }
        marginal.total = total;
        return marginal;
    }

    private void Add(int[] transcript)
    {
        long code = 0;
        foreach (int element in transcript) code = (code * order) + element;
        counts[code]++;
        total++;
    }

    private static long Power(int order, int exponent)
    {
        long power = 1;
        for (int i = 0; i < exponent; i++) power *= order;
        return power;
    }
}
