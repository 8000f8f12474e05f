using Prover.Verifier.Fields;
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
            claim = Next(message[0], message[1], claim, point[round]);
        }
        return point;
    }

    /// <summary>
    /// h(r) for the polynomial h of degree 2 with given h(0), coefficient of X^2, and h(0) + h(1) = claim. That the message cannot
    /// state h(1) is the round's check.
    /// </summary>
    public static KoalaBear5 Next(KoalaBear5 atZero, KoalaBear5 atInfinity, KoalaBear5 claim, KoalaBear5 challenge)
    {
        KoalaBear5 linear = claim - atZero - atZero - atInfinity;
        return atZero + (challenge * (linear + (challenge * atInfinity)));
    }
}
