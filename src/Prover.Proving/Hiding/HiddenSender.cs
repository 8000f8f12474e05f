using Prover.Proving.Transcripts;
using Prover.Verifier.Fields;
using Prover.Verifier.Hiding;

namespace Prover.Proving.Hiding;

/// <summary>The mirror of <see cref="HiddenReceiver"/>: adds pads to what is sent.</summary>
internal sealed class HiddenSender
{
    private readonly KoalaBear5[] pads;

    /// <summary>A sender with committed pads.</summary>
    public HiddenSender(ProverTranscript transcript, PadPlan plan, KoalaBear5[] pads)
    {
        Transcript = transcript;
        Ledger = new(plan);
        this.pads = pads;
    }

    /// <summary>A sender that hides nothing.</summary>
    public HiddenSender(ProverTranscript transcript)
        : this(transcript, PadPlan.None, [])
    {
    }

    /// <summary>The transcript, for everything that is public.</summary>
    public ProverTranscript Transcript { get; }

    /// <summary>What is known of the hidden messages.</summary>
    public HiddenLedger Ledger { get; }

    /// <summary>The committed pads.</summary>
    public ReadOnlySpan<KoalaBear5> Pads => pads;

    /// <summary>The pad of the next hidden element; 0 if nothing is hidden.</summary>
    public KoalaBear5 NextPad => Ledger.Plan.IsHiding ? pads[Ledger.NextPad] : default;

    /// <summary>Sends elements of E as one message, each with its own pad.</summary>
    public HiddenValue[] Send(string label, ReadOnlySpan<KoalaBear5> values)
    {
        KoalaBear5[] message = values.ToArray();
        if (Ledger.Plan.IsHiding)
        {
            for (int i = 0; i < message.Length; i++) message[i] += pads[Ledger.NextPad + i];
        }
        Transcript.Send(label, message);
        return Ledger.Message(message);
    }

    /// <summary>What the prover knows of a hidden value.</summary>
    public KoalaBear5 Reveal(HiddenValue value) => value.Reveal(pads);
}
