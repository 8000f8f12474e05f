using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;
using Prover.Verifier.Transcripts;

namespace Prover.Verifier.Refresh;

/// <summary>The verifier's half of a refresh proof, in the order of SPEC §8.10.</summary>
internal static class RefreshArgument
{
    /// <summary>What the transcript starts from: no refresh proof is an ordinary one.</summary>
    internal const string Domain = "Prover 2026 refresh transcript v1";

    /// <summary>Labels of the messages and challenges; the prover uses the same.</summary>
    internal const string StatementLabel = "refresh statement", WitnessCapLabel = "witness cap", PointLabel = "difference point",
        BatchLabel = "batch";

    /// <summary>Coordinates of the point at which old and new model are compared.</summary>
    public static int PointLength(JointShape shape) => shape.LogColumns - 1 + shape.LogRows;

    /// <summary>Returns if the proof is valid.</summary>
    /// <param name="parameters">The parameters of the refresh proof.</param>
    /// <param name="oldModel">Cap and seal of the old model, which the old id determines.</param>
    /// <param name="newModel">Cap and seal of the new model, which the new id determines.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="proof">The messages.</param>
    /// <param name="observer">Watches the transcript.</param>
    /// <exception cref="ProofRejectedException">The proof is refused.</exception>
    public static void Verify(
        WhirParameters parameters,
        ModelCommitment oldModel,
        ModelCommitment newModel,
        RefreshStatement statement,
        ReadOnlyMemory<byte> proof,
        TranscriptObserver? observer = null)
    {
        JointShape shape = parameters.Shape;
        var transcript = new VerifierTranscript(Domain, proof, observer);
        transcript.Absorb(StatementLabel, statement.Encode());
        Digest[] witnessCap = transcript.ReceiveDigests(WitnessCapLabel, parameters.WitnessTree.CapLength);
        OutOfDomainClaim sample = OpeningVerifier.CommitOutOfDomain(parameters, transcript);
        KoalaBear5[] point = transcript.Challenges(PointLabel, PointLength(shape));
        KoalaBear5 batch = transcript.Challenge(BatchLabel);
        // The difference is claimed to be 0, so only the sample's value is left of the batched claim.
        OpeningClaim opening = OpeningVerifier.Open(parameters, [oldModel, newModel], witnessCap, transcript, sample.Value);
        opening.Settle(
            MultilinearExtension.Equality(sample.Point, opening.Point)
            + (batch * DifferenceForm.Extension(shape, point, opening.Point)));
        transcript.Finish();
    }
}
