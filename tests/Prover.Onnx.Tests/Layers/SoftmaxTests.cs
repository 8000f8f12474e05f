using Prover.Onnx.Compilation;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Layers;

/// <summary>
/// Softmax, LogSoftmax and QLinearSoftmax inside a network (SPEC §10.10): no element is more than one step of the output's
/// quantisation from ONNX Runtime's, on random inputs and on the extreme ones.
/// </summary>
public class SoftmaxTests
{
    /// <summary>Inputs that stress a softmax, as quantised values of one group.</summary>
    private static readonly Func<Random, int, int, int>[] Patterns =
    [
        (random, _, _) => random.Next(256), // anything
        (_, _, _) => 77, // all equal
        (_, i, n) => i == n / 2 ? 255 : 0, // one far above
        (_, i, n) => i == n / 2 ? 131 : 130, // one a little above
        (_, i, _) => i % 2 == 0 ? 255 : 0, // half and half
        (_, i, n) => i < n - 1 ? 255 : 0, // one far below
        (_, i, _) => i % 256, // everything
        (random, i, _) => i == 0 ? 255 : 255 - random.Next(20, 60), // many small ones beside a great one
        (random, _, _) => Math.Clamp(128 + (int)(20 * Gaussian(random)), 0, 255),
    ];

    [OnnxRuntimeTheory]
    [InlineData("Softmax", 0.05, 1 / 255.0)]
    [InlineData("Softmax", 0.3, 1 / 256.0)]
    [InlineData("Softmax", 0.0005, 0.0004)]
    [InlineData("Softmax", 40, 1 / 255.0)]
    [InlineData("Softmax", 0.1, 0.002)]
    [InlineData("LogSoftmax", 0.05, 0.08)]
    [InlineData("LogSoftmax", 0.05, 0.01)]
    [InlineData("LogSoftmax", 8, 8.5)]
    [InlineData("com.microsoft:QLinearSoftmax", 0.05, 1 / 256.0)]
    [InlineData("com.microsoft:QLinearSoftmax", 0.7, 1 / 256.0)]
    public void Results_are_at_most_one_step_off(string op, double inputScale, double outputScale)
    {
        // Below this size the runtime's byte kernel computes infinity: it multiplies exponentials near the greatest float by the steps.
        double least = op[0] == 'L' ? 1 : 1 / outputScale / Math.Exp(5);
        foreach (int size in ((int[])[1, 2, 10, 77, 257, 1024, 4096]).Where(size => size > least))
        {
            var random = new Random(size);
            int[] q = [.. Patterns.SelectMany(pattern => Enumerable.Range(0, size).Select(i => pattern(random, i, size)))];
            int zero = op[0] == 'L' ? 255 : 0;
            var model = new TestModel(13);
            string x = model.Input("x", TensorElementType.Float, Patterns.Length, size);
            string quantized = model.Quantize(x, (float)inputScale, TensorElementType.UInt8, 128);
            string y = op.Contains(':', StringComparison.Ordinal)
                ? model.Node(op, [quantized, model.Scalar((float)inputScale), model.Constant(new byte[] { 128 }), model.Scalar(1 / 256f),
                    model.Constant(new byte[1])], ("axis", -1), ("opset", 13))
                : model.Quantize(model.Node(op, [model.Dequantize(quantized, (float)inputScale, TensorElementType.UInt8, 128)]),
                    (float)outputScale, TensorElementType.UInt8, zero);
            Publish(model, model.Dequantize(y, (float)outputScale, TensorElementType.UInt8, zero));
            DenseTensor input = DenseTensor.Create(Array.ConvertAll(q, v => (v - 128) * (float)inputScale), [Patterns.Length, size]);
            AssertClose(model, [("x", input)], outputScale, $"{op} of {size}");
        }
    }

    [OnnxRuntimeTheory]
    [InlineData(11)]
    [InlineData(13)]
    public void Any_axis_of_any_operator_set_works(int opset)
    {
        for (int axis = -3; axis < 3; axis++)
        {
            var c = new LayerCase(axis, opset);
            string x = c.RealInput(0.1f, c.Zero(c.Type), 2, 3, 5);
            string y = c.Model.Node(c.Pick("Softmax", "LogSoftmax"), [x], ("axis", axis));
            Publish(c.Model, c.Model.Dequantize(c.Model.Quantize(y, 0.05f, c.Type, c.Middle), 0.05f, c.Type, c.Middle));
            AssertClose(c.Model, [.. c.Inputs.Select(pair => (pair.Key, pair.Value))], 0.05, $"axis {axis}");
        }
    }

