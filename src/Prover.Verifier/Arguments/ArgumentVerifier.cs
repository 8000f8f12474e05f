using Prover.Verifier.Artefacts;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Forms;
using Prover.Verifier.Hashed;
using Prover.Verifier.Hashing;
using Prover.Verifier.Hiding;
using Prover.Verifier.Lookups;
using Prover.Verifier.Sumchecks;
using Prover.Verifier.Transcripts;

namespace Prover.Verifier.Arguments;

/// <summary>The verifier's half of the argument, in the order of SPEC §5.6.</summary>
internal static class ArgumentVerifier
{
    /// <summary>Labels of the messages that this level of the protocol sends; the prover uses the same.</summary>
    internal const string StatementLabel = "statement", WitnessCapLabel = "witness cap", LookupWorkLabel = "lookup work",
        AlphaLabel = "alpha", BetaLabel = "beta", AccumulatorsLabel = "accumulators", OperandsLabel = "operands",
        ConstraintsLabel = "constraints", BatchLabel = "batch";

    /// <summary>Returns if the proof is valid.</summary>
    /// <param name="key">The prepared circuit.</param>
    /// <param name="model">The cap of the model's tree, and its seal if it is hidden.</param>
    /// <param name="statement">The statement, whose public values were checked.</param>
    /// <param name="proof">The messages.</param>
    /// <param name="observer">Watches the transcript.</param>
    /// <param name="tables">The values of the circuit's fixed tensors, checked; given exactly if the statement is an audit.</param>
    /// <exception cref="ProofRejectedException">The proof is refused.</exception>
    public static void Verify(
        ArgumentKey key, ModelCommitment model, Statement statement, ReadOnlyMemory<byte> proof, TranscriptObserver? observer = null,
        FixedTables? tables = null)
    {
        WhirParameters parameters = key.Parameters;
        var transcript = new VerifierTranscript(Protocol.Domain, proof, observer);
        transcript.Absorb(StatementLabel, statement.Encode());
        Digest[] witnessCap = transcript.ReceiveDigests(WitnessCapLabel, parameters.WitnessTree.CapLength);
        transcript.Harden(key.HardeningBytes, Protocol.HardeningIterations);
        var hidden = new HiddenReceiver(transcript, key.Layout.Pads);
        OutOfDomainClaim sample = OpeningVerifier.CommitOutOfDomain(parameters, transcript);
        HiddenValue sampled = hidden.Ledger.Message([sample.Value])[0];

        BatchedClaims claims = VerifyRelations(key, statement, hidden, tables);
        (LinearForm form, KoalaBear5 value) = claims.Batch(transcript.Challenge(BatchLabel), sampled, key.Layout);
        OpeningClaim opening = OpeningVerifier.Open(parameters, [model], witnessCap, transcript, value);
        opening.Settle(MultilinearExtension.Equality(sample.Point, opening.Point) + form.Extension(opening.Point));
        transcript.Finish();
    }

    /// <summary>Lookups, inner products, constraints and public values; all that is left of them are linear claims.</summary>
    internal static BatchedClaims VerifyRelations(
        ArgumentKey key, Statement statement, HiddenReceiver hidden, FixedTables? tables = null)
    {
        VerifierTranscript transcript = hidden.Transcript;
        transcript.CheckWork(LookupWorkLabel, key.Parameters.Profile.LookupWork);
        KoalaBear5 alpha = transcript.Challenge(AlphaLabel), beta = transcript.Challenge(BetaLabel);
        FractionClaim leaf = FractionVerifier.Verify(hidden, key.Layout.LogLeaves);
        var decomposed = new LeafClaims(key.Circuit, key.Layout, leaf.Point, alpha, beta);

        HiddenValue accumulators = hidden.Receive(AccumulatorsLabel);
        SumcheckClaim product = SumcheckVerifier.Verify(hidden, accumulators, decomposed.Variables);
        HiddenValue[] operands = hidden.Receive(OperandsLabel, 2);
        hidden.Require(
            hidden.Ledger.Product(operands[0], operands[1]) - product.Value,
            RejectReason.InnerProduct,
            "the operands' product is not what is left");
        HiddenValue[] zeros = QuadraticVerifier.Verify(hidden);
        LinearForm left = new(decomposed.Binder), right = new(decomposed.Binder);
        var rho = new EqualityPool(product.Point);
        foreach (Segment segment in decomposed.Segments)
        {
            segment.AddForms(rho, key.Layout.TensorBlocks, left, right);
        }

        var claims = new BatchedClaims();
        claims.Add(decomposed.Numerator, leaf.Numerator);
        claims.Add(decomposed.Denominator, leaf.Denominator - accumulators - decomposed.DummyLeaf);
        claims.Add(left, operands[0]);
        claims.Add(right, operands[1]);
        claims.AddZeros(zeros);
        HashedVerifier.Verify(key, statement, transcript, claims);
        claims.AddConstraints(key.Circuit, key.Layout, statement, tables, transcript.Challenge(ConstraintsLabel));
        return claims;
    }
}
