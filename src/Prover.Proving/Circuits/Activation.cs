namespace Prover.Proving.Circuits;

/// <summary>
/// A quantised tensor as a layer sees it: a view of one committed tensor, or several views joined along one axis. Reshaping,
/// transposing, slicing and joining make new views and move no data. Committed values are quantised values minus the zero point.
/// </summary>
public sealed class Activation
{
    internal Activation(int joinAxis, TensorView[] pieces, int zeroPoint, int low, int high)
    {
        JoinAxis = joinAxis;
        Pieces = pieces;
        ZeroPoint = zeroPoint;
        Low = low;
        High = high;
        Shape = pieces[0].Shape;
        foreach (TensorView piece in pieces.AsSpan(1)) Shape[joinAxis] += piece.Shape[joinAxis];
    }

    /// <summary>The logical shape.</summary>
    public int[] Shape { get; }

    /// <summary>The number of logical axes.</summary>
    public int Rank => Shape.Length;

    /// <summary>The quantised value that stands for the real number 0.</summary>
    public int ZeroPoint { get; }

    /// <summary>The least quantised value that any legal input reaches.</summary>
    public int Low { get; }

    /// <summary>The greatest quantised value that any legal input reaches.</summary>
    public int High { get; }

    /// <summary>The number of elements.</summary>
    public long Count => Shape.Aggregate(1L, (product, size) => product * size);

    /// <summary>The axis along which the pieces are joined; 0 when there is one.</summary>
    internal int JoinAxis { get; }

    /// <summary>The views, in order.</summary>
    internal TensorView[] Pieces { get; }

    /// <summary>Whether this is a view of one tensor.</summary>
    internal bool IsSingle => Pieces.Length == 1;

    /// <summary>The least committed value.</summary>
    internal int StoredLow => Low - ZeroPoint;

    /// <summary>The greatest committed value.</summary>
    internal int StoredHigh => High - ZeroPoint;

    /// <summary>The same quantisation on other views.</summary>
    internal Activation With(int joinAxis, TensorView[] pieces) => new(joinAxis, pieces, ZeroPoint, Low, High);
}
