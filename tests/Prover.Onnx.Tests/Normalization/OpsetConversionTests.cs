using Prover.Onnx.Model;
using Prover.Onnx.Normalization;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Normalization;

public sealed class OpsetConversionTests
{
    [OnnxRuntimeTheory]
    [InlineData(7)]
    [InlineData(10)]
    [InlineData(12)]
    public void Lists_of_axes_become_inputs(int opset)
    {
        var c = new NormalizationCase(opset, opset);
        string x = c.Input(2, 1, 3, 4);
        string y = c.Model.Node("Squeeze", [x], ("axes", new[] { 1 }));
        string z = c.Model.Node("Unsqueeze", [y], ("axes", new[] { 0, 2 }));
        string[] parts = c.Model.Nodes("Split", [z], 2, ("axis", 4), ("split", new[] { 1, 3 }));
        c.Model.Output(c.Model.Node("ReduceSum", [parts[1]], ("axes", new[] { 3 }), ("keepdims", 0)));
        c.Check("ReduceSum Split Squeeze Unsqueeze");
    }

    [OnnxRuntimeTheory]
    [InlineData(7)]
    [InlineData(9)]
    [InlineData(10)]
    public void Bounds_become_inputs(int opset)
    {
        var c = new NormalizationCase(opset, opset);
        string x = c.Input(1, 2, 5, 6);
        string y = c.Model.Node("Clip", [x], ("min", -0.5f), ("max", 1.25f));
        string z = opset < 10
            ? c.Model.Node("Slice", [y], ("starts", new[] { 1, -4 }), ("ends", new[] { 4, 9999 }), ("axes", new[] { 2, 3 }))
            : c.Model.Node("Slice", [y, c.Integers(1, -4), c.Integers(4, long.MaxValue), c.Integers(2, 3)]);
        c.Model.Output(c.Model.Node("Pad", [z], ("pads", new[] { 0, 0, 1, 2, 0, 0, 0, 1 }), ("value", 0.25f)));
        c.Check("Clip Pad Slice");
    }

    [OnnxRuntimeTheory]
    [InlineData("Softmax", 1, new[] { 1, 5, 1 }, "Softmax")]
    [InlineData("Softmax", 1, new[] { 2, 3, 4 }, "Flatten Reshape Softmax")]
    [InlineData("LogSoftmax", 2, new[] { 2, 3, 4 }, "LogSoftmax")]
    [InlineData("Hardmax", -1, new[] { 2, 3, 4 }, "Hardmax")]
    public void Softmax_over_several_axes_keeps_its_meaning(string op, int axis, int[] shape, string operators)
    {
        var c = new NormalizationCase(5, 11);
        c.Model.Output(c.Model.Node(op, [c.Input(shape)], ("axis", axis)));
        c.Check(operators);
    }

    [OnnxRuntimeTheory]
    [InlineData(7, "nearest", 2f)]
    [InlineData(9, "linear", 2f)]
    [InlineData(9, "nearest", 3f)]
    [InlineData(10, "nearest", 2f)]
    [InlineData(10, "nearest", 0.5f)]
    [InlineData(10, "linear", 1.5f)]
    public void Upsample_becomes_resize(int opset, string mode, float scale)
    {
        var c = new NormalizationCase(opset, opset);
        string x = c.Input(1, 2, 4, 6);
        float[] scales = [1, 1, scale, 2];
        string op = opset < 10 ? "Upsample" : "Resize";
        c.Model.Output(opset < 9
            ? c.Model.Node(op, [x], ("mode", mode), ("scales", scales))
            : c.Model.Node(op, [x, c.Model.Constant(scales, 4)], ("mode", mode)));
        c.Check("Resize");
    }

    [OnnxRuntimeFact]
    public void Dropout_and_training_outputs_go_away()
    {
        var c = new NormalizationCase(3, 7);
        string[] dropped = c.Model.Nodes("Dropout", [c.Input(1, 2, 3, 3)], 2, ("ratio", 0.5f));
        c.Model.Output(c.Model.Node("Relu", [dropped[0]]));
        c.Check("Relu");
    }

