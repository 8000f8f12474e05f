using Prover.Onnx.Tensors;

namespace Prover.Onnx.Elementwise;

/// <summary>
/// An operator that computes each element of its output from one element of each of its inputs, in ONNX Runtime's arithmetic. Integers
/// and truth values (0 or 1) are handed over as the floats of equal value.
/// </summary>
/// <param name="Evaluate">From one value per input to the result.</param>
internal sealed record ElementwiseFunction(Func<float[], float> Evaluate)
{
    /// <summary>How it depends on one input, by slot, when the others are constants.</summary>
    internal Func<int, FunctionShape> Along { get; init; } = static _ => FunctionShape.Monotone;

    /// <summary>How it depends on one value that enters through several inputs.</summary>
    internal FunctionShape Jointly { get; init; } = FunctionShape.Smooth;

    /// <summary>Factors of the inputs, where the result is their sum with these factors; else null.</summary>
    internal double[]? Factors { get; init; }

    /// <summary>Whether the result is proportional to the first input when the others are constants.</summary>
    internal bool IsProduct { get; init; }

    /// <summary>The type of the result.</summary>
    internal TensorElementType Result { get; init; } = TensorElementType.Float;

    /// <summary>A function of one input.</summary>
    internal static ElementwiseFunction Of(Func<float, float> function, FunctionShape shape = FunctionShape.Monotone) =>
        new(values => function(values[0])) { Along = _ => shape };

    /// <summary>A function of two inputs.</summary>
    internal static ElementwiseFunction Of(Func<float, float, float> function) => new(values => function(values[0], values[1]));
}
