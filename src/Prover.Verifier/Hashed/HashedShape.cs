using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Layouts;
using Prover.Verifier.Soundness;

namespace Prover.Verifier.Hashed;

/// <summary>
/// The shape of a hashed tensor's commitment, a function of the number of integers alone: equal tensors can be compared across circuits
/// (SPEC §5.10).
/// </summary>
public readonly record struct HashedShape
{
    /// <summary>The greatest number of integers.</summary>
    public const int GreatestCount = 1 << 22;

    /// <summary>Uniform words beside each row, so that the hashes of rows that are not opened say nothing.</summary>
    public const int SaltWords = 5;

    /// <summary>-log2 of the rate, the uniform elements included.</summary>
    internal const int LogInverseRate = 3;

    /// <summary>Bits by which the error of the positions stays below the profile's, so that several tensors may be hashed.</summary>
    private const int Margin = 8;

    /// <summary>Multiplicity of the Johnson bound (SPEC §7.2).</summary>
    private const int Multiplicity = 8;

    private const int LeastLogRows = 10, GreatestLogRows = 16, TargetLogColumns = 4;

    /// <summary>The shape for a number of integers.</summary>
    /// <exception cref="ArgumentOutOfRangeException">There are none or more than <see cref="GreatestCount"/>.</exception>
    public HashedShape(int count)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(count, GreatestCount);
        Count = count;
        LogRows = Math.Clamp(AxisChunk.CeilingLog2(count) - TargetLogColumns, LeastLogRows, GreatestLogRows);
        Columns = (count + (1 << LogRows) - 1) >> LogRows;
    }

    /// <summary>The number of integers.</summary>
    public int Count { get; }

    /// <summary>log2 of the integers per column; each column has as many uniform elements behind them.</summary>
    public int LogRows { get; }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>log2 of the positions of the code.</summary>
    public int LogLength => LogRows + 1 + LogInverseRate;

    /// <summary>The shape of the witness tensor: columns of integers followed by uniform elements.</summary>
    public int[] TensorShape => [Columns, 2 << LogRows];

    /// <summary>The tree over the rows of the code.</summary>
    public MerkleShape Tree => new("hashed tensor", LogLength, Columns + SaltWords, 0);

    /// <summary>
    /// The rows that all proofs about one commitment may open together. Opened rows and the value out of the domain, five elements of F,
    /// are uniform as long as they are no more than the uniform elements of a column.
    /// </summary>
    public int RowBudget => (1 << LogRows) - KoalaBear5.Degree;

    /// <summary>How far a committed word may be from the code.</summary>
    internal CodeBound Bound => CodeBound.Johnson(LogInverseRate, LogLength, Multiplicity);

    /// <summary>The number of positions that a proof opens, a position counted as often as it is drawn.</summary>
    public int Queries(SecurityProfile profile)
    {
        ArgumentNullException.ThrowIfNull(profile);
        double limit = Math.ScaleB(1, profile.QueryWork - profile.Bits - Margin);
        double error = 1;
        int queries = 0;
        for (; error > limit; queries++) error *= 1 - Bound.Radius;
        return queries;
    }
}
