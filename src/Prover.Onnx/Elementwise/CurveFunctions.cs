using Prover.Onnx.Arithmetic;

namespace Prover.Onnx.Elementwise;

/// <summary>Trigonometric, hyperbolic and inverse functions.</summary>
internal static class CurveFunctions
{
    /// <summary>The operators and their functions.</summary>
    internal static IEnumerable<(string Name, Func<ElementwiseNode, ElementwiseFunction> Make)> All =>
    [
        ("Sin", static _ => ElementwiseFunction.Of(ElementaryFunctions.Sin, FunctionShape.Rough)),
        ("Cos", static _ => ElementwiseFunction.Of(ElementaryFunctions.Cos, FunctionShape.Rough)),
        ("Tan", static _ => ElementwiseFunction.Of(TrigonometricFunctions.Tan, FunctionShape.Rough)),
        ("Asin", static _ => ElementwiseFunction.Of(TrigonometricFunctions.Asin, FunctionShape.Smooth)),
        ("Acos", static _ => ElementwiseFunction.Of(TrigonometricFunctions.Acos, FunctionShape.Smooth)),
        ("Atan", static _ => ElementwiseFunction.Of(TrigonometricFunctions.Atan)),
        ("Sinh", static _ => ElementwiseFunction.Of(TrigonometricFunctions.Sinh)),
        ("Cosh", static _ => ElementwiseFunction.Of(TrigonometricFunctions.Cosh, FunctionShape.Smooth)),
        ("Asinh", static _ => ElementwiseFunction.Of(TrigonometricFunctions.Asinh)),
        ("Acosh", static _ => ElementwiseFunction.Of(TrigonometricFunctions.Acosh, FunctionShape.Smooth)),
        ("Atanh", static _ => ElementwiseFunction.Of(TrigonometricFunctions.Atanh, FunctionShape.Smooth)),
    ];
}
