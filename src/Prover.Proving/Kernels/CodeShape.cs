namespace Prover.Proving.Kernels;

/// <summary>
/// The sizes of an interleaved Reed-Solomon encoding (SPEC §6.2): each column is the coefficient vector of a polynomial
/// of degree below 2^LogRows + TailRows, evaluated at all 2^(LogRows + LogBlowup) points of a multiplicative subgroup.
/// </summary>
public readonly record struct CodeShape
{
    /// <summary>The sizes of an encoding.</summary>
    /// <param name="columns">The number of columns, at least 1.</param>
    /// <param name="logRows">A column's message has 2^logRows coefficients.</param>
    /// <param name="logBlowup">A column's codeword is 2^logBlowup times as long; logRows + logBlowup is at most 24.</param>
    /// <param name="tailRows">The number of further coefficients, above the message, that hide it; at most 2^logRows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public CodeShape(int columns, int logRows, int logBlowup, int tailRows = 0)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(columns);
        ArgumentOutOfRangeException.ThrowIfNegative(logRows);
        ArgumentOutOfRangeException.ThrowIfNegative(logBlowup);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logRows, Verifier.Fields.KoalaBear.TwoAdicity - logBlowup);
        ArgumentOutOfRangeException.ThrowIfNegative(tailRows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(tailRows, 1 << logRows);
        Columns = columns;
        LogRows = logRows;
        LogBlowup = logBlowup;
        TailRows = tailRows;
    }

    /// <summary>The number of columns.</summary>
    public int Columns { get; }

    /// <summary>The base-2 logarithm of the number of message coefficients per column.</summary>
    public int LogRows { get; }

    /// <summary>The base-2 logarithm of the ratio of domain to message.</summary>
    public int LogBlowup { get; }

    /// <summary>The number of coefficients per column above the message.</summary>
    public int TailRows { get; }

    /// <summary>The base-2 logarithm of the number of evaluation points.</summary>
    public int LogDomain => LogRows + LogBlowup;

    /// <summary>The number of elements of the message matrix.</summary>
    public long MessageLength => (long)Columns << LogRows;

    /// <summary>The number of elements of the matrix of tails.</summary>
    public long TailLength => (long)Columns * TailRows;

    /// <summary>The number of elements of the codeword matrix.</summary>
    public long CodewordLength => (long)Columns << LogDomain;
}
