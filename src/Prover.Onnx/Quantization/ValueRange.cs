namespace Prover.Onnx.Quantization;

/// <summary>The real numbers that a quantised value must be able to hold.</summary>
/// <param name="Low">The least, at most 0.</param>
/// <param name="High">The greatest, at least 0.</param>
internal readonly record struct ValueRange(float Low, float High)
{
    /// <summary>Whether a Clip in front cuts off at these ends: the quantised range may then be a little smaller, not larger.</summary>
    internal bool IsClipped { get; init; }

    /// <summary>Whether the range follows from the value's definition, so that its scale must be exactly a 255th of it.</summary>
    internal bool IsFixed { get; init; }
}
