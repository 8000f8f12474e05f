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
        new QLinearActivationOperator(), new QLinearWhereOperator(), new IntegerProductOperator(),
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
    internal static IReadOnlyList<string> Names => [.. ByName.Keys.Order(StringComparer.Ordinal)];

    /// <summary>The implementation for a node, or null.</summary>
    internal static IOperator? Find(GraphNode node) => ByName.GetValueOrDefault(node.OperatorName)
        ?? (HeadEvaluator.Supports(node) ? HeadOnly : null);

    /// <summary>An entry for each node whose operator is not supported at all.</summary>
    internal static IEnumerable<UnsupportedNode> Unknown(ModelGraph graph) => graph.Nodes
        .Where(static node => Find(node) is null && !Folded.Contains(node.OperatorName))
        .Select(static node => node.Unsupported("the operator is not supported", Suggestion(node.Operator)));

    private static string? Suggestion(string op) => op switch
    {
        "DynamicQuantizeLinear" => "bring it to static scales with `prover quantize`",
        "LSTM" or "GRU" or "RNN" or "If" or "Loop" or "Scan" => null,
        _ => null,
    };
}
