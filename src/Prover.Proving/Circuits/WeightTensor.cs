namespace Prover.Proving.Circuits;

/// <summary>Constant weights, as stored: integers minus their zero point.</summary>
/// <param name="Shape">The size of each axis.</param>
/// <param name="Values">The elements, row-major.</param>
public sealed record WeightTensor(int[] Shape, int[] Values)
{
    /// <summary>An interval of the elements that does not depend on them; null where the elements themselves are public.</summary>
    public ElementRange? Range { get; init; }

    /// <summary>Subtracts zero points from quantised weights.</summary>
    /// <param name="shape">The size of each axis.</param>
    /// <param name="quantised">The elements, row-major.</param>
    /// <param name="axis">The axis of the zero points, when there are several.</param>
    /// <param name="zeroPoints">One zero point for all, or one per index of the axis.</param>
    public static WeightTensor Of(int[] shape, ReadOnlySpan<int> quantised, int axis, params ReadOnlySpan<int> zeroPoints)
    {
        int inner = 1;
        for (int i = axis + 1; i < shape.Length; i++) inner *= shape[i];
        var values = new int[quantised.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = quantised[i] - zeroPoints[zeroPoints.Length == 1 ? 0 : i / inner % shape[axis]];
        }
        return new(shape, values);
    }

    /// <summary>The weights with the other sign.</summary>
    public WeightTensor Negate() => new(Shape, Array.ConvertAll(Values, static value => -value)) { Range = Range?.Negated() };

    /// <summary>The weights with axes exchanged, as ONNX Transpose does.</summary>
    public WeightTensor Transpose(params int[] permutation)
    {
        int[] shape = [.. permutation.Select(axis => Shape[axis])];
        var strides = new int[Shape.Length];
        for (int axis = Shape.Length - 1, stride = 1; axis >= 0; stride *= Shape[axis--]) strides[axis] = stride;
        var values = new int[Values.Length];
        var at = new int[shape.Length];
        for (int i = 0; i < values.Length; i++)
        {
            int source = 0;
            for (int axis = 0; axis < at.Length; axis++) source += at[axis] * strides[permutation[axis]];
            values[i] = Values[source];
            for (int axis = at.Length - 1; axis >= 0 && ++at[axis] == shape[axis]; axis--) at[axis] = 0;
        }
        return new(shape, values) { Range = Range };
    }
}
