using System.Buffers.Binary;
using System.Text;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;

namespace Prover.Verifier.Transcripts;

/// <summary>
/// The Fiat-Shamir state both sides share (SPEC §3): a 32-byte BLAKE3 chain over typed, labelled, length-prefixed messages.
/// </summary>
internal sealed class TranscriptState
{
    private const int StateBytes = 32;
    private const string HardenLabel = "harden";
    private const byte MessageKind = 1, ChallengeKind = 2, HardenKind = 3;
    private readonly byte[] state = new byte[StateBytes];
    private readonly TranscriptObserver? observer;

    /// <summary>Starts a chain for one protocol.</summary>
    public TranscriptState(string domain, TranscriptObserver? observer = null)
    {
        Blake3.DeriveKey(domain, [], state);
        this.observer = observer;
    }

    /// <summary>Absorbs one message: kind, label, length, bytes.</summary>
    public void Absorb(string label, ReadOnlySpan<byte> message)
    {
        int prefix = WritePrefix(MessageKind, label, message.Length, out byte[] buffer);
        message.CopyTo(buffer.AsSpan(prefix));
        Blake3.Hash(buffer, state);
        observer?.Invoke(TranscriptStep.Message, label, message);
    }

    /// <summary>A uniform element of E, by rejection sampling of 31-bit words.</summary>
    public KoalaBear5 Challenge(string label)
    {
        Span<KoalaBear> coefficients = stackalloc KoalaBear[KoalaBear5.Degree];
        Span<byte> output = stackalloc byte[StateBytes + 64];
        for (int filled = 0; filled < KoalaBear5.Degree;)
        {
            Squeeze(label, output);
            for (int i = StateBytes; i < output.Length && filled < KoalaBear5.Degree; i += 4)
            {
                uint word = BinaryPrimitives.ReadUInt32LittleEndian(output[i..]) & 0x7FFFFFFF;
                if (word < KoalaBear.Order) coefficients[filled++] = new KoalaBear(word);
            }
        }
        return new(coefficients[0], coefficients[1], coefficients[2], coefficients[3], coefficients[4]);
    }

    /// <summary>Uniform indices below 2^<paramref name="bits"/>, 0 to 31 bits each, with repetition.</summary>
    public int[] ChallengeIndices(string label, int count, int bits)
    {
        byte[] output = new byte[StateBytes + (4 * count)];
        Squeeze(label, output);
        int[] indices = new int[count];
        for (int i = 0; i < count; i++)
        {
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(output.AsSpan(StateBytes + (4 * i)));
            indices[i] = (int)(word & ((1u << bits) - 1));
        }
        return indices;
    }

    /// <summary>32 bytes that a proof of work must be found for.</summary>
    public byte[] ChallengeSeed(string label)
    {
        byte[] output = new byte[StateBytes + 32];
        Squeeze(label, output);
        return output[StateBytes..];
    }

    /// <summary>
    /// Makes the next challenges expensive to compute inside a circuit (SPEC §3.4): <paramref name="iterations"/> sequential
    /// compressions after absorbing a run of zero bytes as long as the circuit's description.
    /// </summary>
    public void Harden(int circuitBytes, int iterations)
    {
        WritePrefix(HardenKind, HardenLabel, circuitBytes, out byte[] buffer);
        Blake3.Hash(buffer, state);
        for (int i = 0; i < iterations; i++) Blake3.Hash(state, state);
        observer?.Invoke(TranscriptStep.Hardening, HardenLabel, state);
    }

    private void Squeeze(string label, Span<byte> output)
    {
        WritePrefix(ChallengeKind, label, 0, out byte[] buffer);
        Blake3.Hash(buffer, output);
        output[..StateBytes].CopyTo(state);
        observer?.Invoke(TranscriptStep.Challenge, label, output[StateBytes..]);
    }

    private int WritePrefix(byte kind, string label, int length, out byte[] buffer)
    {
        int labelBytes = Encoding.ASCII.GetByteCount(label);
        int prefix = StateBytes + 1 + 1 + labelBytes + 8;
        buffer = new byte[prefix + length];
        state.CopyTo(buffer, 0);
        buffer[StateBytes] = kind;
        buffer[StateBytes + 1] = checked((byte)labelBytes);
        Encoding.ASCII.GetBytes(label, buffer.AsSpan(StateBytes + 2));
        BinaryPrimitives.WriteInt64LittleEndian(buffer.AsSpan(prefix - 8), length);
        return prefix;
    }
}
