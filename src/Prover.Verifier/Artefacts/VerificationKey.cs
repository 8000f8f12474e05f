using System.Buffers;
using System.Buffers.Binary;
using System.Numerics;
using Prover.Verifier.Circuits;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;
using Prover.Verifier.Transcripts;

namespace Prover.Verifier.Artefacts;

/// <summary>
/// What a verifier needs to know of a model (SPEC §8.4): the security profile, the circuit, the Merkle cap of the model vector and
/// the seal of a hidden model. Circuit digest and model id follow from these and are not stored.
/// </summary>
public sealed class VerificationKey
{
    /// <summary>Greatest number of digests of a cap.</summary>
    public const int MaximumCap = 1024;

    /// <summary>Greatest number of bytes of an interface.</summary>
    public const int MaximumInterfaceBytes = 1 << 24;

    private readonly byte[] circuitBytes;

    /// <summary>A key for a circuit.</summary>
    /// <param name="profile">The security profile: 100 or 128.</param>
    /// <param name="circuit">The circuit.</param>
    /// <param name="cap">The Merkle cap of the model vector; the number of digests is a power of two.</param>
    /// <param name="modelInterface">The interface, or null for none.</param>
    /// <param name="seal">The value of the model's seal (SPEC §6.10) if the circuit hides its model, else null.</param>
    /// <exception cref="MalformedArtefactException">The circuit, the cap, the profile, the interface or the seal is not valid.</exception>
    public VerificationKey(int profile, Circuit circuit, Digest[] cap, byte[]? modelInterface = null, KoalaBear5? seal = null)
        : this(profile, Validated(circuit), CircuitWriter.Write(circuit), cap, modelInterface ?? [], seal)
    {
    }

    private VerificationKey(
        int profile, Circuit circuit, byte[] circuitBytes, Digest[] cap, byte[] modelInterface, KoalaBear5? seal)
    {
        MalformedArtefactException.ThrowIf(profile is not (100 or 128), $"there is no security profile of {profile} bits");
        MalformedArtefactException.ThrowIf(
            cap.Length > MaximumCap || !BitOperations.IsPow2(cap.Length), $"a cap of {cap.Length} digests is not possible");
        MalformedArtefactException.ThrowIf(modelInterface.Length > MaximumInterfaceBytes, "the interface of the model is too long");
        bool isHidden = circuit.ModelProofs > 0;
        MalformedArtefactException.ThrowIf(isHidden && seal is null, "the seal of the hidden model is missing");
        MalformedArtefactException.ThrowIf(!isHidden && seal is not null, "a model that is public has no seal");
        Profile = profile;
        Circuit = circuit;
        this.circuitBytes = circuitBytes;
        ModelCap = cap;
        CircuitDigest = Artefacts.CircuitDigest.OfEncoded(circuitBytes);
        Seal = seal;
        ModelId = Artefacts.ModelId.Of(CircuitDigest, circuit, cap, seal, modelInterface);
        Interface = modelInterface;
    }

    /// <summary>The security profile: 100 or 128.</summary>
    public int Profile { get; }

    /// <summary>The circuit; it has passed <see cref="CircuitValidator"/>.</summary>
    public Circuit Circuit { get; }

    /// <summary>The Merkle cap of the model vector.</summary>
    public IReadOnlyList<Digest> ModelCap { get; }

    /// <summary>The value of a hidden model's seal (SPEC §6.10), without which its id would not stand for one model; else null.</summary>
    public KoalaBear5? Seal { get; }

    /// <summary>The digest of the circuit.</summary>
    public Digest CircuitDigest { get; }

    /// <summary>The id of the model.</summary>
    public Digest ModelId { get; }

    /// <summary>
    /// How the model's inputs and outputs relate to the public integers, for whoever shows or compares them; empty if unknown. The
    /// proof is about the integers only, but the model id covers what they are said to mean.
    /// </summary>
    public byte[] Interface { get; }

    /// <summary>The number of bytes of the encoded circuit.</summary>
    public int CircuitBytes => circuitBytes.Length;

    /// <summary>Reads a file.</summary>
    /// <exception cref="MalformedArtefactException">The file is not a verification key.</exception>
    public static VerificationKey Read(ReadOnlySpan<byte> file)
    {
        var reader = new MessagePackReader(ArtefactEnvelope.Unwrap(ArtefactKind.VerificationKey, file));
        reader.ReadArrayHeaderOf(5);
        int profile = reader.ReadInt32();
        ReadOnlySpan<byte> circuitBytes = reader.ReadBytes(CircuitLimits.Bytes);
        ReadOnlySpan<byte> capBytes = reader.ReadBytes(MaximumCap * Digest.Bytes);
        byte[] modelInterface = reader.ReadBytes(MaximumInterfaceBytes).ToArray();
        KoalaBear5? seal = ReadSeal(reader.ReadBytes(KoalaBear5.Bytes));
        reader.Finish();
        MalformedArtefactException.ThrowIf(capBytes.Length % Digest.Bytes != 0, "the cap is not a whole number of digests");
        var cap = new Digest[capBytes.Length / Digest.Bytes];
        for (int i = 0; i < cap.Length; i++) cap[i] = Digest.FromBytes(capBytes.Slice(i * Digest.Bytes, Digest.Bytes));
        return new(profile, CircuitReader.Read(circuitBytes), circuitBytes.ToArray(), cap, modelInterface, seal);
    }

    /// <summary>The key as a file.</summary>
    public byte[] Write()
    {
        byte[] capBytes = new byte[ModelCap.Count * Digest.Bytes];
        for (int i = 0; i < ModelCap.Count; i++) ModelCap[i].CopyTo(capBytes.AsSpan(i * Digest.Bytes, Digest.Bytes));
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(5);
        writer.Write(Profile);
        writer.Write(circuitBytes);
        writer.Write(capBytes);
        writer.Write(Interface);
        byte[] sealBytes = new byte[Seal is null ? 0 : KoalaBear5.Bytes];
        if (Seal is { } seal) FieldEncoding.Write(seal, sealBytes);
        writer.Write(sealBytes);
        writer.Flush();
        return ArtefactEnvelope.Wrap(ArtefactKind.VerificationKey, output.WrittenSpan);
    }

    /// <summary>What the opening needs of the model: the cap, and the seal with its point.</summary>
    internal ModelCommitment CommitmentFor(WhirParameters parameters)
    {
        Digest[] cap = [.. ModelCap];
        return new(cap, Seal is { } value ? new(SealPoint.Draw(CircuitDigest, parameters, cap), value) : null);
    }

    private static KoalaBear5? ReadSeal(ReadOnlySpan<byte> bytes)
    {
        if (bytes.IsEmpty) return null;
        MalformedArtefactException.ThrowIf(bytes.Length != KoalaBear5.Bytes, "the seal is not an element of E");
        Span<KoalaBear> coefficients = stackalloc KoalaBear[KoalaBear5.Degree];
        for (int i = 0; i < coefficients.Length; i++)
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(sizeof(uint) * i)..]);
            MalformedArtefactException.ThrowIf(word >= KoalaBear.Order, "a coefficient of the seal is not below p");
            coefficients[i] = new(word);
        }
        return new KoalaBear5(coefficients[0], coefficients[1], coefficients[2], coefficients[3], coefficients[4]);
    }

    private static Circuit Validated(Circuit circuit)
    {
        CircuitValidator.Validate(circuit);
        return circuit;
    }
}
