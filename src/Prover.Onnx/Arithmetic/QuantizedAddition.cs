namespace Prover.Onnx.Arithmetic;

/// <summary>
/// QLinearAdd as the AVX2 kernel computes it: a·ra + (b·rb + fixed), both products fused, with the zero points in the constant.
/// Where one operand is a scalar along the innermost axis, it takes the place of b.
/// </summary>
internal sealed class QuantizedAddition
{
    private readonly float leftRatio;
    private readonly float rightRatio;
    private readonly float constant;
    private readonly float swappedConstant; // the kernel exchanges the operands where the left one is a scalar
    private readonly QuantizedRange range;

    /// <summary>Prepares the constants.</summary>
    internal QuantizedAddition(float leftScale, int leftZero, float rightScale, int rightZero, float scale, QuantizedRange range)
    {
        leftRatio = leftScale / scale;
        rightRatio = rightScale / scale;
        constant = range.ZeroPoint - MathF.FusedMultiplyAdd(leftRatio, leftZero, rightRatio * rightZero);
        swappedConstant = range.ZeroPoint - MathF.FusedMultiplyAdd(rightRatio, rightZero, leftRatio * leftZero);
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
    internal int AddLeftScalar(int left, int right) =>
        range.RoundShifted(MathF.FusedMultiplyAdd(right, rightRatio, MathF.FusedMultiplyAdd(left, leftRatio, swappedConstant)));

    /// <summary>The right operand is one value along the innermost axis.</summary>
    internal int AddRightScalar(int left, int right) => Add(left, right);
}
