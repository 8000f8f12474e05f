using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;

namespace Prover.Onnx.Elementwise;

/// <summary>Activation functions, each in the order of roundings of ONNX Runtime's kernel.</summary>
internal static class ActivationFunctions
{
    /// <summary>The operators and their functions.</summary>
    internal static IEnumerable<(string Name, Func<ElementwiseNode, ElementwiseFunction> Make)> All =>
    [
        ("Relu", static _ => ElementwiseFunction.Of(static v => v > 0 ? v : 0)),
        ("LeakyRelu", static node => Sloped(node.Float("alpha", 0.01f), static (v, alpha) => v >= 0 ? v : alpha * v)),
        ("ThresholdedRelu", static node => Thresholded(node.Float("alpha", 1f))),
        ("Shrink", static node => Shrink(node.Float("lambd", 0.5f), node.Float("bias", 0))),
        ("PRelu", static _ => ElementwiseFunction.Of(static (v, slope) => v >= 0 ? v : slope * v) with
        {
            Along = static _ => FunctionShape.Smooth,
        }),
        ("Sigmoid", static _ => ElementwiseFunction.Of(RationalActivations.Sigmoid)),
        ("Tanh", static _ => ElementwiseFunction.Of(RationalActivations.Tanh)),
        ("Erf", static _ => ElementwiseFunction.Of(ErrorFunction.Erf)),
        ("Elu", static node => Sloped(
            node.Float("alpha", 1f), static (v, alpha) => v >= 0 ? v : alpha * (ElementaryFunctions.Exp(v) - 1f))),
        ("Celu", static node => Celu(node.Float("alpha", 1f))),
        ("Selu", static node => Selu(node.Float("alpha", 1.67326319f), node.Float("gamma", 1.05070102f))),
        ("Softplus", static _ => ElementwiseFunction.Of(Softplus)),
        ("Softsign", static _ => ElementwiseFunction.Of(static v => 1f / (1f + MathF.Abs(v)) * v)),
        ("HardSigmoid", static node => HardSigmoid(node.Float("alpha", 0.2f), node.Float("beta", 0.5f))),
        ("HardSwish", static _ => ElementwiseFunction.Of(
            static v => v * MathF.Max(0f, MathF.Min(1f, (v * (1f / 6f)) + 0.5f)), FunctionShape.Smooth)),
        ("Mish", static _ => ElementwiseFunction.Of(static v => v * RationalActivations.Tanh(Softplus(v)), FunctionShape.Smooth)),
        ("Swish", static node => Swish(node.Float("alpha", 1f))),
        ("com.microsoft.QuickGelu", static node => Swish(node.Float("alpha", 1.702f))),
        ("Gelu", Gelu),
        ("com.microsoft.Gelu", static _ => ElementwiseFunction.Of(ErrorFunction.Gelu, FunctionShape.Smooth)),
        ("com.microsoft.BiasGelu", static _ => ElementwiseFunction.Of(static (v, bias) => ErrorFunction.Gelu(v + bias)) with
        {
            Along = static _ => FunctionShape.Smooth,
        }),
        ("com.microsoft.FastGelu", static _ => new(static values => TanhGelu(values.Length > 1 ? values[0] + values[1] : values[0]))
        {
            Along = static _ => FunctionShape.Smooth,
        }),
    ];

    private static ElementwiseFunction Sloped(float alpha, Func<float, float, float> function) =>
        ElementwiseFunction.Of(v => function(v, alpha), alpha >= 0 ? FunctionShape.Monotone : FunctionShape.Smooth);

    private static ElementwiseFunction Thresholded(float alpha) =>
        ElementwiseFunction.Of(v => v > alpha ? v : 0, alpha >= 0 ? FunctionShape.Monotone : FunctionShape.Smooth);

    private static ElementwiseFunction Shrink(float limit, float bias) =>
        ElementwiseFunction.Of(v => v < -limit ? v + bias : v > limit ? v - bias : 0, FunctionShape.Smooth);

    private static ElementwiseFunction Celu(float alpha) => ElementwiseFunction.Of(
        v => MathF.Max(0, v) + MathF.Min(0, alpha * (ElementaryFunctions.Exp(v / alpha) - 1f)),
        alpha > 0 ? FunctionShape.Monotone : FunctionShape.Smooth);

    private static ElementwiseFunction Selu(float alpha, float gamma) => ElementwiseFunction.Of(
        v => gamma * (MathF.Max(v, 0) + MathF.Min(alpha * (ElementaryFunctions.Exp(v) - 1f), 0)),
        alpha >= 0 ? FunctionShape.Monotone : FunctionShape.Smooth);

    private static ElementwiseFunction HardSigmoid(float alpha, float beta) =>
        ElementwiseFunction.Of(v => MathF.Max(MathF.Min((alpha * v) + beta, 1f), 0f));

    private static ElementwiseFunction Swish(float alpha) =>
        ElementwiseFunction.Of(v => v * RationalActivations.Sigmoid(alpha * v), FunctionShape.Smooth);

    private static ElementwiseFunction Gelu(ElementwiseNode node) =>
        node.Node.Attributes.Text("approximate", "none") switch
        {
            "none" => ElementwiseFunction.Of(ErrorFunction.Gelu, FunctionShape.Smooth),
            "tanh" => ElementwiseFunction.Of(TanhGelu, FunctionShape.Smooth),
            var other => throw new UnsupportedOperatorException($"approximate = {other}", "use none or tanh"),
        };

    private static float TanhGelu(float v)
    {
        const float linear = 0.7978845608028654f; // √(2/π)
        const float cubic = 0.035677408136300125f; // 0.044715 · √(2/π)
        return 0.5f * v * (1f + RationalActivations.Tanh(v * ((cubic * v * v) + linear)));
    }

    private static float Softplus(float v) => v > 0
        ? v + ElementaryFunctions.Log(ElementaryFunctions.Exp(-v) + 1f)
        : ElementaryFunctions.Log(ElementaryFunctions.Exp(v) + 1f);
}
