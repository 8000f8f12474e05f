namespace Prover.Onnx.Elementwise;

/// <summary>How floats become quantised values.</summary>
/// <param name="Round">From float to quantised value, non-decreasing.</param>
/// <param name="Low">The least quantised value.</param>
/// <param name="High">The greatest quantised value.</param>
/// <param name="ZeroPoint">The quantised value that stands for 0.</param>
/// <param name="Scale">The distance of neighbouring values, to guide the search for small factors.</param>
internal sealed record Rounding(Func<float, int> Round, int Low, int High, int ZeroPoint, double Scale);
