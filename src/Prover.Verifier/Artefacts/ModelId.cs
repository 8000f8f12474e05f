using System.Buffers.Binary;
using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;
using Prover.Verifier.Layouts;
using Prover.Verifier.Transcripts;

namespace Prover.Verifier.Artefacts;

/// <summary>
/// The 32 bytes that name a model (SPEC §8.4): a hash of the circuit digest, the shape of the model's commitment, its Merkle cap,
/// the seal of a hidden one and its interface, without which a key could give the proven integers another meaning under the same id. The
/// id of public weights does not depend on the security profile, and whoever holds the model's file can recompute it.
/// </summary>
public static class ModelId
{
    private const string Purpose = "prover 2026-11-21 model id";

    /// <summary>The id of a committed model.</summary>
    /// <param name="circuitDigest">The digest of <paramref name="circuit"/>.</param>
    /// <param name="circuit">The circuit.</param>
    /// <param name="cap">The Merkle cap of the model vector.</param>
    /// <param name="seal">The value of a hidden model's seal (SPEC §6.10); null if the model is public.</param>
    /// <param name="modelInterface">The interface; none if empty.</param>
    public static Digest Of(
        Digest circuitDigest, Circuit circuit, ReadOnlySpan<Digest> cap, KoalaBear5? seal, ReadOnlySpan<byte> modelInterface)
    {
        var layout = new CircuitLayout(circuit);
        int digests = 1 + cap.Length + (modelInterface.IsEmpty ? 0 : 1);
        byte[] bytes = new byte[(3 * sizeof(int)) + (digests * Digest.Bytes) + (seal is null ? 0 : KoalaBear5.Bytes)];
        circuitDigest.CopyTo(bytes.AsSpan(0, Digest.Bytes));
        Span<byte> rest = bytes.AsSpan(Digest.Bytes);
        foreach (int number in (ReadOnlySpan<int>)[layout.LogRows, layout.ModelColumns, cap.Length])
        {
            BinaryPrimitives.WriteInt32LittleEndian(rest, number);
            rest = rest[sizeof(int)..];
        }
        foreach (Digest digest in cap)
        {
            digest.CopyTo(rest[..Digest.Bytes]);
            rest = rest[Digest.Bytes..];
        }
        if (seal is { } value)
        {
            FieldEncoding.Write(value, rest);
            rest = rest[KoalaBear5.Bytes..];
        }
        if (!modelInterface.IsEmpty) Blake3.Hash(modelInterface).CopyTo(rest);
        return Blake3.DeriveKey(Purpose, bytes);
    }
}
