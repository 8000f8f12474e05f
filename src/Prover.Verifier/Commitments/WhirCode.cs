using Prover.Verifier.Soundness;

namespace Prover.Verifier.Commitments;

/// <summary>One interleaved Reed-Solomon code of an opening and what is asked of it (SPEC §6.4).</summary>
/// <param name="LogRows">log2 of the coefficients per column.</param>
/// <param name="LogColumns">log2 of the columns, which are the variables that folding removes.</param>
/// <param name="LogLength">log2 of the positions per column.</param>
/// <param name="Multiplicity">The multiplicity m of the Johnson bound.</param>
/// <param name="FoldWork">Bits of work before each folding challenge.</param>
/// <param name="Queries">How many positions are drawn, with repetition.</param>
/// <param name="QueryWork">Bits of work before the positions are drawn.</param>
public sealed record WhirCode(
    int LogRows, int LogColumns, int LogLength, int Multiplicity, int FoldWork, int Queries, int QueryWork)
{
    /// <summary>Coefficients per column above the 2^LogRows, which hide them (SPEC §6.9); 0 unless the opening hides.</summary>
    public int TailRows { get; init; }

    /// <summary>Columns that are committed; the rest of the 2^LogColumns are zero.</summary>
    public int Columns { get; init; } = 1 << LogColumns;

    /// <summary>The coefficients per column divided by the positions.</summary>
    public double Rate => Math.ScaleB((1 << LogRows) + TailRows, -LogLength);

    /// <summary>Variables of the committed vector before folding.</summary>
    public int Variables => LogRows + LogColumns;

    /// <summary>-log2 of the rate.</summary>
    public int LogInverseRate => LogLength - LogRows;

    /// <summary>What is proven about words near this code, counted as an interleaved code of 2^LogLength positions.</summary>
    public CodeBound Bound => CodeBound.Johnson(Rate, LogLength, Multiplicity);
}
