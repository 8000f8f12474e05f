using Prover.Onnx.Model;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Normalization;

/// <summary>Attention layers of every form, run fused by ONNX Runtime and taken apart.</summary>
public class AttentionTests
{
    private const int Opset = 23;

    [OnnxRuntimeTheory]
    [InlineData(4, 4, 0, 0.0)]
    [InlineData(4, 2, 0, 0.0)]
    [InlineData(4, 1, 1, 0.0)]
    [InlineData(2, 2, 1, 1.5)]
    public void Heads_may_share_keys(int heads, int keyHeads, int causal, double softcap)
    {
        var c = new NormalizationCase(heads + keyHeads, Opset);
        string y = c.Model.Node("Attention", [c.Input(2, 5, heads * 6), c.Input(2, 5, keyHeads * 6), c.Input(2, 5, keyHeads * 6)],
            ("q_num_heads", heads), ("kv_num_heads", keyHeads), ("is_causal", causal), ("softcap", (float)softcap));
        c.Model.Output(y);
        c.Check(Sorted(
            "MatMul Mul Reshape Softmax Transpose", keyHeads < heads ? "Expand" : softcap > 0 ? "Div Tanh" : string.Empty, causal));
    }

    [OnnxRuntimeTheory]
    [InlineData("bool", "MatMul Mul Softmax Transpose Where")]
    [InlineData("float", "Add MatMul Mul Softmax Transpose")]
    public void Masks_are_added_or_chosen_by(string kind, string operators)
    {
        var c = new NormalizationCase(5, Opset);
        string mask = kind == "bool"
            ? c.Model.Constant(new[] { true, false, true, true, true, true, false, false, true, true, true, false }, 3, 4)
            : c.Input(3, 4);
        c.Model.Output(c.Model.Node("Attention", [c.Input(1, 2, 3, 6), c.Input(1, 2, 4, 6), c.Input(1, 2, 4, 8), mask], ("scale", 0.2f)));
        c.Check(operators);
    }

    [OnnxRuntimeFact]
    public void Earlier_keys_come_first()
    {
        var c = new NormalizationCase(6, Opset);
        string Now() => c.Input(1, 2, 3, 6);
        string[] inputs = [Now(), Now(), Now(), string.Empty, c.Input(1, 2, 2, 6), c.Input(1, 2, 2, 6)];
        foreach (string output in c.Model.Nodes("Attention", inputs, 3)) c.Model.Output(output);
        c.Check("Concat MatMul Mul Softmax Transpose");
    }

    [OnnxRuntimeTheory]
    [InlineData(0)]
    [InlineData(1)]
    public void Fused_attention_projects_its_input(int causal)
    {
        var c = new NormalizationCase(7);
        string x = c.Input(2, 4, 6), w = c.Weights(6, 36), b = c.Weights(36);
        c.Model.Output(c.Model.Node("com.microsoft:Attention", [x, w, b], ("num_heads", 3), ("unidirectional", causal)));
        c.Check(Sorted("Add MatMul Mul Reshape Slice Softmax Transpose", string.Empty, causal));
    }

    [OnnxRuntimeFact]
    public void Fused_attention_with_a_mask_of_keys()
    {
        var c = new NormalizationCase(8);
        string mask = c.Model.Constant(new[] { 1, 1, 1, 0, 1, 1, 0, 0 }, 2, 4);
        string[] inputs = [c.Input(2, 4, 6), c.Weights(6, 18), c.Weights(18), mask];
        c.Model.Output(c.Model.Node("com.microsoft:Attention", inputs, ("num_heads", 2)));
        c.Check("Add Cast MatMul Mul Reshape Slice Softmax Transpose Where");
    }

    [OnnxRuntimeTheory]
    [InlineData(false)]
    [InlineData(true)]
    public void Fused_attention_of_projected_values(bool isBiased)
    {
        var c = new NormalizationCase(9);
        string[] inputs = [c.Input(2, 4, 6), c.Input(2, 5, 6), c.Input(2, 5, 8)];
        inputs = isBiased ? [.. inputs, c.Weights(20), string.Empty, c.Input(1, 2, 4, 5)] : inputs;
        c.Model.Output(c.Model.Node("com.microsoft:MultiHeadAttention", inputs, ("num_heads", 2)));
        c.Check(isBiased ? "Add MatMul Mul Reshape Slice Softmax Transpose" : "MatMul Mul Reshape Softmax Transpose");
    }

    [OnnxRuntimeFact]
    public void Masks_of_lengths_are_refused_by_name()
    {
        var c = new NormalizationCase(10);
        string[] inputs = [c.Input(2, 4, 6), c.Weights(6, 18), c.Weights(18), c.Model.Constant(new[] { 3, 4 }, 2)];
        c.Model.Output(c.Model.Node("com.microsoft:Attention", inputs, ("num_heads", 2)));
        var error = Assert.Throws<ModelNotSupportedException>(() => c.Normalized());
        Assert.Contains("mask of this form", error.Message, StringComparison.Ordinal);
    }

    private static string Sorted(string operators, string others, int causal) => string.Join(
        ' ', $"{operators} {others} {(causal == 1 ? "Where" : string.Empty)}".Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(
            StringComparer.Ordinal));
}
