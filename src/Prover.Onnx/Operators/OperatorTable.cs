using Prover.Onnx.Graphs;
using Prover.Onnx.Heads;
using Prover.Onnx.Model;

namespace Prover.Onnx.Operators;

/// <summary>Every supported operator.</summary>
internal static class OperatorTable
{
    private static readonly Dictionary<string, IOperator> ByName = new IOperator[]
    {
        new QuantizeOperator(), new DequantizeOperator(), new QLinearConvOperator(), new ConvOperator(),
        new ConvTransposeOperator(), new QLinearMatMulOperator(),
        new MatMulOperator(), new QGemmOperator(), new GemmOperator(), new QLinearBinaryOperator(), new ElementwiseOperator(),
        new QLinearActivationOperator(), new QLinearWhereOperator(), new QLinearReduceMeanOperator(), new IntegerProductOperator(),
        new MaxPoolOperator(), new AveragePoolOperator(),
        new ReshapeOperator(), new TransposeOperator(), new SliceOperator(), new PadOperator(), new ConcatOperator(),
        new ReduceSumOperator(), new ReduceLogSumExpOperator(), new ReduceExtremeOperator(), new ArgExtremeOperator(),
        new ResizeOperator(), new CumSumOperator(), new TriluOperator(),
        new OneHotOperator(), new HardmaxOperator(), new LpPoolOperator(), new SplitOperator(), new GatherOperator(),
        new GatherElementsOperator(), new ExpandOperator(), new DepthToSpaceOperator(),
        new BatchNormalizationOperator(), new LayerNormalizationOperator(), new InstanceNormalizationOperator(), new NormOperator(),
        new LocalResponseOperator(),
        new ShapeOperator(), new SoftmaxOperator(),
    }.SelectMany(static op => op.Names.Select(name => (name, op))).ToDictionary(static pair => pair.name, static pair => pair.op);

    /// <summary>Operators that exist only before rewriting.</summary>
    private static readonly HashSet<string> Folded = ["Constant"];

    private static readonly HeadOnlyOperator HeadOnly = new();

    /// <summary>Names of all supported operators, sorted.</summary>
    internal static IReadOnlyList<string> Names => [.. ByName.Keys.Concat(Folded).Order(StringComparer.Ordinal)];

    /// <summary>The implementation for a node, or null.</summary>
    internal static IOperator? Find(GraphNode node) => ByName.GetValueOrDefault(node.OperatorName)
        ?? (HeadEvaluator.Supports(node) ? HeadOnly : null);

    /// <summary>An entry for each node whose operator is not supported at all.</summary>
    internal static IEnumerable<UnsupportedNode> Unknown(ModelGraph graph) => graph.Nodes
        .Where(static node => Find(node) is null && !Folded.Contains(node.OperatorName))
        .Select(static node => node.Unsupported("the operator is not supported", Suggestion(node)));

    private static string? Suggestion(GraphNode node) => node.OperatorName switch
    {
        "DynamicQuantizeLinear" or "com.microsoft.DynamicQuantizeMatMul" or "com.microsoft.DynamicQuantizeLSTM" =>
            "bring it to static scales with `prover quantize`",
        "LSTM" or "GRU" or "RNN" or "Einsum" or "Attention" or "ReduceProd" => "`prover quantize` rewrites it: start from the float model",
        "If" or "Loop" or "Scan" => "export the model for one fixed shape, without control flow",
        "com.microsoft.QAttention" or "com.microsoft.QEmbedLayerNormalization" or "com.microsoft.NhwcMaxPool" =>
            "it is what ONNX Runtime's optimiser makes of several nodes: start from the model before it was optimised",
        _ when node.Domain == "ai.onnx.ml" => "`prover quantize` rewrites the common operators of this domain: start from the float model",
        _ when node.Domain == GraphNode.MicrosoftDomain && !node.Operator.StartsWith('Q') =>
            "it is a fused operator of ONNX Runtime: start from the model before it was optimised, or `prover quantize` the float model",
        _ => null,
    };
}
