using Prover.Onnx.Model;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Normalization;

public sealed class ExpansionTests
{
    [OnnxRuntimeTheory]
    [InlineData("bhqd,bhkd->bhqk", new[] { 2, 3, 4, 5 }, new[] { 2, 3, 6, 5 }, "MatMul Reshape Transpose")]
    [InlineData("ij,jk->ik", new[] { 2, 3 }, new[] { 3, 4 }, "MatMul")]
    [InlineData("bij,kj->bki", new[] { 2, 3, 4 }, new[] { 5, 4 }, "MatMul Reshape Transpose")]
    [InlineData("ij,ij->i", new[] { 2, 3 }, new[] { 2, 3 }, "MatMul Reshape")]
    [InlineData("ij,kl->jl", new[] { 2, 3 }, new[] { 4, 5 }, "MatMul ReduceSum Reshape")]
    public void Einsum_of_two_operands(string equation, int[] left, int[] right, string operators)
    {
        var c = new NormalizationCase(3);
        c.Model.Output(c.Model.Node("Einsum", [c.Input(left), c.Input(right)], ("equation", equation)));
        c.Check(operators);
    }

    [OnnxRuntimeFact]
    public void Einsum_of_one_operand()
    {
        var c = new NormalizationCase(3);
        c.Model.Output(c.Model.Node("Einsum", [c.Input(2, 3, 4)], ("equation", "ijk->ki")));
        c.Check("ReduceSum Transpose");
    }

    [OnnxRuntimeTheory]
    [InlineData("LayerNormalization", "Add LayerNormalization Mul")]
    [InlineData("RMSNormalization", "Mul RMSNormalization")]
    [InlineData("InstanceNormalization", "Add InstanceNormalization Mul Reshape")]
    [InlineData("GroupNormalization", "Add GroupNormalization Mul Reshape")]
    public void Parameters_that_are_computed_follow_a_normalisation(string op, string operators)
    {
        var c = new NormalizationCase(op.Length, 23);
        bool isLast = op is "LayerNormalization" or "RMSNormalization";
        string[] parameters = [.. Enumerable.Range(0, op[0] == 'R' ? 1 : 2).Select(_ => isLast ? c.Input(3, 3) : c.Input(6))];
        (string, object)[] attributes = isLast ? [("axis", 2)] : op[0] == 'G' ? [("num_groups", 2)] : [];
        c.Model.Output(c.Model.Node(op, [c.Input(2, 6, 3, 3), .. parameters], [.. attributes, ("epsilon", 0.01f)]));
        c.Check(operators);
    }

    [OnnxRuntimeTheory]
    [InlineData("GroupNormalization")]
    [InlineData("LpNormalization")]
    [InlineData("RMSNormalization")]
    public void Normalisations_stay(string op)
    {
        var c = new NormalizationCase(3, 23);
        string[] parameters = op[0] == 'L' ? [] : op[0] == 'R' ? [c.Weights(3)] : [c.Weights(6), c.Weights(6)];
        (string, object)[] attributes = op[0] == 'G' ? [("num_groups", 2)] : [];
        c.Model.Output(c.Model.Node(op, [c.Input(2, 6, 3, 3), .. parameters], attributes));
        c.Check(op);
    }

    [OnnxRuntimeTheory]
    [InlineData("Gelu", "Add Erf Mul")]
    [InlineData("BiasGelu", "Add Erf Mul")]
    [InlineData("FastGelu", "Add Mul Tanh")]
    [InlineData("QuickGelu", "Mul Sigmoid")]
    [InlineData("SkipLayerNormalization", "Add LayerNormalization")]
    [InlineData("SkipSimplifiedLayerNormalization", "Add SimplifiedLayerNormalization")]
    public void Fused_activations_and_normalisations(string op, string operators)
    {
        var c = new NormalizationCase(op.Length);
        string x = c.Input(2, 3, 8);
        string[] inputs = op switch
        {
            "SkipLayerNormalization" => [x, c.Input(2, 3, 8), c.Weights(8), c.Weights(8), c.Weights(8)],
            "SkipSimplifiedLayerNormalization" => [x, c.Input(2, 3, 8), c.Weights(8), c.Weights(8)],
            "Gelu" or "QuickGelu" => [x],
            _ => [x, c.Weights(8)],
        };
        c.Model.Output(c.Model.Node($"com.microsoft:{op}", inputs));
        c.Check(operators, 1e-4);
    }

    [OnnxRuntimeFact]
    public void Fused_layers()
    {
        var c = new NormalizationCase(9);
        string x = c.Input(1, 2, 4, 4);
        string y = c.Model.Node("com.microsoft:FusedConv", [x, c.Weights(4, 2, 3, 3), c.Weights(4)], ("activation", "Relu"));
        string z = c.Model.Node("com.microsoft:FusedMatMul", [y, y], ("transB", 1), ("alpha", 0.25f));
        c.Model.Output(z);
        c.Check("Conv MatMul Mul Relu Transpose");
    }

    [OnnxRuntimeTheory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_branch_that_shapes_decide_is_inlined(bool holds)
    {
        var c = new NormalizationCase(4, 13);
        string x = c.Input(2, holds ? 3 : 4);
        string size = c.Model.Node("Gather", [c.Model.Node("Shape", [x]), c.Model.Constant(new[] { 1L })], ("axis", 0));
        string condition = c.Model.Node("Equal", [size, c.Model.Constant(new[] { 3L })]);
        string later = c.Model.Node("Relu", [x]);
        c.Model.Output(c.Model.Node(
            "If", [condition], ("then_branch", Branch("Neg", later, "inner")), ("else_branch", Branch("Abs", later, "inner"))));
        c.Check(holds ? "Neg Relu" : "Abs Relu");
    }

    [OnnxRuntimeFact]
    public void A_branch_that_values_decide_is_refused()
    {
        var c = new NormalizationCase(4, 13);
        string x = c.Input(1);
        string condition = c.Model.Node("Greater", [x, c.Model.Scalar(0)]);
        c.Model.Output(c.Model.Node("If", [condition], ("then_branch", Branch("Neg", x, "a")), ("else_branch", Branch("Abs", x, "b"))));
        ModelNotSupportedException error = Assert.Throws<ModelNotSupportedException>(() => c.Normalized());
        Assert.Equal("If", Assert.Single(error.Nodes).Operator);
    }

    private static GraphProto Branch(string op, string value, string result)
    {
        var graph = new GraphProto { Name = op };
        graph.Node.Add(new NodeProto { OpType = op, Input = { value }, Output = { result } });
        graph.Output.Add(new ValueInfoProto
        {
            Name = result,
            Type = new TypeProto { TensorType = new TypeProto.Types.Tensor { ElemType = (int)TensorElementType.Float } },
        });
        return graph;
    }
}
