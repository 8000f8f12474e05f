using Prover.Onnx.Arithmetic;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Arithmetic;

/// <summary>Our float32 formulas against ONNX Runtime's kernels, one operator at a time, every bit.</summary>
public class KernelTests
{
    private static readonly float[] Scales = [0.023529412f, 0.060680628f, 0.25f, 1f / 128, 0.1f, 0.0172f, 3.7e-3f, 1.5f];

    [OnnxRuntimeTheory]
    [InlineData(TensorElementType.UInt8)]
    [InlineData(TensorElementType.Int8)]
    public void Addition_and_multiplication_agree_on_every_pair(TensorElementType type)
    {
        var random = new Random(1);
        for (int trial = 0; trial < 24; trial++)
        {
            float ls = Scales[random.Next(Scales.Length)] * (trial % 3 == 0 ? 1 : (float)(0.5 + random.NextDouble()));
            float rs = Scales[random.Next(Scales.Length)];
            float s = trial % 4 == 0 ? ls : (float)(ls * (0.5 + (2 * random.NextDouble())));
            var range = new QuantizedRange(type, Zero(random, type));
            (int lz, int rz) = (Zero(random, type), Zero(random, type));
            var sum = new QuantizedAddition(ls, lz, rs, rz, s, range);
            var product = new QuantizedMultiplication(ls, lz, rs, rz, s, range);
            DenseTensor all = Every(type);
            DenseTensor left = Repeat(all, static i => i / 256);
            DenseTensor right = Repeat(all, static i => i % 256);
            foreach (string op in (string[])["QLinearAdd", "QLinearMul"])
            {
                var model = new TestModel();
                model.Input("a", type, 256, 256);
                model.Input("b", type, 256, 256);
                string y = model.Node($"com.microsoft:{op}", ["a", model.Scalar(ls), model.Zero(type, lz), "b", model.Scalar(rs),
                    model.Zero(type, rz), model.Scalar(s), model.Zero(type, range.ZeroPoint)]);
                model.Output(y, type);
                long[] expected = model.RunReference(("a", left), ("b", right))[0].ToInt64();
                long[] values = all.ToInt64();
                for (int i = 0; i < 65536; i++)
                {
                    (int a, int b) = ((int)values[i / 256], (int)values[i % 256]);
                    int actual = op == "QLinearAdd" ? sum.Add(a, b) : product.Multiply(a, b);
                    Assert.True(expected[i] == actual, $"{op} {type} trial {trial}: {a}, {b} -> {expected[i]}, not {actual}");
                }
            }
        }
    }

    [OnnxRuntimeTheory]
    [InlineData(TensorElementType.UInt8)]
    [InlineData(TensorElementType.Int8)]
    public void Addition_of_a_scalar_span_agrees(TensorElementType type)
    {
        var random = new Random(2);
        for (int trial = 0; trial < 24; trial++)
        {
            float ls = Scales[random.Next(Scales.Length)] * (float)(0.5 + random.NextDouble());
            float rs = Scales[random.Next(Scales.Length)];
            float s = (float)(ls * (0.5 + (2 * random.NextDouble())));
            var range = new QuantizedRange(type, Zero(random, type));
            (int lz, int rz) = (Zero(random, type), Zero(random, type));
            var sum = new QuantizedAddition(ls, lz, rs, rz, s, range);
            bool leftIsScalar = trial % 2 == 0;
            DenseTensor all = Every(type);
            var model = new TestModel();
            model.Input("a", type, leftIsScalar ? [256, 1] : [256, 256]);
            model.Input("b", type, leftIsScalar ? [256, 256] : [256, 1]);
            model.Output(model.Node("com.microsoft:QLinearAdd", ["a", model.Scalar(ls), model.Zero(type, lz), "b", model.Scalar(rs),
                model.Zero(type, rz), model.Scalar(s), model.Zero(type, range.ZeroPoint)]), type);
            DenseTensor column = all.Reshape(256, 1);
            DenseTensor full = Repeat(all, static i => i % 256);
            long[] expected = model.RunReference(("a", leftIsScalar ? column : full), ("b", leftIsScalar ? full : column))[0].ToInt64();
            long[] values = all.ToInt64();
            for (int i = 0; i < 65536; i++)
            {
                (int scalar, int other) = ((int)values[i / 256], (int)values[i % 256]);
                int actual = leftIsScalar ? sum.AddLeftScalar(scalar, other) : sum.AddRightScalar(other, scalar);
                Assert.True(expected[i] == actual, $"trial {trial}: {scalar}, {other} -> {expected[i]}, not {actual}");
            }
        }
    }

