using Prover.Verifier.Circuits;

namespace Prover.Proving.Circuits;

/// <summary>
/// A committed tensor read under another shape. Each logical axis is a list of digits, most significant first; an axis of size 1
/// has none. Indices outside the tensor read 0, so that padding by the zero point is a view too.
/// </summary>
/// <param name="Tensor">Number of the tensor.</param>
/// <param name="TensorShape">Its shape.</param>
/// <param name="Shifts">For each axis of the tensor what is added to the digits' contributions.</param>
/// <param name="Axes">The digits of each logical axis.</param>
internal sealed record TensorView(int Tensor, int[] TensorShape, int[] Shifts, ViewDigit[][] Axes)
{
    /// <summary>The logical shape, a fresh array.</summary>
    public int[] Shape => [.. Axes.Select(digits => digits.Aggregate(1, (product, digit) => product * digit.Size))];

    /// <summary>A tensor as it is.</summary>
    public static TensorView Of(int tensor, int[] shape) =>
        new(tensor, shape, new int[shape.Length], [.. shape.Select((size, axis) => Digits(size, axis))]);

    /// <summary>All digits in row-major order.</summary>
    public IEnumerable<ViewDigit> Digits() => Axes.SelectMany(digits => digits);

    /// <summary>The read of this view when digit i, in row-major order of all digits, is variable <paramref name="variables"/>[i].</summary>
    public TensorRead Read(IReadOnlyList<int> variables)
    {
        var terms = new List<IndexTerm>[TensorShape.Length];
        for (int axis = 0; axis < terms.Length; axis++) terms[axis] = [];
        int position = 0;
        foreach (ViewDigit digit in Digits())
        {
            if (digit.Axis >= 0) terms[digit.Axis].Add(new(variables[position], digit.Stride));
            position++;
        }
        return new(Tensor, [.. terms.Select((list, axis) => new AffineIndex([.. list], Shifts[axis]))]);
    }

    /// <summary>The digits of a plain axis.</summary>
    public static ViewDigit[] Digits(int size, int axis) => size == 1 ? [] : [new(size, axis, axis < 0 ? 0 : 1)];
}
