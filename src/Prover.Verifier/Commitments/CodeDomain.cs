using Prover.Verifier.Fields;

namespace Prover.Verifier.Commitments;

/// <summary>The evaluation points of a code (SPEC §6.2): position i of 2^log is g^(i with its log bits reversed).</summary>
internal static class CodeDomain
{
    /// <summary>The points at given positions.</summary>
    public static KoalaBear[] Points(int logLength, ReadOnlySpan<int> positions)
    {
        KoalaBear root = KoalaBear.RootOfUnity(logLength);
        var points = new KoalaBear[positions.Length];
        for (int i = 0; i < points.Length; i++) points[i] = root.Power(Reverse((uint)positions[i], logLength));
        return points;
    }

    private static uint Reverse(uint value, int bits)
    {
        uint result = 0;
        for (int i = 0; i < bits; i++) result |= ((value >> i) & 1) << (bits - 1 - i);
        return result;
    }
}
