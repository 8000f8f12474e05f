using System.Globalization;
using System.Text;

namespace Prover.Benchmarks.EndToEnd;

/// <summary>Phase times as horizontal stacked bars in SVG, each model's bar scaled to its own proving time.</summary>
internal static class PhaseChart
{
    private const int Left = 190;
    private const int Width = 640;
    private const int Row = 30;
    private const int Top = 50;

    /// <summary>Fills, one per phase; told apart in grey too.</summary>
    private static readonly string[] Fills = ["#1f4e79", "#2e86ab", "#7cc6d6", "#f2b134", "#d96c3f", "#8e3b46", "#6b7a8f", "#a9b4c2"];

    /// <summary>Draws the chart.</summary>
    public static string Draw(IReadOnlyList<ModelMeasurement> models)
    {
        string[] phases = [.. models.SelectMany(static model => model.Phases).Select(static phase => phase.Name).Distinct()];
        int height = Top + (Row * models.Count) + 10;
        var svg = new StringBuilder();
        int width = Left + Width + 110;
        svg.Append(CultureInfo.InvariantCulture, $"<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width} {height}\" ");
        svg.Append("font-family=\"sans-serif\" font-size=\"13\">\n<rect width=\"100%\" height=\"100%\" fill=\"white\"/>\n");
        int legend = Left;
        for (int phase = 0; phase < phases.Length; phase++)
        {
            Box(svg, legend, 14, 12, 12, phase);
            Text(svg, legend + 17, 25, "start", phases[phase]);
            legend += 32 + (8 * phases[phase].Length);
        }

        for (int index = 0; index < models.Count; index++)
        {
            Bar(svg, models[index], phases, Top + (Row * index));
        }

        return svg.Append("</svg>\n").ToString();
    }

    private static void Bar(StringBuilder svg, ModelMeasurement model, string[] phases, int top)
    {
        Text(svg, Left - 10, top + 15, "end", model.Title);
        double left = Left;
        for (int phase = 0; phase < phases.Length; phase++)
        {
            double seconds = model.Phases.Where(time => time.Name == phases[phase]).Sum(static time => time.Seconds);
            double width = Width * seconds / model.FastestSeconds;
            Box(svg, left, top, width, Row - 10, phase);
            left += width;
        }

        Text(svg, Left + Width + 8, top + 15, "start", MarkdownReport.Time(model.FastestSeconds));
    }

    private static void Box(StringBuilder svg, double left, double top, double width, double height, int phase) => svg.Append(
        CultureInfo.InvariantCulture,
        $"<rect x=\"{left:F1}\" y=\"{top}\" width=\"{width:F1}\" height=\"{height}\" fill=\"{Fills[phase % Fills.Length]}\"/>\n");

    private static void Text(StringBuilder svg, int left, int top, string anchor, string text) => svg.Append(
        CultureInfo.InvariantCulture, $"<text x=\"{left}\" y=\"{top}\" text-anchor=\"{anchor}\">{text}</text>\n");
}
