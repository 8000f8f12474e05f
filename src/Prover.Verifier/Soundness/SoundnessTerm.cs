using System.Globalization;

namespace Prover.Verifier.Soundness;

/// <summary>One source of error (SPEC §7.3).</summary>
/// <param name="Name">What the verifier's challenge protects.</param>
/// <param name="Formula">How the error was computed, with the numbers put in.</param>
/// <param name="RoundError">The greatest error of a single challenge.</param>
/// <param name="TotalError">The sum over all challenges of this kind.</param>
/// <param name="IsComputational">Whether it bounds a computation (a hash collision) instead of a probability.</param>
public sealed record SoundnessTerm(
    string Name, string Formula, double RoundError, double TotalError, bool IsComputational = false)
{
    /// <summary>The term of one challenge.</summary>
    public SoundnessTerm(string name, string formula, double error)
        : this(name, formula, error, error)
    {
    }

    /// <summary>-log2 of the error of a single challenge, for people.</summary>
    public double Bits => -Math.Log2(RoundError);

    /// <summary>One line: bits, name, formula.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Bits,7:F1}  {Name,-34} {Formula}");
}
