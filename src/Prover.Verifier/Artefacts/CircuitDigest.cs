using Prover.Verifier.Circuits;
using Prover.Verifier.Hashing;

namespace Prover.Verifier.Artefacts;

/// <summary>The 32 bytes that name a circuit: a hash of its canonical encoding (SPEC §8.3).</summary>
public static class CircuitDigest
{
    private const string Purpose = "prover 2026-11-21 circuit digest";

    /// <summary>The digest of a circuit.</summary>
    public static Digest Of(Circuit circuit) => OfEncoded(CircuitWriter.Write(circuit));

    /// <summary>The digest of an encoded circuit.</summary>
    public static Digest OfEncoded(ReadOnlySpan<byte> bytes) => Blake3.DeriveKey(Purpose, bytes);
}
