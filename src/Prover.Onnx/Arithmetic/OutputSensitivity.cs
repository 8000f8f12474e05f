namespace Prover.Onnx.Arithmetic;

/// <summary>How much errors of a normalised value y matter, after the rest of the layer and in steps of its output.</summary>
/// <param name="Slope">The greatest change of the output per change of y.</param>
/// <param name="Relative">The greatest change of the output per relative change of y.</param>
/// <param name="Reach">The greatest |y| at which the output changes.</param>
internal sealed record OutputSensitivity(double Slope, double Relative, double Reach)
{
    private const int Samples = 512, Rounds = 4;

    /// <summary>The worst of several functions from y in [-most, most] to the output in steps.</summary>
    internal static OutputSensitivity Of(IEnumerable<Func<double, double>> functions, double most)
    {
        var worst = new OutputSensitivity(0, 0, 0);
        foreach (Func<double, double> function in functions)
        {
            OutputSensitivity one = Of(function, most);
            worst = new(
                Math.Max(worst.Slope, one.Slope), Math.Max(worst.Relative, one.Relative), Math.Max(worst.Reach, one.Reach));
        }

        return worst;
    }

    /// <summary>Samples where the function changes: outputs are clamped, perhaps to a small part of the interval.</summary>
    private static OutputSensitivity Of(Func<double, double> function, double most)
    {
        (double low, double high) = (-most, most);
        double[] values = new double[Samples + 1];
        double Place(int i) => low + ((high - low) * i / Samples);
        for (int round = 0; round < Rounds; round++)
        {
            for (int i = 0; i <= Samples; i++)
            {
                values[i] = function(Place(i));
            }

            int first = Array.FindIndex(values, value => value != values[0]) - 1;
            int last = Array.FindLastIndex(values, value => value != values[^1]) + 1;
            if (first < 0)
            {
                return new OutputSensitivity(0, 0, 0);
            }

            if (round + 1 < Rounds)
            {
                (low, high) = (Place(first), Place(last));
            }
        }

        (double slope, double relative) = (0, 0);
        for (int i = 0; i < Samples; i++)
        {
            double change = Math.Abs(values[i + 1] - values[i]) * Samples / (high - low);
            slope = Math.Max(slope, change);
            relative = Math.Max(relative, change * Math.Max(Math.Abs(Place(i)), Math.Abs(Place(i + 1))));
        }

        return new OutputSensitivity(slope, relative, Math.Max(Math.Abs(low), Math.Abs(high)));
    }
}
