using Prover.Proving.Commitments;
using Prover.Proving.Hiding;
using Prover.Proving.Randomness;
using Prover.Proving.Transcripts;
using Prover.Soundness.Tests.Hashed;
using Prover.Soundness.Tests.Hiding;
using Prover.Soundness.Tests.Opening;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Circuits;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Forms;
using Prover.Verifier.Hashed;
using Prover.Verifier.Hiding;
using Prover.Verifier.Soundness;
using Prover.Verifier.Tests.Arguments;
using Prover.Verifier.Transcripts;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>
/// The argument's prover written down as the specification reads (SPEC §5), on arrays of field elements, with the places where
/// a prover may cheat. Without cheats its proofs must equal those of the product's prover byte for byte.
/// </summary>
internal sealed class PlainArgumentProver
{
    private readonly ArgumentCase subject;
    private readonly ArgumentCheats cheats;
    private readonly ProverTranscript transcript;
    private readonly Dictionary<string, int> sent = [];
    private readonly PadPlan plan;
    private readonly RandomStream random = ArgumentCase.Randomness();
    private KoalaBear5[] pads;
    private int nextPad;

    public PlainArgumentProver(ArgumentCase subject, ArgumentCheats cheats)
    {
        this.subject = subject;
        this.cheats = cheats;
        transcript = new(Protocol.Domain, cheats.Observer) { Grind = ArgumentCase.Grind };
        plan = subject.Key.Layout.Pads;
        pads = cheats.Pads(plan, PadValues.Draw(plan, random.NextExtension));
    }

    public byte[] Prove(Statement statement, int[][] values)
    {
        WhirParameters parameters = subject.Key.Parameters;
        IReadOnlyList<PlainHashed> commitments = subject.CommitmentsOf(values);
        values = subject.Complete(values);
        transcript.Absorb("statement", statement.Encode());
        uint[] columns = subject.Columns(CommittedVector.Witness, values, pads);
        PlainMask? mask = plan.IsHiding ? new(parameters, random) : null;
        using var witness = new PlainMatrix(parameters, columns, mask, codeword => cheats.Opening.Codeword(1, codeword));
        transcript.SendDigests("witness cap", witness.Tree.Cap.Span);
        transcript.Harden(subject.Key.HardeningBytes, 4096);
        uint[] model = subject.Columns(CommittedVector.Model, cheats.OpensOwnModel ? values : subject.Values);
        KoalaBear5[] joint = cheats.Opening.Vector(subject.Joint(model, columns));
        var opening = new PlainOpeningProver(parameters, subject.Model, witness, transcript, cheats.Opening);
        pads = cheats.LatePads(plan, pads);
        OutOfDomainClaim sample = opening.CommitOutOfDomain(joint, plan.IsHiding ? pads[nextPad++] : default);

        List<(LinearForm Form, KoalaBear5 Value)> claims = ProveRelations(statement, values, commitments, joint);
        KoalaBear5 tau = transcript.Challenge("batch"), power = KoalaBear5.One, value = sample.Value;
        KoalaBear5[] covector = MultilinearExtension.EqualityTable(sample.Point);
        if (plan.IsHiding)
        {
            if (HiddenClaims(statement) is not { } hidden) return transcript.ToProof();
            (LinearForm form, value) = hidden.Batch(tau, sample.Value - HiddenValue.Pad(0), subject.Key.Layout);
            PlainForms.AddEntries(form, KoalaBear5.One, covector);
        }
        for (int j = 0; j < claims.Count && !plan.IsHiding; j++)
        {
            power *= tau;
            if (j == cheats.ForgottenClaim) continue;
            value += power * (claims[j].Value - claims[j].Form.Constant);
            PlainForms.AddEntries(claims[j].Form, power, covector);
        }
        opening.Open(joint, covector, value);
        return transcript.ToProof();
    }

