using Prover.Onnx.Compilation;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Elementwise;

/// <summary>Comparisons, logic, choices and changes of type.</summary>
internal static class LogicFunctions
{
    /// <summary>The operators and their functions.</summary>
    internal static IEnumerable<(string Name, Func<ElementwiseNode, ElementwiseFunction> Make)> All =>
    [
        ("Equal", static _ => Truth(static (a, b) => a == b) with
        {
            Along = static _ => FunctionShape.Rough,
            Jointly = FunctionShape.Rough,
        }),
        ("Greater", static _ => Truth(static (a, b) => a > b)),
        ("GreaterOrEqual", static _ => Truth(static (a, b) => a >= b)),
        ("Less", static _ => Truth(static (a, b) => a < b)),
        ("LessOrEqual", static _ => Truth(static (a, b) => a <= b)),
        ("And", static _ => Truth(static (a, b) => a != 0 && b != 0) with { Jointly = FunctionShape.Rough }),
        ("Or", static _ => Truth(static (a, b) => a != 0 || b != 0) with { Jointly = FunctionShape.Rough }),
        ("Xor", static _ => Truth(static (a, b) => (a != 0) != (b != 0)) with { Jointly = FunctionShape.Rough }),
        ("Not", static _ => ElementwiseFunction.Of(static v => v == 0 ? 1 : 0) with { Result = TensorElementType.Bool }),
        ("IsNaN", static _ => Test(float.IsNaN)),
        ("IsInf", static node => Test(Infinite(node))),
        ("Where", static node => new(static values => values[0] != 0 ? values[1] : values[2]) { Result = node.Types[1] }),
        ("Cast", static node => To((TensorElementType)node.Node.Attributes.Int("to", 0), node.Types[0])),
        ("CastLike", static node => new(values => Convert(values[0], node.Types[1], node.Types[0])) { Result = node.Types[1] }),
    ];

    private static ElementwiseFunction Truth(Func<float, float, bool> test) =>
        ElementwiseFunction.Of((a, b) => test(a, b) ? 1 : 0) with { Result = TensorElementType.Bool };

    private static ElementwiseFunction Test(Func<float, bool> test) =>
        ElementwiseFunction.Of(v => test(v) ? 1 : 0, FunctionShape.Rough) with { Result = TensorElementType.Bool };

    private static Func<float, bool> Infinite(ElementwiseNode node)
    {
        bool negative = node.Node.Attributes.Int("detect_negative", 1) != 0;
        bool positive = node.Node.Attributes.Int("detect_positive", 1) != 0;
        return v => (positive && float.IsPositiveInfinity(v)) || (negative && float.IsNegativeInfinity(v));
    }

    private static ElementwiseFunction To(TensorElementType type, TensorElementType from) =>
        ElementwiseFunction.Of(v => Convert(v, type, from), Shape(type)) with
        {
            Result = type,
            Factors = type == TensorElementType.Float || type == from ? [1] : null,
        };

    private static FunctionShape Shape(TensorElementType type) => type switch
    {
        TensorElementType.Bool => FunctionShape.Rough,
        TensorElementType.Float => FunctionShape.Monotone,
        _ => FunctionShape.Stepwise,
    };

    /// <summary>Conversion to integers cuts off the fraction; narrow types keep the last bits.</summary>
    private static float Convert(float value, TensorElementType type, TensorElementType from) => type switch
    {
        TensorElementType.Float => value,
        TensorElementType.Bool => value != 0 ? 1 : 0,
        TensorElementType.Int64 or TensorElementType.Int32 => from == type ? value : MathF.Truncate(value),
        TensorElementType.UInt8 => unchecked((byte)(int)value),
        TensorElementType.Int8 => unchecked((sbyte)(int)value),
        TensorElementType.UInt16 => unchecked((ushort)(int)value),
        TensorElementType.Int16 => unchecked((short)(int)value),
        _ => throw new UnsupportedOperatorException($"conversion to {type}", "convert to float, bool, or integers of up to 64 bits"),
    };
}
