using Prover.Onnx.Graphs;

namespace Prover.Onnx.Quantization;

/// <summary>The role of each operator.</summary>
internal static class OperatorRoles
{
    private static readonly Dictionary<string, OperatorRole> ByName = Table(
        (OperatorRole.Linear, "Conv ConvTranspose Gemm MatMul"),
        (OperatorRole.Sum, "AveragePool GlobalAveragePool ReduceMean ReduceSum"),
        (OperatorRole.Movement, "Reshape Flatten Squeeze Unsqueeze Transpose Slice Split Expand Tile Pad DepthToSpace SpaceToDepth "
            + "GatherElements GatherND Identity MaxPool GlobalMaxPool ReduceMax ReduceMin"),
        (OperatorRole.Increasing, "Relu Clip LeakyRelu Sigmoid Tanh Elu Selu Celu HardSigmoid Softplus Softsign Erf Exp Log Sqrt Floor "
            + "Ceil Round Sign ThresholdedRelu Atan Asinh"),
        (OperatorRole.Function, "Abs Neg Reciprocal HardSwish Mish Gelu Swish Sin Cos Tan Not IsNaN IsInf Cast BatchNormalization Sinh "
            + "Cosh Shrink Trilu"),
        (OperatorRole.Combination, "Add Sub Mul Div Pow Min Max Sum Mean PRelu Mod Equal Greater GreaterOrEqual Less LessOrEqual And Or "
            + "Xor Where BitShift"),
        (OperatorRole.Join, "Concat"));

    private static readonly HashSet<string> ResizeModes = ["", "nearest"];

    /// <summary>The role of a node.</summary>
    internal static OperatorRole Of(ModelGraph graph, GraphNode node)
    {
        if (node.Is("Gather"))
        {
            return graph.Constant(node.Input(0)) is null ? OperatorRole.Movement : OperatorRole.Lookup;
        }

        if (node.Is("Resize"))
        {
            return ResizeModes.Contains(node.Attributes.Text("mode", "nearest")) ? OperatorRole.Movement : OperatorRole.Sum;
        }

        return ByName.TryGetValue(node.OperatorName, out OperatorRole role) ? role : OperatorRole.Kernel;
    }

    /// <summary>Whether a movement has one moved input, the others being shapes and indices.</summary>
    internal static bool IsHead(GraphNode node) => node.OperatorName is "Softmax" or "LogSoftmax" or "ArgMax" or "ArgMin" or "TopK";

    /// <summary>Whether a node only arranges values, which everybody can do with public ones.</summary>
    internal static bool IsArrangement(GraphNode node) =>
        node.OperatorName is "Reshape" or "Flatten" or "Squeeze" or "Unsqueeze" or "Transpose" or "Identity";

    private static Dictionary<string, OperatorRole> Table(params (OperatorRole Role, string Names)[] rows) => rows
        .SelectMany(static row => row.Names.Split(' ').Select(name => (name, row.Role)))
        .ToDictionary(static pair => pair.name, static pair => pair.Role);
}
