using Prover.Verifier.Fields;
using Prover.Verifier.Transcripts;

namespace Prover.Verifier.Commitments;

/// <summary>
/// The claim that a committed vector's multilinear extension has a value at a random point of independent coordinates (SPEC §6.3).
/// It binds the prover to one of the codewords near its commitment. It must enter the opening as the form eq(Point, ·).
/// </summary>
/// <param name="Point">One coordinate per variable of the vector.</param>
/// <param name="Value">The claimed value.</param>
internal sealed record OutOfDomainClaim(KoalaBear5[] Point, KoalaBear5 Value)
{
    internal const string PointLabel = "out-of-domain point", ValueLabel = "out-of-domain value";

    /// <summary>Draws the point and reads the value, right after a commitment.</summary>
    public static OutOfDomainClaim Receive(VerifierTranscript transcript, int variables) =>
        new(transcript.Challenges(PointLabel, variables), transcript.Receive(ValueLabel));
}
