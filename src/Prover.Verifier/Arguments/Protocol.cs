namespace Prover.Verifier.Arguments;

/// <summary>Constants of the protocol (SPEC §2, §3).</summary>
public static class Protocol
{
    /// <summary>The protocol version that the statement binds.</summary>
    public const int Version = 2;

    /// <summary>The context string that the transcript starts from.</summary>
    public const string Domain = "Prover 2026 proof transcript v1";

    /// <summary>The longest context in bytes.</summary>
    public const int MaximumContextBytes = 1024;

    /// <summary>The number of sequential hashes of the hardening step (SPEC §3.4).</summary>
    internal const int HardeningIterations = 4096;

    /// <summary>The greatest number of zero bytes that the hardening step absorbs.</summary>
    internal const int MaximumHardeningBytes = 1 << 20;
}
