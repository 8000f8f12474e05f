using Prover.Verifier.Fields;
using Prover.Verifier.Transcripts;

namespace Prover.Verifier.Hiding;

/// <summary>The verifier's end of the messages that may be hidden (SPEC §11.2).</summary>
/// <param name="transcript">The transcript.</param>
/// <param name="plan">The pads.</param>
internal sealed class HiddenReceiver(VerifierTranscript transcript, PadPlan plan)
{
    /// <summary>A receiver for a proof that hides nothing.</summary>
    public HiddenReceiver(VerifierTranscript transcript)
        : this(transcript, PadPlan.None)
    {
    }

    /// <summary>The transcript, for everything that is public.</summary>
    public VerifierTranscript Transcript => transcript;

    /// <summary>What is known of the hidden messages.</summary>
    public HiddenLedger Ledger { get; } = new(plan);

    /// <summary>Reads one element of E.</summary>
    public HiddenValue Receive(string label) => Receive(label, 1)[0];

    /// <summary>Reads several elements of E as one message.</summary>
    public HiddenValue[] Receive(string label, int count) => Ledger.Message(transcript.Receive(label, count));

    /// <summary>Demands that a value is 0: at once when it is known, else as one of the equations on the pads.</summary>
    public void Require(HiddenValue zero, RejectReason reason, string text)
    {
        Reject.If(zero.IsKnown && zero.Known != KoalaBear5.Zero, reason, text);
        Ledger.AddEquation(zero);
    }
}
