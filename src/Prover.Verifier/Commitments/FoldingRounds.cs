using Prover.Verifier.Fields;
using Prover.Verifier.Sumchecks;
using Prover.Verifier.Transcripts;

namespace Prover.Verifier.Commitments;

/// <summary>The sumcheck rounds for the inner product of vector and covector whose challenges also fold the vector (SPEC §6.5).</summary>
internal static class FoldingRounds
{
    internal const string MessageLabel = "fold message", ChallengeLabel = "fold challenge", WorkLabel = "fold work";

    /// <summary>Runs rounds; each replaces the claimed inner product by the one of the folded vectors.</summary>
    /// <param name="transcript">The transcript.</param>
    /// <param name="rounds">How many variables are bound.</param>
    /// <param name="work">Bits of work before each challenge.</param>
    /// <param name="claim">The claimed inner product, before and after.</param>
    /// <returns>The challenges.</returns>
    public static KoalaBear5[] Verify(VerifierTranscript transcript, int rounds, int work, ref KoalaBear5 claim)
    {
        var point = new KoalaBear5[rounds];
        for (int round = 0; round < rounds; round++)
        {
            KoalaBear5[] message = transcript.Receive(MessageLabel, 2);
            transcript.CheckWork(WorkLabel, work);
            point[round] = transcript.Challenge(ChallengeLabel);
            claim = ProductRound.Next(message[0], message[1], claim, point[round]).Known;
        }
        return point;
    }
}
