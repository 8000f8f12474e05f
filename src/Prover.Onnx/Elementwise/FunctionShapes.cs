namespace Prover.Onnx.Elementwise;

/// <summary>How compositions behave.</summary>
internal static class FunctionShapes
{
    /// <summary>One function after another.</summary>
    internal static FunctionShape After(this FunctionShape outer, FunctionShape inner) => (outer, inner) switch
    {
        (FunctionShape.Rough, _) or (_, FunctionShape.Rough) => FunctionShape.Rough,
        (FunctionShape.Smooth, _) or (_, FunctionShape.Smooth) => FunctionShape.Smooth,
        (FunctionShape.Stepwise, _) or (_, FunctionShape.Stepwise) => FunctionShape.Stepwise,
        _ => FunctionShape.Monotone,
    };

    /// <summary>A function of several functions of one value.</summary>
    internal static FunctionShape Joining(this FunctionShape outer, IEnumerable<FunctionShape> inner) =>
        inner.All(static shape => shape is FunctionShape.Monotone or FunctionShape.Smooth) ? outer : FunctionShape.Rough;
}
