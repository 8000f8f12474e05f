namespace Prover.Onnx.Arithmetic;

/// <summary>
/// QLinearAdd as the AVX2 kernel computes it: a·ra + (b·rb + fixed), both products fused, with the zero points in the constant.
/// Where one operand is a scalar along the innermost axis, its product is rounded into the constant first.
/// </summary>
internal sealed class QuantizedAddition
{
    private readonly float leftRatio;
    private readonly float rightRatio;
    private readonly float constant;
    private readonly QuantizedRange range;

    /// <summary>Prepares the constants.</summary>
    internal QuantizedAddition(float leftScale, int leftZero, float rightScale, int rightZero, float scale, QuantizedRange range)
    {
        leftRatio = leftScale / scale;
        rightRatio = rightScale / scale;
        float leftProduct = leftRatio * leftZero;
        float rightProduct = rightRatio * rightZero;
        float sum = leftProduct + rightProduct;
        constant = range.ZeroPoint - sum;
        this.range = range;
    }

    /// <summary>Approximate slope in the left operand.</summary>
    internal float LeftRatio => leftRatio;

    /// <summary>Approximate slope in the right operand.</summary>
    internal float RightRatio => rightRatio;

    /// <summary>Both operands vary along the innermost axis.</summary>
    internal int Add(int left, int right) =>
        range.RoundShifted(MathF.FusedMultiplyAdd(left, leftRatio, MathF.FusedMultiplyAdd(right, rightRatio, constant)));

    /// <summary>The left operand is one value along the innermost axis.</summary>
    internal int AddLeftScalar(int left, int right)
    {
        float product = left * leftRatio;
        return range.RoundShifted(MathF.FusedMultiplyAdd(right, rightRatio, constant + product));
    }

    /// <summary>The right operand is one value along the innermost axis.</summary>
    internal int AddRightScalar(int left, int right)
    {
        float product = right * rightRatio;
        return range.RoundShifted(MathF.FusedMultiplyAdd(left, leftRatio, constant + product));
    }
}