    private List<(LinearForm Form, KoalaBear5 Value)> ProveRelations(
        Statement statement, int[][] values, IReadOnlyList<PlainHashed> commitments, KoalaBear5[] joint)
    {
        transcript.Work("lookup work", subject.Key.Parameters.Profile.LookupWork);
        KoalaBear5 alpha = transcript.Challenge("alpha"), beta = transcript.Challenge("beta");
        alpha = cheats.Alpha(alpha, beta);
        (KoalaBear5[] numerators, KoalaBear5[] denominators) =
            new NaiveCircuit(subject.Circuit, subject.Key.Layout, values).Leaves(alpha, beta);
        if (plan.IsHiding) denominators[subject.Key.Layout.LeafCount] = pads[plan.DummyLeaf];
        denominators = cheats.Denominators(alpha, beta, denominators);
        (KoalaBear5[] point, KoalaBear5 n, KoalaBear5 d) = new PlainFractionTree(transcript, Send).Prove(numerators, denominators);

        var decomposed = new LeafClaims(subject.Circuit, subject.Key.Layout, point, alpha, beta);
        (KoalaBear5[] a, KoalaBear5[] b) = new PlainOperands(subject.Circuit, values).Evaluate(decomposed);
        KoalaBear5 fitting = d - PlainForms.Value(decomposed.Denominator, joint) - decomposed.DummyLeaf.Reveal(pads);
        KoalaBear5 total = Send("accumulators", [PlainOpeningProver.Inner(a, b)], fitting, default)[0];
        (KoalaBear5[] rho, KoalaBear5 product) = ProveProduct(ref a, ref b, total);
        KoalaBear5[] operands = Send("operands", [a[0], b[0]], product, default);
        if (plan.IsHiding) PlainQuadratic.Prove(transcript, plan, pads);
        for (int i = 0; i < commitments.Count; i++) OpenHashed(cheats.Hashed.Commitment(i, commitments[i]));
        LinearForm left = new(), right = new();
        foreach (Segment segment in decomposed.Segments) segment.AddForms(new(rho), subject.Key.Layout.TensorBlocks, left, right);
        List<(LinearForm Form, KoalaBear5 Value)> claims =
            [(decomposed.Numerator, n), (decomposed.Denominator, d - total), (left, operands[0]), (right, operands[1])];
        claims.AddRange(PlainForms.ConstraintsAndPublics(subject, statement, transcript.Challenge("constraints")));
        return claims;
    }

    private (KoalaBear5[] Point, KoalaBear5 Claim) ProveProduct(ref KoalaBear5[] a, ref KoalaBear5[] b, KoalaBear5 claim)
    {
        var point = new List<KoalaBear5>();
        while (a.Length > 1)
        {
            int half = a.Length / 2;
            KoalaBear5 atZero = default, atInfinity = default;
            for (int i = 0; i < half; i++)
            {
                atZero += a[i] * b[i];
                atInfinity += (a[i + half] - a[i]) * (b[i + half] - b[i]);
            }
            KoalaBear5[] message = Send("product message", [atZero, atInfinity], claim, default);
            KoalaBear5 r = transcript.Challenge("product challenge");
            point.Add(r);
            claim = message[0] + (r * (claim - message[0] - message[0] - message[1] + (r * message[1])));
            a = PlainForms.Bind(a, r);
            b = PlainForms.Bind(b, r);
        }
        return ([.. point], claim);
    }

    private void OpenHashed(PlainHashed commitment)
    {
        transcript.SendDigests("hashed root", [commitment.Root]);
        transcript.Send("hashed value", cheats.Hashed.Value(commitment.Value));
        SecurityProfile profile = subject.Key.Parameters.Profile;
        transcript.Work("query work", profile.QueryWork);
        HashedShape shape = commitment.Shape;
        int[] drawn = transcript.ChallengeIndices("query positions", shape.Queries(profile), shape.LogLength);
        MerkleOpening opened = commitment.Open(cheats.Hashed.Positions([.. drawn.Distinct().Order()]));
        transcript.SendBase("rows", cheats.Hashed.Rows(opened.Rows.ToArray()));
        transcript.SendDigests("siblings", cheats.Hashed.Siblings(opened.Siblings.ToArray()));
        transcript.Challenge("hashed batch");
    }

    private KoalaBear5[] Send(string label, KoalaBear5[] honest, KoalaBear5 claim, KoalaBear5 blend)
    {
        int number = sent.GetValueOrDefault(label);
        sent[label] = number + 1;
        KoalaBear5[] message = cheats.Send(new(label, number, honest, claim, blend));
        bool hidden = plan.IsHiding && label != "fraction root";
        transcript.Send(label, hidden ? [.. message.Select(value => value + pads[nextPad++])] : message);
        return message;
    }

    /// <summary>The claims that the verifier will hold, or null if it refuses before.</summary>
    private BatchedClaims? HiddenClaims(Statement statement)
    {
        var replay = new VerifierTranscript(Protocol.Domain, transcript.ToProof());
        replay.Absorb("statement", statement.Encode());
        replay.ReceiveDigests("witness cap", subject.Key.Parameters.WitnessTree.CapLength);
        replay.Harden(subject.Key.HardeningBytes, 4096);
        var hidden = new HiddenReceiver(replay, plan);
        hidden.Ledger.Message([OpeningVerifier.CommitOutOfDomain(subject.Key.Parameters, replay).Value]);
        try
        {
            return ArgumentVerifier.VerifyRelations(subject.Key, statement, hidden, statement.IsAudit ? subject.Tables : null);
        }
        catch (ProofRejectedException)
        {
            return null;
        }
    }
}
