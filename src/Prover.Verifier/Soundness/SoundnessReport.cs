using System.Globalization;

namespace Prover.Verifier.Soundness;

/// <summary>All sources of error of one kind of proof and what they add up to (SPEC §7.4).</summary>
public sealed class SoundnessReport
{
    internal SoundnessReport(IReadOnlyList<SoundnessTerm> terms) => Terms = terms;

    /// <summary>The sources of error, in the order of the protocol.</summary>
    public IReadOnlyList<SoundnessTerm> Terms { get; }

    /// <summary>The greatest error of a single challenge, hash collisions included: round-by-round soundness.</summary>
    public double RoundError => Terms.Max(term => term.RoundError);

    /// <summary>The sum of the probabilities of all sources; a bound on a computation is not part of it.</summary>
    public double TotalError => Terms.Where(term => !term.IsComputational).Sum(term => term.TotalError);

    /// <summary>-log2 of <see cref="RoundError"/>, for people.</summary>
    public double RoundBits => -Math.Log2(RoundError);

    /// <summary>-log2 of <see cref="TotalError"/>, for people.</summary>
    public double TotalBits => -Math.Log2(TotalError);

    /// <summary>The greatest b up to 128 for which the errors stay below 2^-b: comparisons only, so equal on every machine.</summary>
    public int WholeBits
    {
        get
        {
            int bits = 128;
            while (bits > 0 && !Reaches(bits)) bits--;
            return bits;
        }
    }

    /// <summary>Whether both the single challenges and their sum reach a number of bits.</summary>
    public bool Reaches(int bits) => Math.Max(RoundError, TotalError) <= Math.ScaleB(1, -bits);

    /// <summary>One line per source and two of totals.</summary>
    public IReadOnlyList<string> Lines() =>
    [
        .. Terms.Select(term => term.ToString()),
        string.Create(CultureInfo.InvariantCulture, $"{RoundBits,7:F1}  round by round (the least of the above)"),
        string.Create(CultureInfo.InvariantCulture, $"{TotalBits,7:F1}  sum of all probabilities"),
    ];
}
