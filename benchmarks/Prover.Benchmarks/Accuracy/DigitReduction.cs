namespace Prover.Benchmarks.Accuracy;

/// <summary>
/// MNIST digits as the smallest model wants them: resized to 16 by 16 (bilinear, with the filter widened to the reduction), a border
/// of 3 cut off, pixels above 0.2 counted in blocks of 2 by 2.
/// </summary>
internal static class DigitReduction
{
    /// <summary>Pixels of a digit.</summary>
    internal const int Pixels = From * From;

    /// <summary>Numbers that are left of it.</summary>
    internal const int Cells = Blocks * Blocks;

    private const int From = 28;
    private const int To = 16;
    private const int Border = 3;
    private const int Blocks = 5;
    private const float Threshold = 0.2f * 255;

    /// <summary>Reduces one digit.</summary>
    internal static void Reduce(ReadOnlySpan<byte> pixels, Span<float> cells)
    {
        float[] rows = new float[To * From];
        for (int y = 0; y < To; y++)
        {
            for (int x = 0; x < From; x++)
            {
                float sum = 0;
                foreach ((int source, float weight) in Taps(y))
                {
                    sum += weight * pixels[(source * From) + x];
                }

                rows[(y * From) + x] = sum;
            }
        }

        cells.Clear();
        for (int y = 0; y < 2 * Blocks; y++)
        {
            for (int x = 0; x < 2 * Blocks; x++)
            {
                float sum = 0;
                foreach ((int source, float weight) in Taps(x + Border))
                {
                    sum += weight * rows[((y + Border) * From) + source];
                }

                cells[(y / 2 * Blocks) + (x / 2)] += sum > Threshold ? 1 : 0;
            }
        }
    }

    private static List<(int Source, float Weight)> Taps(int target)
    {
        const float ratio = (float)From / To;
        float centre = (target + 0.5f) * ratio;
        var taps = new List<(int Source, float Weight)>();
        for (int source = Math.Max(0, (int)(centre - ratio)); source < From && source + 0.5f < centre + ratio; source++)
        {
            float weight = 1 - (MathF.Abs(source + 0.5f - centre) / ratio);
            if (weight > 0)
            {
                taps.Add((source, weight));
            }
        }

        float total = taps.Sum(static tap => tap.Weight);
        return [.. taps.Select(tap => (tap.Source, tap.Weight / total))];
    }
}
