using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Normalization;

public sealed class PatternTests
{
    [OnnxRuntimeTheory]
    [InlineData(9, 2)]
    [InlineData(15, 3)]
    [InlineData(17, 4)]
    public void Batch_normalisation_becomes_factor_and_offset(int opset, int rank)
    {
        var c = new NormalizationCase(rank, opset);
        const int channels = 5;
        string x = c.Input([2, channels, .. Enumerable.Repeat(3, rank - 2)]);
        string variance = c.Model.Constant(c.Draw(channels).Select(static v => 0.5f + (v * v)).ToArray(), channels);
        c.Model.Output(c.Model.Node(
            "BatchNormalization", [x, c.Weights(channels), c.Weights(channels), c.Weights(channels), variance], ("epsilon", 0.01f)));
        c.Check("Add Mul");
    }

    [OnnxRuntimeTheory]
    [InlineData(11, "Pow", "Div", true, false)]
    [InlineData(17, "Mul", "Div", true, false)]
    [InlineData(18, "Pow", "Div", true, true)]
    [InlineData(13, "Mul", "Reciprocal", false, true)]
    public void A_layer_normalisation_in_steps_becomes_one_node(int opset, string square, string quotient, bool affine, bool twoAxes)
    {
        var c = new NormalizationCase(opset, opset);
        string x = c.Input(2, 3, 4, 6);
        int[] axes = twoAxes ? [-2, -1] : [3];
        string mean = Mean(c, x, axes, opset);
        string centred = c.Model.Node("Sub", [x, mean]);
        string squares = square == "Pow"
            ? c.Model.Node("Pow", [c.Model.Node("Sub", [x, mean]), c.Model.Scalar(2)])
            : c.Model.Node("Mul", [centred, centred]);
        string sum = c.Model.Node("Add", [Mean(c, squares, axes, opset), c.Model.Scalar(0.001f)]);
        string root = c.Model.Node("Sqrt", [sum]);
        string y = quotient == "Div"
            ? c.Model.Node("Div", [centred, root])
            : c.Model.Node("Mul", [c.Model.Node("Reciprocal", [root]), centred]);
        if (affine)
        {
            int[] shape = twoAxes ? [4, 6] : [6];
            y = c.Model.Node("Add", [c.Weights(shape), c.Model.Node("Mul", [y, c.Weights(shape)])]);
        }

        c.Model.Output(y);
        c.Check("LayerNormalization");
    }

    [OnnxRuntimeTheory]
    [InlineData("Div", true)]
    [InlineData("Reciprocal", true)]
    [InlineData("Quotient", false)]
    public void A_normalisation_without_a_mean_in_steps_becomes_one_node(string form, bool scaled)
    {
        var c = new NormalizationCase(form.Length, 17);
        string x = c.Input(2, 3, 6);
        string sum = c.Model.Node("Add", [Mean(c, c.Model.Node("Pow", [x, c.Model.Scalar(2)]), [-1], 17), c.Model.Scalar(0.001f)]);
        string root = c.Model.Node("Sqrt", [sum]);
        string y = form switch
        {
            "Div" => c.Model.Node("Div", [x, root]),
            "Reciprocal" => c.Model.Node("Mul", [x, c.Model.Node("Reciprocal", [root])]),
            _ => c.Model.Node("Mul", [x, c.Model.Node("Div", [c.Model.Scalar(1), root])]),
        };
        c.Model.Output(scaled ? c.Model.Node("Mul", [c.Weights(6), y]) : y);
        c.Check("SimplifiedLayerNormalization");
    }

    [OnnxRuntimeTheory]
    [InlineData("ReduceL2", "Clip")]
    [InlineData("ReduceL1", "Max")]
    [InlineData("Sqrt", "")]
    [InlineData("Abs", "Clip")]
    public void A_division_by_a_norm_becomes_one_node(string form, string limit)
    {
        var c = new NormalizationCase(form.Length, 18);
        string x = c.Input(2, 5, 3);
        string norm = form switch
        {
            "Sqrt" => c.Model.Node("Sqrt", [c.Model.Node("ReduceSum", [c.Model.Node("Mul", [x, x]), c.Integers(1)])]),
            "Abs" => c.Model.Node("ReduceSum", [c.Model.Node("Abs", [x]), c.Integers(1)]),
            _ => c.Model.Node(form, [x, c.Integers(1)]),
        };
        string limited = limit.Length == 0 ? norm : c.Model.Node(limit, [norm, c.Model.Scalar0(1e-12f)]);
        c.Model.Output(c.Model.Node("Div", [x, c.Model.Node("Expand", [limited, c.Integers(2, 5, 3)])]));
        c.Check("LpNormalization");
    }