    [OnnxRuntimeFact]
    public void Rational_activations_agree_on_every_bit()
    {
        var random = new Random(3);
        float[] inputs = [.. Enumerable.Range(0, 200_000).Select(i => (float)((random.NextDouble() - 0.5) * Math.Pow(10, (i % 5) - 2))),
            0f, -0f, 18f, -18f, 9f, -9f, 1e9f, -1e9f, 1e-30f];
        foreach ((string op, Func<float, float> function) in new (string, Func<float, float>)[]
            { ("Sigmoid", RationalActivations.Sigmoid), ("Tanh", RationalActivations.Tanh) })
        {
            var model = new TestModel();
            model.Input("x", TensorElementType.Float, inputs.Length);
            model.Output(model.Node(op, ["x"]));
            float[] expected = model.RunReference(("x", DenseTensor.Create(inputs, inputs.Length)))[0].As<float>();
            for (int i = 0; i < inputs.Length; i++)
            {
                float actual = function(inputs[i]);
                Assert.True(expected[i] == actual, $"{op}({inputs[i]:R}) = {expected[i]:R}, not {actual:R}");
            }
        }
    }

    [OnnxRuntimeTheory]
    [InlineData("Softmax", 3)]
    [InlineData("Softmax", 10)]
    [InlineData("Softmax", 12)]
    [InlineData("Softmax", 16)]
    [InlineData("Softmax", 100)]
    [InlineData("LogSoftmax", 10)]
    public void Float_softmax_agrees_on_every_bit(string op, int length)
    {
        var random = new Random(4);
        const int rows = 500;
        float[] inputs = [.. Enumerable.Range(0, rows * length).Select(i => (float)((random.NextDouble() - 0.5) * (1 + (i % 40))))];
        var model = new TestModel();
        model.Input("x", TensorElementType.Float, rows, length);
        model.Output(model.Node(op, ["x"], ("axis", -1)));
        float[] expected = model.RunReference(("x", DenseTensor.Create(inputs, rows, length)))[0].As<float>();
        float[] actual = new float[length];
        for (int row = 0; row < rows; row++)
        {
            ReadOnlySpan<float> input = inputs.AsSpan(row * length, length);
            if (op == "Softmax")
            {
                FloatSoftmax.Softmax(input, actual);
            }
            else
            {
                FloatSoftmax.LogSoftmax(input, actual);
            }

            for (int i = 0; i < length; i++)
            {
                float reference = expected[(row * length) + i];
                Assert.True(reference == actual[i], $"row {row}, {i}: {reference:R}, not {actual[i]:R}");
            }
        }
    }

    [OnnxRuntimeTheory]
    [InlineData(TensorElementType.UInt8)]
    [InlineData(TensorElementType.Int8)]
    public void Quantised_softmax_agrees(TensorElementType type)
    {
        var random = new Random(5);
        foreach (int length in (int[])[1, 2, 10, 12, 100]) // the runtime's kernel overflows at 1
        {
            foreach (float scale in Scales)
            {
                const int rows = 100;
                int low = type == TensorElementType.Int8 ? -128 : 0;
                long[] values = [.. Enumerable.Range(0, rows * length).Select(_ => (long)(random.Next(256) + low))];
                DenseTensor x = Inputs(values, type, rows, length);
                var model = new TestModel();
                model.Input("x", type, rows, length);
                string[] inputs = ["x", model.Scalar(scale), model.Zero(type, 3), model.Scalar(1f / 256), model.Zero(type, low)];
                model.Output(model.Node("com.microsoft:QLinearSoftmax", inputs, ("axis", -1), ("opset", 13)), type);
                long[] expected = model.RunReference(("x", x))[0].ToInt64();
                var softmax = new QuantizedSoftmax(scale, 1f / 256, new QuantizedRange(type, low), length);
                int[] actual = new int[length];
                for (int row = 0; row < rows; row++)
                {
                    softmax.Apply(Array.ConvertAll(values[(row * length)..((row + 1) * length)], static v => (int)v), actual);
                    for (int i = 0; i < length; i++)
                    {
                        long reference = expected[(row * length) + i];
                        Assert.True(reference == actual[i], $"scale {scale}, row {row}: {reference}, not {actual[i]}");
                    }
                }
            }
        }
    }

    private static DenseTensor Inputs(long[] values, TensorElementType type, params int[] shape) => DenseTensor.Create(
        type == TensorElementType.Int8
            ? (Array)Array.ConvertAll(values, static v => (sbyte)v)
            : Array.ConvertAll(values, static v => (byte)v),
        shape);

    private static int Zero(Random random, TensorElementType type)
    {
        int zero = random.Next(4) switch { 0 => 0, 1 => 255, _ => random.Next(256) };
        return type == TensorElementType.Int8 ? zero - 128 : zero;
    }

    private static DenseTensor Every(TensorElementType type) => Inputs(
        [.. Enumerable.Range(type == TensorElementType.Int8 ? -128 : 0, 256).Select(static v => (long)v)], type, 256);

    private static DenseTensor Repeat(DenseTensor all, Func<int, int> position)
    {
        DenseTensor result = DenseTensor.Allocate(all.ElementType, 256, 256);
        for (int i = 0; i < 65536; i++)
        {
            Array.Copy(all.Data, position(i), result.Data, i, 1);
        }

        return result;
    }
}
