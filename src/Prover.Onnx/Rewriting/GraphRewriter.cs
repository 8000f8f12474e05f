using Prover.Onnx.Graphs;

namespace Prover.Onnx.Rewriting;

/// <summary>
/// Brings a model into the form in which ONNX Runtime executes it on x86-64 at its default optimisation level, as far as that
/// changes arithmetic: afterwards one node stands for one kernel. Models whose int8 activations have several readers take the form in
/// which it executes them where int8 kernels are allowed.
/// </summary>
internal static class GraphRewriter
{
    /// <summary>Runs every pass in the runtime's order.</summary>
    internal static void Apply(ModelGraph graph)
    {
        ConstantFolding.Apply(graph);
        NormalizationFusion.Apply(graph);
        SoftmaxFusion.Apply(graph);
        DoubleQuantization.Apply(graph);
        RedundantClipping.ApplyByBounds(graph);
        MatMulBias.Apply(graph);
        QuantizationPropagation.Apply(graph);
        RedundantClipping.ApplyByRounding(graph);
        BiasQuantization.Apply(graph);
        UniqueDequantization.Apply(graph);
        graph.KeepsInt8 = SignedActivations.AreKept(graph);
        if (!graph.KeepsInt8) SignedToUnsigned.Apply(graph);
        QuantizedFusion.Apply(graph);
    }
}
