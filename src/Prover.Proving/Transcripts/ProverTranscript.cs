using System.Buffers.Binary;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;
using Prover.Verifier.Transcripts;

namespace Prover.Proving.Transcripts;

/// <summary>
/// The mirror of <see cref="VerifierTranscript"/>: the only way to write a proof. Every prover message passes through
/// <see cref="Append"/>, the one place where a hiding prover would pad it.
/// </summary>
internal sealed class ProverTranscript
{
    private readonly TranscriptState state;
    private readonly List<byte> proof = [];

    /// <summary>Starts an empty proof.</summary>
    public ProverTranscript(string domain, TranscriptObserver? observer = null) => state = new(domain, observer);

    /// <summary>Finds proofs of work; set by the composition root.</summary>
    public required Func<byte[], int, ulong> Grind { get; init; }

    /// <summary>Bytes written so far.</summary>
    public int Length => proof.Count;

    /// <summary>The proof's message bytes.</summary>
    public byte[] ToProof() => [.. proof];

    /// <summary>Absorbs what both sides know.</summary>
    public void Absorb(string label, ReadOnlySpan<byte> known) => state.Absorb(label, known);

    /// <summary>Sends one element of E.</summary>
    public void Send(string label, KoalaBear5 value) => Send(label, [value]);

    /// <summary>Sends several elements of E as one message.</summary>
    public void Send(string label, ReadOnlySpan<KoalaBear5> values)
    {
        byte[] bytes = new byte[values.Length * KoalaBear5.Bytes];
        for (int i = 0; i < values.Length; i++) FieldEncoding.Write(values[i], bytes.AsSpan(i * KoalaBear5.Bytes));
        Append(label, bytes);
    }

    /// <summary>Sends representatives of base field elements as one message.</summary>
    public void SendBase(string label, ReadOnlySpan<uint> words)
    {
        byte[] bytes = new byte[4 * words.Length];
        for (int i = 0; i < words.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(4 * i), words[i]);
        Append(label, bytes);
    }

    /// <summary>Sends several digests as one message.</summary>
    public void SendDigests(string label, ReadOnlySpan<Digest> digests)
    {
        byte[] bytes = new byte[32 * digests.Length];
        for (int i = 0; i < digests.Length; i++) digests[i].CopyTo(bytes.AsSpan(32 * i, 32));
        Append(label, bytes);
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

    /// <summary>Finds and sends a proof of work for the challenge that follows; nothing for 0 bits.</summary>
    public void Work(string label, int bits)
    {
        if (bits == 0) return;
        byte[] nonce = new byte[8];
        BinaryPrimitives.WriteUInt64LittleEndian(nonce, Grind(state.ChallengeSeed(label), bits));
        Append(label, nonce);
    }

    private void Append(string label, ReadOnlySpan<byte> message)
    {
        proof.AddRange(message);
        state.Absorb(label, message);
    }
}
