using Prover.Onnx.Compilation;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Layers;

/// <summary>Operators whose parameters moved from attributes to inputs, in the forms of operator sets 10 to 12.</summary>
public class OlderOperatorSetTests
{
    private const float Scale = 0.1f;

    [OnnxRuntimeTheory]
    [InlineData(10)]
    [InlineData(11)]
    [InlineData(12)]
    public void Parameters_are_read_where_the_operator_set_has_them(int opset)
    {
        var forms = new Dictionary<string, Func<TestModel, string, string>>
        {
            ["squeeze"] = static (m, x) => m.Node("Squeeze", [x], ("axes", new[] { 0 })),
            ["unsqueeze"] = static (m, x) => m.Node("Unsqueeze", [x], ("axes", new[] { 1 })),
            ["slice"] = static (m, x) => m.Node("Slice", [x, Long(m, 1), Long(m, 5), Long(m, 2), Long(m, 2)]),
            ["clip"] = (m, x) => opset < 11
                ? m.Node("Clip", [x], ("min", -1.03f), ("max", 2.04f))
                : m.Node("Clip", [x, m.Scalar(-1.03f), m.Scalar(2.04f)]),
            ["pad"] = (m, x) => opset < 11
                ? m.Node("Pad", [x], ("pads", new[] { 0, 1, 0, 0, 0, 0, 2, 1 }), ("value", 0f))
                : m.Node("Pad", [x, m.Constant(new[] { 0L, 1, 0, 0, 0, 0, 2, 1 }, 8)]),
            ["mean"] = static (m, x) => m.Node("ReduceMean", [x], ("axes", new[] { 2, 3 })),
            ["pool"] = static (m, x) => m.Node(
                "MaxPool", [x], ("kernel_shape", new[] { 2, 3 }), ("ceil_mode", 1), ("strides", new[] { 2, 2 })),
            ["softmax"] = static (m, x) => m.Node("Softmax", [x]),
        };
        foreach ((string name, Func<TestModel, string, string> form) in forms)
        {
            var model = new TestModel(opset);
            model.Input("x", TensorElementType.Float, 1, 3, 6, 5);
            string y = form(model, Requantised(model, "x"));
            model.Output(name == "softmax" ? y : Requantised(model, y));
            float[] values = [.. Enumerable.Range(0, 90).Select(static i => (float)Math.Sin(i * i) * 8)];
            DenseTensor x = DenseTensor.Create(values, 1, 3, 6, 5);
            DenseTensor expected = model.RunReference(("x", x))[0];
            DenseTensor actual = ModelCompiler.Compile(model.ToBytes(), name, new CompilationOptions())
                .Run(new Dictionary<string, DenseTensor> { ["x"] = x })[0].Value;
            Assert.Equal(expected.Shape, actual.Shape);
            Assert.Equal(expected.As<float>(), actual.As<float>());
        }
    }

    private static string Long(TestModel model, long value) => model.Constant(new[] { value }, 1);

    private static string Requantised(TestModel model, string x) => model.Dequantize(
        model.Quantize(x, Scale, TensorElementType.UInt8, 100), Scale, TensorElementType.UInt8, 100);
}
