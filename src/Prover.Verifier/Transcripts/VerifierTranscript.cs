using System.Buffers.Binary;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;

namespace Prover.Verifier.Transcripts;

/// <summary>
/// The only way to read a proof: every message is absorbed as it is read, and all lengths are the caller's (SPEC §3.2).
/// </summary>
internal sealed class VerifierTranscript
{
    private readonly TranscriptState state;
    private readonly ReadOnlyMemory<byte> proof;
    private int position;

    /// <summary>Starts to read a proof's message bytes.</summary>
    public VerifierTranscript(string domain, ReadOnlyMemory<byte> proof, TranscriptObserver? observer = null)
    {
        state = new(domain, observer);
        this.proof = proof;
    }

    /// <summary>Bytes read so far.</summary>
    public int Position => position;

    /// <summary>Absorbs what both sides know.</summary>
    public void Absorb(string label, ReadOnlySpan<byte> known) => state.Absorb(label, known);

    /// <summary>Reads one element of E.</summary>
    public KoalaBear5 Receive(string label) => Receive(label, 1)[0];

    /// <summary>Reads several elements of E as one message.</summary>
    public KoalaBear5[] Receive(string label, int count)
    {
        ReadOnlySpan<byte> bytes = Take(label, (long)count * KoalaBear5.Bytes);
        var elements = new KoalaBear5[count];
        for (int i = 0; i < count; i++) elements[i] = FieldEncoding.ReadExtension(bytes[(i * KoalaBear5.Bytes)..]);
        return elements;
    }

    /// <summary>Reads several words that must be representatives of base field elements, as one message.</summary>
    public uint[] ReceiveBase(string label, int count)
    {
        ReadOnlySpan<byte> bytes = Take(label, 4L * count);
        uint[] words = new uint[count];
        for (int i = 0; i < count; i++) words[i] = FieldEncoding.ReadBase(bytes[(4 * i)..]).Representative;
        return words;
    }

    /// <summary>Reads several digests as one message.</summary>
    public Digest[] ReceiveDigests(string label, int count)
    {
        ReadOnlySpan<byte> bytes = Take(label, 32L * count);
        var digests = new Digest[count];
        for (int i = 0; i < count; i++) digests[i] = Digest.FromBytes(bytes.Slice(32 * i, 32));
        return digests;
    }

    /// <summary>A uniform element of E.</summary>
    public KoalaBear5 Challenge(string label) => state.Challenge(label);

    /// <summary>Several uniform elements of E.</summary>
    public KoalaBear5[] Challenges(string label, int count)
    {
        var result = new KoalaBear5[count];
        for (int i = 0; i < count; i++) result[i] = state.Challenge(label);
        return result;
    }

    /// <summary>Uniform indices below 2^bits, with repetition.</summary>
    public int[] ChallengeIndices(string label, int count, int bits) => state.ChallengeIndices(label, count, bits);

    /// <summary>Makes the next challenges expensive to compute inside a circuit (SPEC §3.4).</summary>
    public void Harden(int circuitBytes, int iterations) => state.Harden(circuitBytes, iterations);

    /// <summary>Reads and checks a proof of work for the challenge that follows; nothing is read for 0 bits.</summary>
    public void CheckWork(string label, int bits)
    {
        if (bits == 0) return;
        byte[] seed = state.ChallengeSeed(label);
        ulong nonce = BinaryPrimitives.ReadUInt64LittleEndian(Take(label, 8));
        Reject.If(!ProofOfWork.Check(seed, nonce, bits), RejectReason.ProofOfWork, $"no proof of work of {bits} bits at {label}");
    }

    /// <summary>Demands that nothing is left over.</summary>
    public void Finish() =>
        Reject.If(position != proof.Length, RejectReason.TrailingBytes, $"{proof.Length - position} bytes after the last message");

    private ReadOnlySpan<byte> Take(string label, long count)
    {
        Reject.If(count > proof.Length - position, RejectReason.ProofTooShort, $"proof ends inside message {label}");
        ReadOnlySpan<byte> bytes = proof.Span.Slice(position, (int)count);
        position += (int)count;
        state.Absorb(label, bytes);
        return bytes;
    }
}
