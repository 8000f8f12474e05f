using Prover.Onnx.Graphs;

namespace Prover.Onnx.Quantization;

/// <summary>
/// Values in which a mask marks elements by numbers far below all others, -10^9 or minus infinity, so that a Softmax gives them no
/// weight. Eight bits cannot hold both: marks are left out of the range, which is lengthened instead so that its end means nearly no
/// weight too.
/// </summary>
internal static class MaskedValues
{
    /// <summary>Constants from here on are marks.</summary>
    private const float LeastMark = 9999;

    /// <summary>Elements from here on are marked: a mark and what was added to it.</summary>
    private const float LeastMarked = 5000;

    /// <summary>What the range gains: exp(-12) is below 10^-5.</summary>
    private const float Margin = 12;

    /// <summary>The values that a Where or an addition of constants marks.</summary>
    internal static HashSet<string> Of(ModelGraph graph) => [.. graph.Nodes
        .Where(static node => node.OperatorName is "Where" or "Add" or "Sub" or "Min" or "Max")
        .Where(node => node.Inputs.Exists(input => HasMarks(graph, input)))
        .Select(static node => node.Output)];

    /// <summary>Whether an element of such a value is marked.</summary>
    internal static bool IsMark(float element) => !(MathF.Abs(element) < LeastMarked);

    /// <summary>The range of a value whose unmarked elements lie in another, with room for marks of either sign.</summary>
    internal static ValueRange Lengthened(ValueRange range, bool below, bool above) =>
        new(below ? range.Low - Margin : range.Low, above ? range.High + Margin : range.High);

    private static bool HasMarks(ModelGraph graph, string input) =>
        graph.Constant(input) is { Data: float[] values } && Array.Exists(values, static v => MathF.Abs(v) >= LeastMark);
}
