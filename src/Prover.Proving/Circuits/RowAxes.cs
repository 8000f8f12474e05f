namespace Prover.Proving.Circuits;

/// <summary>Numbers the axes of a box of rows; inner variables of accumulators are numbered after them.</summary>
internal sealed class RowAxes
{
    private readonly List<int> sizes = [];

    /// <summary>The sizes; a box has at least one axis.</summary>
    public int[] Sizes => sizes.Count == 0 ? [1] : [.. sizes];

    /// <summary>The number of the first inner variable, once all row axes are known.</summary>
    public int FirstInner => Math.Max(1, sizes.Count);

    /// <summary>The number of rows.</summary>
    public long Count => sizes.Aggregate(1L, (product, size) => product * size);

    /// <summary>Adds one axis per digit and returns the number of the first.</summary>
    public int Add(ViewDigit[] digits)
    {
        int first = sizes.Count;
        foreach (ViewDigit digit in digits) sizes.Add(digit.Size);
        return first;
    }

    /// <summary>Adds an axis unless its size is 1; returns its digits and its number.</summary>
    public (ViewDigit[] Digits, int First) Add(int size)
    {
        ViewDigit[] digits = size == 1 ? [] : [new(size, -1, 0)];
        return (digits, Add(digits));
    }
}