    [OnnxRuntimeFact]
    public void A_division_by_a_norm_with_a_limit_that_matters_stays()
    {
        var c = new NormalizationCase(2, 18);
        string x = c.Input(2, 5);
        string norm = c.Model.Node("Clip", [c.Model.Node("ReduceL2", [x, c.Integers(1)]), c.Model.Scalar0(0.5f)]);
        c.Model.Output(c.Model.Node("Div", [x, norm]));
        c.Check("Clip Div ReduceL2");
    }

    [OnnxRuntimeTheory]
    [InlineData(1)]
    [InlineData(2)]
    public void A_layer_normalisation_with_sums_of_squares_becomes_one_node(int axis)
    {
        var c = new NormalizationCase(axis, 15);
        int[] shape = [2, 5, 7];
        int[] kept = [.. shape.Select((size, i) => i == axis ? 1 : size)];
        int[] alone = [.. shape.Select((size, i) => i == axis ? size : 1)];
        string x = c.Input(shape);
        string share = c.Model.Scalar(1f / shape[axis]);
        string Mean(string value) => c.Model.Node(
            "Mul", [c.Model.Node("ReduceSum", [value, c.Integers(axis)], ("keepdims", 0)), share]);
        string Kept(string value) => c.Model.Node(
            "Expand", [c.Model.Node("Reshape", [value, c.Integers(Array.ConvertAll(kept, static s => (long)s))]), c.Integers(1, 1, 1)]);
        string mean = Mean(x);
        string variance = c.Model.Node("Sub", [Mean(c.Model.Node("Mul", [x, x])), c.Model.Node("Mul", [mean, mean])]);
        string sum = c.Model.Node("Add", [Kept(c.Model.Node("Max", [c.Model.Scalar(0), variance])), c.Model.Scalar(0.01f)]);
        string factor = c.Model.Node("Mul", [c.Model.Node("Reciprocal", [c.Model.Node("Sqrt", [sum])]), c.Weights(alone)]);
        string scaled = c.Model.Node("Mul", [c.Model.Node("Sub", [x, Kept(mean)]), factor]);
        c.Model.Output(c.Model.Node("Add", [scaled, c.Weights(alone)]));
        c.Check(axis == 2 ? "LayerNormalization" : "LayerNormalization Transpose");
    }

    [OnnxRuntimeTheory]
    [InlineData(true, 1)]
    [InlineData(false, -1)]
    public void Softmax_in_steps_becomes_one_node(bool shifted, int axis)
    {
        var c = new NormalizationCase(4, 13);
        string x = c.Input(2, 3, 4);
        string shift = shifted
            ? c.Model.Node("Sub", [x, c.Model.Node("ReduceMax", [x], ("axes", new[] { axis }))])
            : x;
        string exponential = c.Model.Node("Exp", [shift]);
        c.Model.Output(c.Model.Node("Div", [exponential, c.Model.Node("ReduceSum", [exponential, c.Integers(axis)])]));
        c.Check("Softmax");
    }

    [OnnxRuntimeFact]
    public void A_product_with_a_one_hot_vector_becomes_a_look_up()
    {
        var c = new NormalizationCase(4, 13);
        string tokens = c.Input(DenseTensor.Create(new[] { 0, 3, 2, 2, 1, 0 }, 2, 3));
        string column = c.Model.Node("Unsqueeze", [tokens, c.Integers(2)]);
        string equal = c.Model.Node("Equal", [column, c.Model.Constant(new[] { 0, 1, 2, 3 }, 1, 1, 4)]);
        string one = c.Model.Node("Cast", [equal], ("to", (int)TensorElementType.Float));
        c.Model.Output(c.Model.Node("MatMul", [one, c.Weights(4, 5)]));
        c.Check("Gather Squeeze Unsqueeze");
    }

