namespace Prover.Verifier.Soundness;

/// <summary>
/// What is proven about words near an interleaved Reed-Solomon code (SPEC §7.2). Only additions, multiplications, divisions and
/// square roots of doubles are used, which give the same result on every machine.
/// </summary>
/// <param name="Radius">The relative distance delta up to which words count as near; in (0, 1).</param>
/// <param name="ListSize">The greatest number L of codewords within that distance of one word.</param>
/// <param name="Exceptional">
/// The greatest number a of challenges z for which u0 + z·u1 is nearer to the code than u0 and u1 are together.
/// </param>
public readonly record struct CodeBound(double Radius, double ListSize, double Exceptional)
{
    /// <summary>
    /// Unique decoding: delta = (1 - rho)/2, one codeword, as many exceptional challenges as the code has positions
    /// (Ben-Sasson, Carmon, Ishai, Kopparty, Saraf, "Proximity gaps for Reed-Solomon codes", 2020; for mutual correlated
    /// agreement, WHIR Lemma 4.10).
    /// </summary>
    /// <param name="logInverseRate">-log2 rho, 1 or more.</param>
    /// <param name="logLength">log2 of the number of positions n.</param>
    public static CodeBound UniqueDecoding(int logInverseRate, int logLength)
    {
        double rate = Math.ScaleB(1, -logInverseRate);
        return new((1 - rate) / 2, 1, Math.ScaleB(1, logLength));
    }

    /// <summary>
    /// Johnson bound with multiplicity m: eta = sqrt(rho)/(2m), delta = 1 - sqrt(rho) - eta, L = (m + 1/2)/sqrt(rho) and
    /// a = (2(m + 1/2)^5 + 3(m + 1/2)·delta·rho)·n / (3·rho^(3/2)) + (m + 1/2)/sqrt(rho)
    /// (Ben-Sasson, Carmon, Haböck, Kopparty, Saraf, "On proximity gaps for Reed-Solomon codes", ePrint 2025/2055, Theorems 4.2
    /// and 4.6).
    /// </summary>
    /// <param name="logInverseRate">-log2 rho, 1 or more.</param>
    /// <param name="logLength">log2 of the number of positions n.</param>
    /// <param name="multiplicity">m, 1 or more; small values trade radius for fewer exceptional challenges.</param>
    /// <exception cref="ArgumentOutOfRangeException">The multiplicity is below 1.</exception>
    public static CodeBound Johnson(int logInverseRate, int logLength, int multiplicity) =>
        Johnson(Math.ScaleB(1, -logInverseRate), logLength, multiplicity);

    /// <summary>The same for a rate that need not be a power of two, as that of columns with a hiding tail.</summary>
    /// <param name="rate">rho, the coefficients per column divided by the positions, in (0, 1).</param>
    /// <param name="logLength">log2 of the number of positions n.</param>
    /// <param name="multiplicity">m, 1 or more.</param>
    /// <exception cref="ArgumentOutOfRangeException">The multiplicity is below 1.</exception>
    public static CodeBound Johnson(double rate, int logLength, int multiplicity)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(multiplicity, 1);
        double root = Math.Sqrt(rate);
        double radius = 1 - root - (root / (2 * multiplicity));
        double half = multiplicity + 0.5;
        double numerator = (2 * half * half * half * half * half) + (3 * half * radius * rate);
        double exceptional = (numerator * Math.ScaleB(1, logLength) / (3 * rate * root)) + (half / root);
        return new(radius, half / root, exceptional);
    }
}
