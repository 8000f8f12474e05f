namespace Prover.Verifier.Soundness;

/// <summary>How far from a code a committed word may lie for the analysis to hold (SPEC §7.2).</summary>
public enum DecodingRegime
{
    /// <summary>Up to half the minimum distance: at most one codeword is near.</summary>
    UniqueDecoding,

    /// <summary>Up to the Johnson bound: a short list of codewords is near.</summary>
    Johnson,
}