    /// <summary>Elementwise functions, rising and falling, and rearrangements between the kernel and the rounding.</summary>
    [OnnxRuntimeTheory]
    [InlineData("Mul", 3)]
    [InlineData("Mul", -3)]
    [InlineData("Sub", 0.25)]
    [InlineData("Sqrt", 0)]
    [InlineData("Square", 0)]
    [InlineData("Transpose", 0)]
    public void What_follows_is_part_of_the_rounding(string then, double constant)
    {
        var c = new LayerCase(5, 17) { Type = TensorElementType.UInt8 };
        string y = c.Model.Node("Softmax", [c.RealInput(0.03f, 128, 2, 4, 9)]);
        y = then switch
        {
            "Sqrt" => c.Model.Node("Sqrt", [y]),
            "Square" => c.Model.Node("Mul", [y, y]),
            "Transpose" => c.Model.Node("Transpose", [y]),
            "Sub" => c.Model.Node("Abs", [c.Model.Node("Sub", [y, c.Model.Scalar((float)constant)])]),
            _ => c.Model.Node(then, [y, c.Model.Scalar((float)constant)]),
        };
        Publish(c.Model, c.Model.Dequantize(c.Model.Quantize(y, 0.01f, c.Type, 128), 0.01f, c.Type, 128));
        AssertClose(c.Model, [.. c.Inputs.Select(pair => (pair.Key, pair.Value))], 0.01, then);
    }

    /// <summary>Models of old exporters compute it in steps, which a quantised model leaves in float.</summary>
    [OnnxRuntimeTheory]
    [InlineData(13, 1, true)]
    [InlineData(13, -1, false)]
    [InlineData(18, -1, true)]
    public void Steps_are_one_kernel(int opset, int axis, bool hasMaximum)
    {
        var c = new LayerCase(7, opset) { Type = TensorElementType.UInt8 };
        string x = c.RealInput(0.02f, 128, 2, 6, 9), axes = c.Model.Constant(new[] { (long)axis }, 1);
        if (hasMaximum)
        {
            string greatest = opset < 18 ? c.Model.Node("ReduceMax", [x], ("axes", new[] { axis })) : c.Model.Node("ReduceMax", [x, axes]);
            x = c.Model.Node("Sub", [x, greatest]);
        }

        string e = c.Model.Node("Exp", [x]);
        string y = c.Model.Node("Div", [e, c.Model.Node("ReduceSum", [e, axes])]);
        Publish(c.Model, c.Model.Dequantize(c.Model.Quantize(y, 1 / 256f, c.Type, 0), 1 / 256f, c.Type, 0));
        AssertClose(c.Model, [.. c.Inputs.Select(pair => (pair.Key, pair.Value))], 1 / 256.0, $"steps along {axis}");
    }

    [OnnxRuntimeTheory]
    [InlineData(0.02, 0, 0.05)]
    [InlineData(0.02, 255, 0.03)]
    [InlineData(0.7, 100, 0.8)]
    [InlineData(0.0001, 128, 0.04)]
    public void Logarithms_of_sums_are_at_most_one_step_off(double inputScale, int zero, double outputScale)
    {
        int[][] axes = [[1], [2], [1, 2], [0, 2]];
        foreach (int[] reduced in axes)
        {
            var c = new LayerCase(zero, 13) { Type = TensorElementType.UInt8 };
            string x = c.RealInput((float)inputScale, zero, 2, 70, 9);
            string y = c.Model.Node("ReduceLogSumExp", [x], ("axes", reduced), ("keepdims", reduced.Length % 2));
            Publish(c.Model, c.Model.Dequantize(c.Model.Quantize(y, (float)outputScale, c.Type, 128), (float)outputScale, c.Type, 128));
            AssertClose(c.Model, [.. c.Inputs.Select(pair => (pair.Key, pair.Value))], outputScale, $"axes {string.Join(' ', reduced)}");
        }
    }

    /// <summary>A convolution by 1: what it reads belongs to the proof.</summary>
    private static void Publish(TestModel model, string real)
    {
        string row = model.Node("Reshape", [real, model.Constant(new[] { 1L, 1, 1, -1 }, 4)]);
        string one = model.Dequantize(model.Constant(new sbyte[] { 1 }, 1, 1, 1, 1), 1, TensorElementType.Int8, 0);
        model.Output(model.Node("Conv", [row, one]));
    }

    private static void AssertClose(TestModel model, (string, DenseTensor)[] inputs, double step, string what)
    {
        byte[] bytes = model.ToBytes();
        float[] expected = TestModel.RunReference(bytes, inputs)[0].As<float>();
        CompiledModel compiled = ModelCompiler.Compile(bytes, what, new CompilationOptions());
        Assert.Contains(compiled.Notes, static note => note.Contains("integer kernel", StringComparison.Ordinal));
        float[] actual = compiled.Run(inputs.ToDictionary(static pair => pair.Item1, static pair => pair.Item2))[0].Value.As<float>();
        Assert.Equal(expected.Length, actual.Length);
        double[] steps = [.. actual.Zip(expected, (a, b) => Math.Abs(a - b) / step)];
        int worst = Array.IndexOf(steps, steps.Max());
        Assert.True(steps[worst] < 1.001, $"{what}: element {worst} is {actual[worst]}, not {expected[worst]}; {model.Describe()}");
        Assert.True(steps.Count(s => s > 0.5) <= 1 + (steps.Length / 4), $"{what}: {steps.Count(s => s > 0.5)} of {steps.Length} differ");
    }

    private static double Gaussian(Random random) =>
        Math.Sqrt(-2 * Math.Log(1 - random.NextDouble())) * Math.Cos(2 * Math.PI * random.NextDouble());
}
