using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Forms;
using Prover.Verifier.Hiding;
using Prover.Verifier.Transcripts;

namespace Prover.ZeroKnowledge.Tests.Oracle;

/// <summary>What the verifier asks of the opening after the messages of the argument: anybody can compute it.</summary>
internal static class PublicClaim
{
    /// <summary>Reads the messages in front of the opening as the verifier does.</summary>
    /// <param name="key">The circuit.</param>
    /// <param name="statement">The statement.</param>
    /// <param name="oracle">The challenges.</param>
    /// <param name="messages">The messages; those of the opening may follow.</param>
    /// <param name="tables">The values of the fixed tensors in an audit.</param>
    /// <returns>The out-of-domain sample, the form of all claims but the sample's, and the value that both must have together.</returns>
    public static (OutOfDomainClaim Sample, LinearForm Form, KoalaBear5 Value) After(
        ArgumentKey key, Statement statement, ProgrammedOracle oracle, byte[] messages, FixedTables? tables)
    {
        var transcript = new VerifierTranscript(Protocol.Domain, messages, oracle.Program());
        transcript.Absorb(ArgumentVerifier.StatementLabel, statement.Encode());
        transcript.ReceiveDigests(ArgumentVerifier.WitnessCapLabel, 1);
        transcript.Harden(key.HardeningBytes, Protocol.HardeningIterations);
        var hidden = new HiddenReceiver(transcript, key.Layout.Pads);
        OutOfDomainClaim sample = OpeningVerifier.CommitOutOfDomain(key.Parameters, transcript);
        HiddenValue sampled = hidden.Ledger.Message([sample.Value])[0];
        BatchedClaims claims = ArgumentVerifier.VerifyRelations(key, statement, hidden, tables);
        (LinearForm form, KoalaBear5 value) = claims.Batch(transcript.Challenge(ArgumentVerifier.BatchLabel), sampled, key.Layout);
        return (sample, form, value);
    }
}
