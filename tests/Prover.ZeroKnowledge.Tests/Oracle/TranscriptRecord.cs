using Prover.Verifier.Fields;
using Prover.Verifier.Transcripts;

namespace Prover.ZeroKnowledge.Tests.Oracle;

/// <summary>The messages of one proof in order.</summary>
internal sealed class TranscriptRecord
{
    private readonly List<(string Label, byte[] Bytes)> messages = [];

    /// <summary>All messages; the first ones may be things that both sides know.</summary>
    public IReadOnlyList<(string Label, byte[] Bytes)> Messages => messages;

    /// <summary>Notes a message; an observer that may follow a programmed oracle.</summary>
    public void Note(TranscriptStep step, string label, ReadOnlySpan<byte> bytes)
    {
        if (step == TranscriptStep.Message) messages.Add((label, bytes.ToArray()));
    }

    /// <summary>The words of all messages with a label, end to end.</summary>
    public uint[] Words(string label) => [.. Of(label).SelectMany(Words)];

    /// <summary>The words of the message with a label that came after a number of others.</summary>
    public uint[] Words(string label, int number) => Words(Of(label).ElementAt(number));

    /// <summary>The elements of E of all messages with a label.</summary>
    public KoalaBear5[] Elements(string label) =>
        [.. Of(label).SelectMany(bytes => bytes.Chunk(KoalaBear5.Bytes)).Select(chunk => FieldEncoding.ReadExtension(chunk))];

    private IEnumerable<byte[]> Of(string label) => messages.Where(message => message.Label == label).Select(message => message.Bytes);

    private static uint[] Words(byte[] bytes) =>
        [.. Enumerable.Range(0, bytes.Length / 4).Select(i => BitConverter.ToUInt32(bytes, 4 * i))];
}
