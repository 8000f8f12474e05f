namespace Prover.Benchmarks.Models;

/// <summary>
/// SplitMix64 (Steele, Lea, Flood 2014): the same integers for a seed on every machine and runtime, which
/// <see cref="Random"/> does not promise across versions.
/// </summary>
internal sealed class SeededIntegers(ulong seed)
{
    private ulong state = seed;

    /// <summary>The next 64 uniform bits.</summary>
    public ulong NextBits()
    {
        state += 0x9E3779B97F4A7C15;
        ulong bits = state;
        bits = (bits ^ (bits >> 30)) * 0xBF58476D1CE4E5B9;
        bits = (bits ^ (bits >> 27)) * 0x94D049BB133111EB;
        return bits ^ (bits >> 31);
    }

    /// <summary>A uniform double in [0, 1) with 53 bits.</summary>
    public double NextUnit() => (NextBits() >> 11) * (1.0 / (1UL << 53));

    /// <summary>A weight: four uniform integers of 0..63 added, minus 126: mean 0, -126..126, bell shaped as trained weights are.</summary>
    public sbyte NextWeight()
    {
        ulong bits = NextBits();
        return (sbyte)((int)(bits & 63) + (int)((bits >> 6) & 63) + (int)((bits >> 12) & 63) + (int)((bits >> 18) & 63) - 126);
    }
}
