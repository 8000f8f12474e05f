using System.Globalization;
using Prover.Onnx.Tensors;

namespace Prover.Cli.Demo;

/// <summary>A model's scores of ten classes, as bars.</summary>
internal static class ClassScores
{
    private const int BarWidth = 30;

    /// <summary>The class with the greatest score.</summary>
    public static int Best(DenseTensor scores)
    {
        double[] values = scores.ToDouble();
        return Array.IndexOf(values, values.Max());
    }

    /// <summary>One line per class.</summary>
    public static IEnumerable<string> Lines(DenseTensor scores)
    {
        double[] values = scores.ToDouble();
        double least = values.Min(), span = Math.Max(values.Max() - least, double.Epsilon);
        for (int i = 0; i < values.Length; i++)
        {
            int length = (int)Math.Round(BarWidth * (values[i] - least) / span);
            yield return string.Create(
                CultureInfo.InvariantCulture, $"{i,2} {new string('█', length).PadRight(BarWidth)} {values[i],8:F3}");
        }
    }
}
