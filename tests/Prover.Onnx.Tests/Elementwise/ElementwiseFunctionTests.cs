using Prover.Onnx.Elementwise;
using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Elementwise;

/// <summary>The float functions against ONNX Runtime's kernels, bit for bit where these are polynomials that we evaluate alike.</summary>
public class ElementwiseFunctionTests
{
    [OnnxRuntimeTheory]
    [InlineData("Abs", 0)]
    [InlineData("Neg", 0)]
    [InlineData("Sign", 0)]
    [InlineData("Ceil", 0)]
    [InlineData("Floor", 0)]
    [InlineData("Round", 0)]
    [InlineData("Reciprocal", 0)]
    [InlineData("Sqrt", 0)]
    [InlineData("Exp", 0)]
    [InlineData("Erf", 0)]
    [InlineData("Sigmoid", 0)]
    [InlineData("Tanh", 0)]
    [InlineData("Relu", 0)]
    [InlineData("LeakyRelu", 0)]
    [InlineData("ThresholdedRelu", 0)]
    [InlineData("HardSigmoid", 0)]
    [InlineData("HardSwish", 0)]
    [InlineData("Softsign", 0)]
    [InlineData("Gelu", 0)]
    [InlineData("com.microsoft:Gelu", 0)]
    [InlineData("com.microsoft:QuickGelu", 0)]
    [InlineData("com.microsoft:FastGelu", 0)]
    [InlineData("Elu", 4)]
    [InlineData("Celu", 4)]
    [InlineData("Selu", 4)]
    [InlineData("Softplus", 4)]
    [InlineData("Mish", 4)]
    [InlineData("Log", 4)]
    [InlineData("Sin", 4)]
    [InlineData("Cos", 4)]
    [InlineData("Tan", 8)]
    [InlineData("Asin", 4)]
    [InlineData("Acos", 4)]
    [InlineData("Atan", 4)]
    [InlineData("Sinh", 4)]
    [InlineData("Cosh", 4)]
    [InlineData("Asinh", 4)]
    [InlineData("Acosh", 4)]
    [InlineData("Atanh", 4)]
    [InlineData("Shrink", 0)]
    public void Differences_are_within_units_in_the_last_place(string op, int units)
    {
        var random = new Random(1);
        float[] inputs =
        [
            0, 1, -1, 0.5f, -0.5f, 3, -3, .. Enumerable.Range(-2000, 4000).Select(static i => i * 0.05f * 0.05f),
            .. Enumerable.Range(0, 4000).Select(_ => (float)((random.NextDouble() - 0.5) * 40)),
        ];
        var model = new TestModel(op is "Gelu" or "HardSwish" or "Mish" ? 20 : 13);
        string x = model.Input("x", TensorElementType.Float, inputs.Length);
        string y = model.Node(op, [x]);
        model.Output(y);
        float[] expected = model.RunReference(("x", DenseTensor.Create(inputs, inputs.Length)))[0].As<float>();
        string[] name = op.Split(':');
        var node = new GraphNode("n", name.Length > 1 ? name[0] : string.Empty, name[^1], ["x"], ["y"], NodeAttributes.Empty);
        ElementwiseFunction function = ElementwiseFunctions.Of(node, 20, [TensorElementType.Float]);
        int worst = 0;
        for (int i = 0; i < inputs.Length; i++)
        {
            float actual = function.Evaluate([inputs[i]]);
            bool isSame = actual == expected[i] || (float.IsNaN(actual) && float.IsNaN(expected[i]));
            int distance = isSame ? 0 : Math.Abs(BitConverter.SingleToInt32Bits(actual) - BitConverter.SingleToInt32Bits(expected[i]));
            // Near a zero of the function what counts is the distance to values of ordinary size.
            distance = Math.Abs(actual - expected[i]) < 6e-7f * units ? 0 : distance;
            Assert.True(distance <= units, $"{op}({inputs[i]:R}) is {expected[i]:R}, not {actual:R} ({distance} units)");
            worst = Math.Max(worst, distance);
        }

        Assert.InRange(worst, 0, units);
    }
}
