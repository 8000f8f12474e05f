using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Text;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;
using Prover.Verifier.Transcripts;

namespace Prover.ZeroKnowledge.Tests.Oracle;

/// <summary>
/// A random oracle whose answers are chosen before any transcript: the n-th bytes drawn under a label are a function of a seed, the label
/// and n alone. The product has no seam for that. A transcript shows its observer the bytes of a challenge before it uses them, as a
/// read-only span, and this class writes into that memory all the same, which takes unsafe means that no other code uses.
/// </summary>
internal sealed class ProgrammedOracle(int seed)
{
    /// <summary>Programs one transcript from its start on.</summary>
    public TranscriptObserver Program(TranscriptObserver? then = null) => Program([], then);

    /// <summary>The elements of E that a transcript will draw under a label.</summary>
    /// <param name="label">The label.</param>
    /// <param name="first">How many were drawn before.</param>
    /// <param name="count">How many.</param>
    public KoalaBear5[] Elements(string label, int first, int count)
    {
        TranscriptState state = At(label, first);
        return [.. Enumerable.Range(0, count).Select(_ => state.Challenge(label))];
    }

    /// <summary>The indices that a transcript will draw under a label.</summary>
    public int[] Indices(string label, int first, int count, int bits) => At(label, first).ChallengeIndices(label, count, bits);

    private TranscriptState At(string label, int first) => new(nameof(ProgrammedOracle), Program(new() { [label] = first }, null));

    private TranscriptObserver Program(Dictionary<string, int> drawn, TranscriptObserver? then) => (step, label, bytes) =>
    {
        if (step == TranscriptStep.Challenge)
        {
            int number = drawn.GetValueOrDefault(label);
            drawn[label] = number + 1;
            Span<byte> programmed = MemoryMarshal.CreateSpan(ref MemoryMarshal.GetReference(bytes), bytes.Length);
            Answer(label, number, programmed);
        }
        then?.Invoke(step, label, bytes);
    };

    private void Answer(string label, int number, Span<byte> answer)
    {
        byte[] question = new byte[8 + label.Length];
        BinaryPrimitives.WriteInt32LittleEndian(question, seed);
        BinaryPrimitives.WriteInt32LittleEndian(question.AsSpan(4), number);
        Encoding.ASCII.GetBytes(label, question.AsSpan(8));
        Blake3.Hash(question, answer);
    }
}