    [OnnxRuntimeFact]
    public void What_only_looks_like_a_layer_normalisation_stays()
    {
        var c = new NormalizationCase(2, 13);
        string x = c.Input(2, 3, 4);
        string centred = c.Model.Node("Sub", [x, Mean(c, x, [2], 13)]);
        string other = c.Model.Node("Sub", [x, Mean(c, x, [1], 13)]);
        string sum = c.Model.Node("Add", [Mean(c, c.Model.Node("Mul", [other, other]), [2], 13), c.Model.Scalar(0.01f)]);
        c.Model.Output(c.Model.Node("Div", [centred, c.Model.Node("Sqrt", [sum])]));
        c.Check("Add Div Mul ReduceMean Sqrt Sub");
    }

    [OnnxRuntimeTheory]
    [InlineData(false, false)]
    [InlineData(true, false)]
    [InlineData(false, true)]
    public void Layers_quantised_at_run_time_become_float(bool perColumn, bool isSigned)
    {
        var c = new NormalizationCase(4, 13);
        string x = c.Input(3, 8);
        int columns = perColumn ? 5 : 1;
        byte[] integers = new byte[40];
        c.Random.NextBytes(integers);
        string weights = isSigned
            ? c.Model.Constant(Array.ConvertAll(integers, static value => (sbyte)value), 8, 5)
            : c.Model.Constant(integers, 8, 5);
        string zero = isSigned
            ? c.Model.Constant(new sbyte[columns], perColumn ? [columns] : [])
            : c.Model.Constant(Enumerable.Repeat((byte)120, columns).ToArray(), perColumn ? [columns] : []);
        float[] scales = [.. c.Draw(columns).Select(static v => (MathF.Abs(v) + 0.1f) / 50)];
        string scale = c.Model.Constant(scales, perColumn ? [columns] : []);
        string[] q = c.Model.Nodes("DynamicQuantizeLinear", [x], 3);
        string product = c.Model.Node("MatMulInteger", [q[0], weights, q[2], zero]);
        string real = c.Model.Node("Cast", [product], ("to", (int)TensorElementType.Float));
        string scaled = c.Model.Node("Mul", [real, c.Model.Node("Mul", [q[1], scale])]);
        c.Model.Output(c.Model.Node("Add", [scaled, c.Weights(5)]));
        Assert.Contains("run time", Assert.Single(c.Check("Add MatMul Mul", 0.3).Notes), StringComparison.Ordinal);
    }

    [OnnxRuntimeFact]
    public void A_convolution_quantised_at_run_time_becomes_float()
    {
        var c = new NormalizationCase(5, 13);
        byte[] integers = new byte[3 * 2 * 9];
        c.Random.NextBytes(integers);
        string[] q = c.Model.Nodes("DynamicQuantizeLinear", [c.Input(1, 2, 5, 5)], 3);
        string weights = c.Model.Constant(integers, 3, 2, 3, 3);
        string zero = c.Model.Constant(new byte[] { 100 });
        string sum = c.Model.Node("ConvInteger", [q[0], weights, q[2], zero], ("pads", new[] { 1, 1, 1, 1 }));
        string real = c.Model.Node("Cast", [sum], ("to", (int)TensorElementType.Float));
        c.Model.Output(c.Model.Node("Mul", [real, c.Model.Node("Mul", [q[1], c.Model.Scalar(0.01f)])]));
        c.Check("Conv Mul", 0.3);
    }

    [OnnxRuntimeFact]
    public void A_fused_product_quantised_at_run_time_becomes_float()
    {
        var c = new NormalizationCase(6, 13);
        byte[] integers = new byte[40];
        c.Random.NextBytes(integers);
        string x = c.Input(3, 8);
        c.Model.Output(c.Model.Node("com.microsoft:DynamicQuantizeMatMul", [
            x, c.Model.Constant(integers, 8, 5), c.Model.Constant(new[] { 0.02f }), c.Model.Constant(new byte[] { 130 }), c.Weights(5),
        ]));
        c.Check("Add MatMul", 0.3);
    }

    private static string Mean(NormalizationCase c, string x, int[] axes, int opset) => opset >= 18
        ? c.Model.Node("ReduceMean", [x, c.Integers(Array.ConvertAll(axes, static axis => (long)axis))])
        : c.Model.Node("ReduceMean", [x], ("axes", axes));
}
