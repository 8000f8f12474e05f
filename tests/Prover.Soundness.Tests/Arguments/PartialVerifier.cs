using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Forms;
using Prover.Verifier.Hashing;
using Prover.Verifier.Lookups;
using Prover.Verifier.Sumchecks;
using Prover.Verifier.Transcripts;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>
/// The verifier taken apart: it can forget a claim, which shows what that claim is good for, hold a wrong one, or take a challenge that an
/// attacker chose. Put together it must agree with the real one.
/// </summary>
internal sealed class PartialVerifier(ArgumentCase subject)
{
    /// <summary>A claim that is not batched; -1 for none.</summary>
    public int ForgottenClaim { get; init; } = -1;

    /// <summary>A claim whose value is off by one; -1 for none.</summary>
    public int WrongClaim { get; init; } = -1;

    /// <summary>From alpha and beta to the alpha that is used.</summary>
    public Func<KoalaBear5, KoalaBear5, KoalaBear5> Alpha { get; init; } = (alpha, _) => alpha;

    /// <summary>The number of claims of the last verification, without the out-of-domain sample.</summary>
    public int Claims { get; private set; }

    public Verdict Verify(Statement statement, byte[] proof)
    {
        try
        {
            Run(statement, proof);
            return new(null, null, statement, 0);
        }
        catch (ProofRejectedException refusal)
        {
            return new(refusal.Reason, refusal.Message, statement, 0);
        }
    }

    private void Run(Statement statement, byte[] proof)
    {
        WhirParameters parameters = subject.Key.Parameters;
        var transcript = new VerifierTranscript(Protocol.Domain, proof);
        transcript.Absorb("statement", statement.Encode());
        Digest[] witnessCap = transcript.ReceiveDigests("witness cap", parameters.WitnessTree.CapLength);
        transcript.Harden(subject.Key.HardeningBytes, 4096);
        OutOfDomainClaim sample = OpeningVerifier.CommitOutOfDomain(parameters, transcript);
        List<(LinearForm Form, KoalaBear5 Value)> claims = Relations(statement, transcript);
        Claims = claims.Count;
        KoalaBear5 tau = transcript.Challenge("batch"), power = KoalaBear5.One, value = sample.Value;
        var form = new LinearForm();
        for (int j = 0; j < claims.Count; j++)
        {
            power *= tau;
            if (j == ForgottenClaim) continue;
            form.Add(claims[j].Form, power);
            value += power * (claims[j].Value - claims[j].Form.Constant);
            if (j == WrongClaim) value += power;
        }
        OpeningClaim opening = OpeningVerifier.Open(parameters, [subject.Commitment], witnessCap, transcript, value);
        opening.Settle(MultilinearExtension.Equality(sample.Point, opening.Point) + form.Extension(opening.Point));
        transcript.Finish();
    }

    private List<(LinearForm Form, KoalaBear5 Value)> Relations(Statement statement, VerifierTranscript transcript)
    {
        transcript.CheckWork("lookup work", subject.Key.Parameters.Profile.LookupWork);
        KoalaBear5 alpha = transcript.Challenge("alpha"), beta = transcript.Challenge("beta");
        alpha = Alpha(alpha, beta);
        FractionClaim leaf = FractionVerifier.Verify(new(transcript), subject.Key.Layout.LogLeaves);
        var decomposed = new LeafClaims(subject.Circuit, subject.Key.Layout, leaf.Point, alpha, beta);
        KoalaBear5 total = transcript.Receive("accumulators");
        SumcheckClaim product = SumcheckVerifier.Verify(new(transcript), total, decomposed.Variables);
        KoalaBear5[] operands = transcript.Receive("operands", 2);
        Reject.If(operands[0] * operands[1] != product.Value.Known, RejectReason.InnerProduct, "the operands do not fit");
        LinearForm left = new(), right = new();
        foreach (Segment segment in decomposed.Segments) segment.AddForms(new(product.Point), subject.Key.Layout.TensorBlocks, left, right);
        return
        [
            (decomposed.Numerator, leaf.Numerator.Known), (decomposed.Denominator, leaf.Denominator.Known - total), (left, operands[0]),
            (right, operands[1]),
            .. PlainForms.ConstraintsAndPublics(subject, statement, transcript.Challenge("constraints")),
        ];
    }
}
