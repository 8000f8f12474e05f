namespace Prover.Proving.Circuits;

/// <summary>
/// What a layer does to its accumulators (design §3.2): q = Map(Quantise(class, accumulator)). The first step must be
/// non-decreasing in the accumulator, or monotone on known <see cref="Pieces"/>, so that its thresholds are found by bisection; the
/// second is any function of its result.
/// </summary>
/// <param name="Quantise">
/// From class and accumulator to a value in [<paramref name="Low"/>, <paramref name="High"/>], non-decreasing in the accumulator,
/// up to wobbles by one, clamped already; for example clamp(roundToEven(float(acc) * scale) + zeroPoint).
/// </param>
/// <param name="Low">The least value of <paramref name="Quantise"/>.</param>
/// <param name="High">The greatest value of <paramref name="Quantise"/>, at most Low + 65,535.</param>
/// <param name="ZeroPoint">The zero point of the result.</param>
public sealed record Requantisation(Func<int, int, int> Quantise, int Low, int High, int ZeroPoint)
{
    /// <summary>
    /// A function applied to the quantised value, entry i for value Low + i; null for the identity. Any activation function of an
    /// 8-bit value, or a second rescale, folds in here at no cost per element.
    /// </summary>
    public int[]? Map { get; init; }

    /// <summary>
    /// From class and bounds to adjacent intervals, ascending, that cover the bounds and on each of which <see cref="Quantise"/> keeps
    /// one direction; null for functions that never decrease.
    /// </summary>
    public Func<int, int, int, IReadOnlyList<MonotonePiece>>? Pieces { get; init; }

    /// <summary>
    /// The class of each index of <see cref="ClassAxes"/>, row-major over those axes: 0, 1, ... without gaps. Indices with the same
    /// function (the same scale) should share a class, since each class has its own table. Null: one class, 0, for all.
    /// </summary>
    public int[]? Classes { get; init; }

    /// <summary>
    /// The logical axes of the accumulator that determine the class, ascending: [1] for scales per channel of a convolution, [2, 3]
    /// for an average pool whose divisor depends on the position.
    /// </summary>
    public int[] ClassAxes { get; init; } = [];
}
