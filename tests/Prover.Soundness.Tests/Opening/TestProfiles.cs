using Prover.Verifier.Soundness;

namespace Prover.Soundness.Tests.Opening;

/// <summary>Profiles that make proofs small enough for many of them.</summary>
internal static class TestProfiles
{
    /// <summary>20 bits, no work: about two dozen queries.</summary>
    public static SecurityProfile Short { get; } = new("short", 20, 0, 0, 0);

    /// <summary>Such that folding and queries ask for work.</summary>
    public static SecurityProfile Working { get; } = new("working", 126, 18, 6, 0);

    /// <summary>So weak that cheating often succeeds: a handful of queries.</summary>
    public static SecurityProfile Toy { get; } = new("toy", 1, 0, 0, 0);
}
