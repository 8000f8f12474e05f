using Prover.Onnx.Graphs;
using Prover.Onnx.Model;

namespace Prover.Onnx.Normalization;

/// <summary>Replaces fused float operators that ONNX Runtime's optimiser writes (com.microsoft) by standard ones.</summary>
internal static class ContributedOperators
{
    private const float RootOfHalf = 0.70710677f;

    private static readonly HashSet<string> Known =
    [
        "Gelu", "BiasGelu", "FastGelu", "QuickGelu", "FusedConv", "FusedGemm", "FusedMatMul", "SkipLayerNormalization",
        "SkipSimplifiedLayerNormalization", "Attention", "MultiHeadAttention", "QuantizeLinear", "DequantizeLinear",
        "DynamicQuantizeMatMul", "MatMulIntegerToFloat", "DynamicQuantizeLSTM",
    ];

    /// <summary>Whether an operator of this domain has a rule, here or in another pass.</summary>
    internal static bool Has(string op) => Known.Contains(op) || op.StartsWith("QLinear", StringComparison.Ordinal);

    /// <summary>The entry for a node without a rule.</summary>
    internal static UnsupportedNode Unsupported(GraphNode node) =>
        node.Unsupported("it is a fused operator of ONNX Runtime", "start from the model before it was optimised");

    /// <summary>Applies the rules; float operators without one are added to the problems.</summary>
    internal static void Apply(NormalizationContext context)
    {
        foreach (GraphNode node in context.Graph.Nodes.Where(static node => node.Domain == GraphNode.MicrosoftDomain).ToList())
        {
            var target = new NodeReplacement(context, node);
            switch (node.Operator)
            {
                case "Gelu":
                    target.Commit(Gelu(target, node.Input(0)));
                    break;
                case "BiasGelu":
                    target.Commit(Gelu(target, target.Node("Add", node.Input(0), node.Input(1))));
                    break;
                case "FastGelu":
                    target.Commit(FastGelu(target, Biased(target, node.Input(0), node.Input(1))));
                    break;
                case "QuickGelu":
                    string inner = target.Node("Mul", node.Input(0), target.Scalar("alpha", node.Attributes.Float("alpha", 1.702f)));
                    target.Commit(target.Node("Mul", node.Input(0), target.Node("Sigmoid", inner)));
                    break;
                case "FusedConv" or "FusedGemm":
                    Fused(target, node);
                    break;
                case "FusedMatMul":
                    FusedMatMul(context, target, node);
                    break;
                case "SkipLayerNormalization":
                    SkipNormalization(target, node, "LayerNormalization", [node.Input(2), node.Input(3)], node.Input(4));
                    break;
                case "SkipSimplifiedLayerNormalization":
                    SkipNormalization(target, node, "SimplifiedLayerNormalization", [node.Input(2)], node.Input(3));
                    break;
                case "Attention" or "MultiHeadAttention":
                    ContributedAttention.Expand(context, node);
                    break;
                default:
                    if (!node.Operator.StartsWith("QLinear", StringComparison.Ordinal) && !node.IsQuantize && !node.IsDequantize)
                    {
                        context.Problems.Add(Unsupported(node));
                    }

                    break;
            }
        }
    }

    private static string Biased(NodeReplacement target, string x, string bias) => bias.Length > 0 ? target.Node("Add", x, bias) : x;

    /// <summary>x / 2 · (1 + erf(x / sqrt 2)).</summary>
    private static string Gelu(NodeReplacement target, string x)
    {
        string erf = target.Node("Erf", target.Node("Mul", x, target.Scalar("root", RootOfHalf)));
        string half = target.Node("Mul", x, target.Scalar("half", 0.5f));
        return target.Node("Mul", half, target.Node("Add", erf, target.Scalar("one", 1)));
    }

    /// <summary>x / 2 · (1 + tanh(x · (0.7978845608 + 0.035677408 x²))).</summary>
    private static string FastGelu(NodeReplacement target, string x)
    {
        string square = target.Node("Mul", target.Node("Mul", x, x), target.Scalar("cubic", 0.035677408f));
        string slope = target.Node("Add", square, target.Scalar("linear", 0.79788456f));
        string tanh = target.Node("Tanh", target.Node("Mul", x, slope));
        string half = target.Node("Mul", x, target.Scalar("half", 0.5f));
        return target.Node("Mul", half, target.Node("Add", tanh, target.Scalar("one", 1)));
    }

    private static void Fused(NodeReplacement target, GraphNode node)
    {
        NodeAttributes layer = node.Attributes.Without("activation", "activation_params", "activation_alpha", "activation_beta",
            "activation_gamma");
        string sum = target.Node(node.Operator == "FusedConv" ? "Conv" : "Gemm", layer, [.. node.Inputs.Take(3)]);
        if (node.Input(3).Length > 0)
        {
            sum = target.Node("Add", sum, node.Input(3));
        }

        float[] parameters = node.Attributes.Floats("activation_params") ?? [
            node.Attributes.Float("activation_alpha", 0.01f), node.Attributes.Float("activation_beta", 0.5f),
        ];
        string activation = node.Attributes.Text("activation", string.Empty);
        target.Commit(activation switch
        {
            "" => sum,
            "Clip" => target.Node("Clip", sum, target.Scalar("low", parameters[0]), target.Scalar("high", parameters[1])),
            "LeakyRelu" => target.Node(activation, NodeAttributes.Empty.With("alpha", parameters[0]), sum),
            "HardSigmoid" => target.Node(
                activation, NodeAttributes.Empty.With("alpha", parameters[0]).With("beta", parameters[1]), sum),
            _ => target.Node(activation, sum),
        });
    }

    private static void FusedMatMul(NormalizationContext context, NodeReplacement target, GraphNode node)
    {
        string Operand(int slot, string attribute)
        {
            int rank = context.Shape(node.Input(slot)).Length;
            return node.Attributes.Int(attribute, 0) == 0 || rank < 2
                ? node.Input(slot)
                : target.Transpose(node.Input(slot), [.. Enumerable.Range(0, rank - 2), rank - 1, rank - 2]);
        }

        if (node.Attributes.Int("transBatchA", 0) != 0 || node.Attributes.Int("transBatchB", 0) != 0)
        {
            context.Problems.Add(node.Unsupported("it transposes the batch", "start from the model before it was optimised"));
            return;
        }

        string product = target.Node("MatMul", Operand(0, "transA"), Operand(1, "transB"));
        float alpha = node.Attributes.Float("alpha", 1);
        target.Commit(alpha == 1 ? product : target.Node("Mul", product, target.Scalar("alpha", alpha)));
    }

    private static void SkipNormalization(NodeReplacement target, GraphNode node, string op, string[] parameters, string bias)
    {
        string sum = Biased(target, target.Node("Add", node.Input(0), node.Input(1)), bias);
        NodeAttributes attributes = NodeAttributes.Empty.With("axis", -1).With("epsilon", node.Attributes.Float("epsilon", 1e-12f));
        string[] inputs = [sum, .. parameters.Where(static name => name.Length > 0)];
        target.Commit(target.Node(op, attributes, inputs), null, null, sum);
    }
}
