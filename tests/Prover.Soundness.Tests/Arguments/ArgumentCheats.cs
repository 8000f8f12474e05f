using Prover.Soundness.Tests.Hashed;
using Prover.Soundness.Tests.Opening;
using Prover.Verifier.Fields;
using Prover.Verifier.Hiding;
using Prover.Verifier.Transcripts;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>
/// Where a cheating prover departs from the argument. Everything after a lie is computed from it: the transcript has absorbed it, and the
/// claims that follow are those that the verifier will hold.
/// </summary>
internal sealed record ArgumentCheats
{
    /// <summary>What is sent instead of a message of elements of E.</summary>
    public Func<SentMessage, KoalaBear5[]> Send { get; init; } = message => message.Honest;

    /// <summary>From both lookup challenges and the leaves' denominators to those that the fraction tree is built on.</summary>
    public Func<KoalaBear5, KoalaBear5, KoalaBear5[], KoalaBear5[]> Denominators { get; init; } = (_, _, denominators) => denominators;

    /// <summary>From the pads of an honest prover to those that are committed.</summary>
    public Func<PadPlan, KoalaBear5[], KoalaBear5[]> Pads { get; init; } = (_, pads) => pads;

    /// <summary>From the committed pads to those that are used after the commitment.</summary>
    public Func<PadPlan, KoalaBear5[], KoalaBear5[]> LatePads { get; init; } = (_, pads) => pads;

    /// <summary>From alpha and beta to the alpha that is used instead, for a verifier that does the same.</summary>
    public Func<KoalaBear5, KoalaBear5, KoalaBear5> Alpha { get; init; } = (alpha, _) => alpha;

    /// <summary>A claim that neither side batches, for a verifier that forgets the same one; -1 for none.</summary>
    public int ForgottenClaim { get; init; } = -1;

    /// <summary>Whether the model vector that is opened is the prover's own instead of the committed one.</summary>
    public bool OpensOwnModel { get; init; }

    /// <summary>The cheats of hashed tensors.</summary>
    public HashedCheats Hashed { get; init; } = new();

    /// <summary>The cheats of the opening.</summary>
    public OpeningCheats Opening { get; init; } = new();

    /// <summary>Watches the transcript.</summary>
    public TranscriptObserver? Observer { get; init; }
}