    [OnnxRuntimeFact]
    public void Operands_of_the_first_operator_sets_are_aligned_at_their_axis()
    {
        var c = new NormalizationCase(1, 6);
        string x = c.Model.Node("Relu", [c.Input(2, 3, 4)], ("consumed_inputs", new[] { 0 }));
        float[] operand = [1, -2, 3];
        string y = c.Model.Node("Add", [x, c.Model.Constant(operand, 3)], ("broadcast", 1), ("axis", 1));
        c.Model.Output(c.Model.Node("Cast", [c.Model.Node("Cast", [y], ("to", "INT32"))], ("to", "FLOAT")));
        DenseTensor input = c.Inputs["x0"];
        float[] expected = [.. input.As<float>().Select((v, i) => (float)Math.Truncate(Math.Max(v, 0) + operand[i / 4 % 3]))];
        c.Check([DenseTensor.Create(expected, input.Shape)], "Add Cast Relu");
    }

    [OnnxRuntimeFact]
    public void Float16_becomes_float32()
    {
        var c = new NormalizationCase(8, 13);
        string x = c.Model.Input("x", TensorElementType.Float16, 2, 3);
        Half[] weights = [.. c.Draw(6).Select(static value => (Half)value)];
        string y = c.Model.Node("MatMul", [x, c.Model.Constant(weights, 3, 2)]);
        string z = c.Model.Node("Cast", [c.Model.Node("Relu", [y])], ("to", (int)TensorElementType.Float16));
        c.Model.Output(z, TensorElementType.Float16);
        Half[] values = [.. c.Draw(6).Select(static value => (Half)value)];
        IReadOnlyList<DenseTensor> expected = c.Model.RunReference(("x", DenseTensor.Create(values, 2, 3)));

        NormalizedModel normalized = c.Normalized();

        Assert.Contains("float16", Assert.Single(normalized.Notes), StringComparison.Ordinal);
        DenseTensor converted = DenseTensor.Create(Array.ConvertAll(values, static value => (float)value), 2, 3);
        var inputs = new Dictionary<string, DenseTensor> { ["x"] = converted };
        NormalizationCase.AssertClose(expected, NormalizationCase.Run(normalized.Graph, inputs), 0.002);
    }

    [OnnxRuntimeFact]
    public void Bfloat16_and_double_become_float32()
    {
        var c = new NormalizationCase(8, 13);
        string x = c.Input(2, 3);
        string wide = c.Model.Node("Cast", [x], ("to", (int)TensorElementType.Double));
        string sum = c.Model.Node("Add", [wide, c.Model.Constant(new[] { 1.5, 2.5, -3.5 }, 3)]);
        c.Model.Output(sum, TensorElementType.Double);
        IReadOnlyList<DenseTensor> expected = c.Model.RunReference(("x0", c.Inputs["x0"]));
        ModelProto model = c.Model.ToProto();
        TensorProto constant = model.Graph.Initializer[0];
        constant.RawData = Google.Protobuf.ByteString.Empty;
        constant.ClearRawData();
        constant.DataType = 16;
        constant.Int32Data.AddRange([0x3FC0, 0x4020, 0xC060]);

        NormalizedModel normalized = NormalizationCase.Normalized(model);

        NormalizationCase.AssertClose(expected, NormalizationCase.Run(normalized.Graph, c.Inputs), 1e-6);
    }

    [OnnxRuntimeFact]
    public void What_no_standard_defines_is_refused_by_name()
    {
        var c = new NormalizationCase(1, 13);
        string x = c.Model.Node("RequantShift", [c.Input(1, 4)]);
        string y = c.Model.Node("my.domain:Thing", [x]);
        c.Model.Output(c.Model.Node("com.microsoft:DynamicQuantizeLSTM", [y]));
        ModelNotSupportedException error = Assert.Throws<ModelNotSupportedException>(() => c.Normalized());
        Assert.Equal(["RequantShift", "my.domain.Thing", "com.microsoft.DynamicQuantizeLSTM"], error.Nodes.Select(static n => n.Operator));
    }
}
