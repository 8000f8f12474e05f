namespace Prover.Onnx.Operators;

/// <summary>What a normalisation divides elements by.</summary>
internal enum NormalizationKind
{
    /// <summary>The root of the variance; the mean is subtracted.</summary>
    Variance,

    /// <summary>The root of the mean of squares.</summary>
    MeanSquare,

    /// <summary>The root of the sum of squares.</summary>
    SumOfSquares,

    /// <summary>The sum of absolute values.</summary>
    SumOfMagnitudes,
}
