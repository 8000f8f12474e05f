using Prover.Onnx.Graphs;
using Prover.Onnx.Model;
using Prover.Onnx.Normalization.MachineLearning;
using Prover.Onnx.Quantization;

namespace Prover.Onnx.Normalization;

/// <summary>Finds nodes that no standard defines, and nodes that have no place in a static network.</summary>
internal static class StandardOperators
{
    /// <summary>The domain of classical machine learning.</summary>
    internal const string MachineLearningDomain = "ai.onnx.ml";

    private static readonly HashSet<string> Names = [.. (
        "Abs Acos Acosh Add And ArgMax ArgMin Asin Asinh Atan Atanh Attention AveragePool BatchNormalization BitShift BitwiseAnd "
        + "BitwiseNot BitwiseOr BitwiseXor Cast CastLike Ceil Celu CenterCropPad Clip Col2Im Compress Concat Constant ConstantOfShape "
        + "Conv ConvInteger ConvTranspose Cos Cosh CumSum DeformConv DepthToSpace DequantizeLinear Det Div Dropout DynamicQuantizeLinear "
        + "Einsum Elu Equal Erf Exp Expand EyeLike Flatten Floor GRU Gather GatherElements GatherND Gelu Gemm GlobalAveragePool "
        + "GlobalLpPool GlobalMaxPool Greater GreaterOrEqual GridSample GroupNormalization HardSigmoid HardSwish Hardmax Identity If "
        + "InstanceNormalization IsInf IsNaN LRN LSTM LayerNormalization LeakyRelu Less LessOrEqual Log LogSoftmax LpNormalization "
        + "LpPool MatMul MatMulInteger Max MaxPool MaxRoiPool MaxUnpool Mean MeanVarianceNormalization Min Mish Mod Mul Neg Not OneHot "
        + "Or PRelu Pad Pow QLinearConv QLinearMatMul QuantizeLinear RMSNormalization RNN Range Reciprocal ReduceL1 ReduceL2 "
        + "ReduceLogSum ReduceLogSumExp ReduceMax ReduceMean ReduceMin ReduceProd ReduceSum ReduceSumSquare Relu Reshape Resize "
        + "ReverseSequence RoiAlign RotaryEmbedding SimplifiedLayerNormalization Round Scatter ScatterElements ScatterND Selu "
        + "Shape Shrink Sigmoid Sign Sin Sinh Size "
        + "Slice Softmax Softplus Softsign SpaceToDepth Split Sqrt Squeeze Sub Sum Swish Tan Tanh ThresholdedRelu Tile TopK Transpose "
        + "Trilu Unsqueeze Upsample Where Xor NonZero").Split(' ')];

    private static readonly Dictionary<string, string> NotStatic = new()
    {
        ["Loop"] = "a loop has no fixed number of steps",
        ["Scan"] = "a loop over subgraphs is not supported",
        ["NonMaxSuppression"] = "the length of its output depends on values",
        ["Unique"] = "the length of its output depends on values",
        ["RandomNormal"] = "its result is random",
        ["RandomNormalLike"] = "its result is random",
        ["RandomUniform"] = "its result is random",
        ["RandomUniformLike"] = "its result is random",
        ["Bernoulli"] = "its result is random",
        ["Multinomial"] = "its result is random",
    };

    /// <summary>Operators of the standard that no pass rewrites and the compiler does not have.</summary>
    private static readonly HashSet<string> NotProven = [.. (
        "BitShift BitwiseAnd BitwiseNot BitwiseOr BitwiseXor CenterCropPad Col2Im Compress DeformConv Det GridSample MaxRoiPool MaxUnpool "
        + "NonZero ReverseSequence RoiAlign RotaryEmbedding Scatter ScatterElements ScatterND").Split(' ')];

    private static readonly HashSet<string> Domains = [string.Empty, MachineLearningDomain, GraphNode.MicrosoftDomain];

    /// <summary>
    /// An entry for each node that is not standard, cannot be static, or computes with values of the network what nothing can prove.
    /// </summary>
    internal static IEnumerable<UnsupportedNode> Check(ModelGraph graph)
    {
        HashSet<string> known = StaticFolding.StaticValues(graph);
        HashSet<string> used = Used(graph);
        foreach (GraphNode node in graph.Nodes)
        {
            bool counts = node.Outputs.Exists(output => used.Contains(output) && !known.Contains(output));
            if ((Check(node) ?? (counts ? CheckProven(node) : null)) is { } problem) yield return problem;
        }
    }

    /// <summary>The values that outputs depend on.</summary>
    private static HashSet<string> Used(ModelGraph graph)
    {
        HashSet<string> used = [.. graph.Outputs];
        foreach (GraphNode node in graph.Nodes.AsEnumerable().Reverse().Where(node => node.Outputs.Exists(used.Contains)))
        {
            used.UnionWith(node.Inputs);
        }

        return used;
    }

    private static UnsupportedNode? CheckProven(GraphNode node) => node.Domain switch
    {
        "" when NotProven.Contains(node.Operator) => node.Unsupported("the operator is not supported"),
        GraphNode.MicrosoftDomain when !ContributedOperators.Has(node.Operator) => ContributedOperators.Unsupported(node),
        MachineLearningDomain when !MachineLearningOperators.Has(node.Operator) => MachineLearningOperators.Unsupported(node),
        _ => null,
    };

    private static UnsupportedNode? Check(GraphNode node)
    {
        if (node is { Domain: GraphNode.MicrosoftDomain, Operator: "DynamicQuantizeLSTM" })
        {
            return node.Unsupported("an LSTM quantised at run time", "start from the float model and run `prover quantize` on it");
        }

        if (!Domains.Contains(node.Domain))
        {
            return node.Unsupported(
                $"the operators of domain {node.Domain} are not part of the ONNX standard", "export the model with standard operators");
        }

        if (node.Domain.Length > 0 || Names.Contains(node.Operator))
        {
            return null;
        }

        return NotStatic.TryGetValue(node.Operator, out string? reason)
            ? node.Unsupported(reason, "export a model of fixed shape, ending before this node")
            : node.Unsupported("the operator is not part of the ONNX standard", "export the model with standard operators");
    }
}
