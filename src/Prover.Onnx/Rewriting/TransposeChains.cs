using Prover.Onnx.Graphs;

namespace Prover.Onnx.Rewriting;

/// <summary>
/// Finds Transposes that follow each other with nothing but quantisations between. ONNX Runtime pushes such a Transpose through them to
/// join it with the next, and may then join quantisations that meet, which rounds once in place of twice.
/// </summary>
internal static class TransposeChains
{
    /// <summary>A note for each QuantizeLinear behind such a Transpose that has other parameters than the one before it.</summary>
    internal static IEnumerable<string> Notes(ModelGraph graph)
    {
        foreach (GraphNode move in graph.Nodes.Where(static node => node.Is("Transpose")))
        {
            if (graph.Producer(move.Input(0)) is { IsDequantize: true } before
                && graph.OnlyConsumer(move.Output) is { IsQuantize: true } after
                && QuantizationParameters.ScalarScale(graph, before) != QuantizationParameters.ScalarScale(graph, after)
                && (IsMovedBefore(graph, before) || IsMovedAfter(graph, after)))
            {
                yield return $"{after.Name} (QuantizeLinear): it is between Transposes that ONNX Runtime may join, and with them two "
                    + "roundings; results may differ by one step";
            }
        }
    }

    private static bool IsMovedBefore(ModelGraph graph, GraphNode dequantize) =>
        graph.Producer(dequantize.Input(0)) is { IsQuantize: true } quantize && graph.Producer(quantize.Input(0))?.Is("Transpose") == true;

    private static bool IsMovedAfter(ModelGraph graph, GraphNode quantize) => graph.Consumers(quantize.Output).Exists(read =>
        read.Node.IsDequantize && graph.Consumers(read.Node.Output).Exists(static next => next.Node.Is("Transpose")));
}
