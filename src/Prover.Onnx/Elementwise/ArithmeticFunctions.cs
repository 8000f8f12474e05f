using Prover.Onnx.Arithmetic;

namespace Prover.Onnx.Elementwise;

/// <summary>Sums, products, powers, roundings and extremes.</summary>
internal static class ArithmeticFunctions
{
    /// <summary>The operators and their functions.</summary>
    internal static IEnumerable<(string Name, Func<ElementwiseNode, ElementwiseFunction> Make)> All =>
    [
        ("Add", static node => Typed(node, ElementwiseFunction.Of(static (a, b) => a + b) with { Factors = [1, 1] })),
        ("Sub", static node => Typed(node, ElementwiseFunction.Of(static (a, b) => a - b) with { Factors = [1, -1] })),
        ("Mul", static node => Typed(node, ElementwiseFunction.Of(static (a, b) => a * b) with { IsProduct = true })),
        ("Div", Divide),
        ("Mod", Modulo),
        ("Pow", Power),
        ("Sum", static node => Typed(node, new(static values => Sum(values))
        {
            Factors = [.. Enumerable.Repeat(1.0, node.Types.Length)],
        })),
        ("Mean", static node => new(static values => Sum(values) / values.Length)
        {
            Factors = [.. Enumerable.Repeat(1.0 / node.Types.Length, node.Types.Length)],
        }),
        ("Max", static node => Typed(node, new(static values => values.Aggregate(static (a, b) => b > a ? b : a)))),
        ("Min", static node => Typed(node, new(static values => values.Aggregate(static (a, b) => b < a ? b : a)))),
        ("Clip", Clip),
        ("Neg", static node => Typed(node, ElementwiseFunction.Of(static v => 0 - v) with { Factors = [-1] })),
        ("Abs", static node => Typed(node, ElementwiseFunction.Of(MathF.Abs, FunctionShape.Smooth))),
        ("Sign", static node => Typed(node, ElementwiseFunction.Of(static v => v > 0 ? 1 : v < 0 ? -1 : 0))),
        ("Ceil", static _ => ElementwiseFunction.Of(MathF.Ceiling, FunctionShape.Stepwise)),
        ("Floor", static _ => ElementwiseFunction.Of(MathF.Floor, FunctionShape.Stepwise)),
        ("Round", static _ => ElementwiseFunction.Of(
            static v => MathF.Round(v, MidpointRounding.ToEven), FunctionShape.Stepwise)),
        ("Reciprocal", static _ => ElementwiseFunction.Of(static v => 1f / v, FunctionShape.Smooth)),
        ("Sqrt", static _ => ElementwiseFunction.Of(MathF.Sqrt)),
        ("Exp", static _ => ElementwiseFunction.Of(FloatSoftmax.Exponential)),
        ("Log", static _ => ElementwiseFunction.Of(ElementaryFunctions.Log)),
    ];

    /// <summary>The function with the type of the first input as that of its result.</summary>
    private static ElementwiseFunction Typed(ElementwiseNode node, ElementwiseFunction function) =>
        function with { Result = node.Types[0] };

    private static float Sum(float[] values)
    {
        float sum = values[0];
        for (int i = 1; i < values.Length; i++)
        {
            sum += values[i];
        }

        return sum;
    }

    private static ElementwiseFunction Divide(ElementwiseNode node) => node.IsInteger
        ? Typed(node, ElementwiseFunction.Of(static (a, b) => b == 0 ? 0 : (int)a / (int)b)) with { Along = Dividing }
        : ElementwiseFunction.Of(static (a, b) => a / b) with { Along = Dividing, IsProduct = true };

    private static FunctionShape Dividing(int slot) => slot == 0 ? FunctionShape.Monotone : FunctionShape.Smooth;

    /// <summary>The remainder with the sign of the divisor, or with fmod = 1 that of the dividend.</summary>
    private static ElementwiseFunction Modulo(ElementwiseNode node)
    {
        bool followsDividend = node.Node.Attributes.Int("fmod", 0) != 0;
        Func<float, float, float> remainder = followsDividend
            ? static (a, b) => a % b
            : static (a, b) => a - (b * MathF.Floor(a / b));
        if (!followsDividend && node.IsInteger)
        {
            remainder = static (a, b) => b == 0 ? 0 : (((int)a % (int)b) + (int)b) % (int)b;
        }

        ElementwiseFunction function = Typed(node, ElementwiseFunction.Of(remainder));
        return function with { Along = static _ => FunctionShape.Rough, Jointly = FunctionShape.Rough };
    }

    /// <summary>Squares and cubes are products; other powers come from the platform's library.</summary>
    private static ElementwiseFunction Power(ElementwiseNode node) => Typed(node, ElementwiseFunction.Of(static (x, y) => y switch
    {
        2 => x * x,
        3 => x * x * x,
        _ => ElementaryFunctions.Pow(x, y),
    })) with
    { Along = static _ => FunctionShape.Smooth };

    private static ElementwiseFunction Clip(ElementwiseNode node)
    {
        if (node.Opset < 11)
        {
            float low = node.Float("min", float.MinValue);
            float high = node.Float("max", float.MaxValue);
            return ElementwiseFunction.Of(v => MathF.Min(MathF.Max(v, low), high));
        }

        bool hasLow = node.Node.Input(1).Length > 0;
        bool hasHigh = node.Node.Input(2).Length > 0;
        return Typed(node, (hasLow, hasHigh) switch
        {
            (true, true) => new(static values => MathF.Min(MathF.Max(values[0], values[1]), values[2])),
            (true, false) => ElementwiseFunction.Of(MathF.Max),
            (false, true) => ElementwiseFunction.Of(MathF.Min),
            _ => ElementwiseFunction.Of(static v => v),
        });
    }
}
