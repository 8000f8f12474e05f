using Prover.Proving.Hiding;
using Prover.Proving.Kernels;
using Prover.Proving.Transcripts;
using Prover.Verifier.Fields;
using Prover.Verifier.Hiding;
using Prover.Verifier.Lookups;

namespace Prover.Proving.Lookups;

/// <summary>The mirror of <see cref="FractionVerifier"/>: builds the tree from the leaves, then descends.</summary>
internal sealed class FractionProver
{
    private readonly HiddenSender hidden;
    private readonly ProverTranscript transcript;
    private readonly IAlgebraKernels kernels;

    private FractionProver(HiddenSender hidden, IAlgebraKernels kernels)
    {
        this.hidden = hidden;
        transcript = hidden.Transcript;
        this.kernels = kernels;
    }

    /// <summary>Proves that the fractions sum to 0.</summary>
    /// <param name="hidden">Sends the messages.</param>
    /// <param name="numerators">2^k numerators in F.</param>
    /// <param name="denominators">2^k denominators in E; overwritten.</param>
    /// <param name="active">Leaves from here on are the fraction 0/1.</param>
    /// <param name="kernels">Does the work.</param>
    public static FractionClaim Prove(
        HiddenSender hidden, FieldBuffer numerators, ExtensionVector denominators, long active, IAlgebraKernels kernels) =>
        new FractionProver(hidden, kernels).Run(numerators, denominators, active);

    private FractionClaim Run(FieldBuffer numerators, ExtensionVector denominators, long active)
    {
        List<(ExtensionVector N, ExtensionVector D)> levels = Sum(numerators, denominators, active);
        KoalaBear5 n = levels.Count > 0 ? levels[^1].N[0] : KoalaBear5.FromBase(new KoalaBear(numerators[0]));
        KoalaBear5 d = levels.Count > 0 ? levels[^1].D[0] : denominators[0];
        transcript.Send(FractionLayer.RootLabel, [n, d]);
        var claim = new FractionClaim([], n, d);
        for (int level = levels.Count - 2; level >= 0; level--)
        {
            Release(levels[level + 1]);
            claim = Descend(claim, levels[level].N, levels[level].D);
        }
        if (levels.Count == 0) return claim;
        Release(levels[0]);
        return DescendToLeaves(claim, numerators, denominators);
    }

    /// <summary>All levels above the leaves, the widest first.</summary>
    private List<(ExtensionVector N, ExtensionVector D)> Sum(FieldBuffer numerators, ExtensionVector denominators, long active)
    {
        var levels = new List<(ExtensionVector N, ExtensionVector D)>();
        for (long size = denominators.Length / 2; size >= 1; size /= 2)
        {
            ExtensionVector n = new(size), d = new(size);
            if (levels.Count == 0) kernels.FractionLeaves(numerators.Slice(0, (int)denominators.Length), denominators, active, n, d);
            else kernels.FractionLayer(levels[^1].N, levels[^1].D, n, d);
            levels.Add((n, d));
        }
        return levels;
    }

    private FractionClaim Descend(FractionClaim claim, ExtensionVector n, ExtensionVector d)
    {
        KoalaBear5 blend = transcript.Challenge(FractionLayer.BlendLabel);
        long half = n.Length / 2;
        ExtensionVector n0 = n.Slice(0, half), m = n.Slice(half, half), d0 = d.Slice(0, half), d1 = d.Slice(half, half);
        kernels.AddScaled(m, blend, d1);
        Remaining remaining = Remainder(claim, blend);
        if (half == 1) return Close([], blend, remaining, n0, d0, m, d1);
        using ExtensionVector eq = Equality(claim.Point.AsSpan(1));
        RoundEvaluations first = kernels.FractionRound(eq, n0, d0, m, d1);
        return Rounds(claim, [], blend, remaining, first, eq, n0, d0, m, d1);
    }

    private FractionClaim DescendToLeaves(FractionClaim claim, FieldBuffer n, ExtensionVector d)
    {
        KoalaBear5 blend = transcript.Challenge(FractionLayer.BlendLabel);
        int half = (int)(d.Length / 2);
        ReadOnlySpan<uint> base0 = n.Slice(0, half), base1 = n.Slice(half, half);
        ExtensionVector d0 = d.Slice(0, half), d1 = d.Slice(half, half);
        Remaining remaining = Remainder(claim, blend);
        using var m = new ExtensionVector(half);
        kernels.AddScaledToBase(base1, blend, d1, m);
        using var n0 = new ExtensionVector(Math.Max(1, half / 2));
        if (half == 1)
        {
            n0[0] = KoalaBear5.FromBase(new KoalaBear(base0[0]));
            return Close([], blend, remaining, n0, d0, m, d1);
        }
        RoundEvaluations round;
        using (ExtensionVector wide = Equality(claim.Point.AsSpan(1))) round = kernels.FractionRound(base0, wide, d0, m, d1);
        KoalaBear5 challenge = Send(round, claim.Point[0], ref remaining);
        kernels.FoldBase(base0, challenge, n0);
        foreach (ExtensionVector vector in (ExtensionVector[])[d0, m, d1]) kernels.Fold(vector, challenge);
        half /= 2;
        (ExtensionVector D0, ExtensionVector M, ExtensionVector D1) = (d0.Slice(0, half), m.Slice(0, half), d1.Slice(0, half));
        if (half == 1) return Close([challenge], blend, remaining, n0, D0, M, D1);
        using ExtensionVector eq = Equality(claim.Point.AsSpan(2));
        RoundEvaluations next = kernels.FractionRound(eq, n0, D0, M, D1);
        return Rounds(claim, [challenge], blend, remaining, next, eq, n0, D0, M, D1);
    }

    private FractionClaim Rounds(
        FractionClaim claim,
        KoalaBear5[] bound,
        KoalaBear5 blend,
        Remaining remaining,
        RoundEvaluations round,
        ExtensionVector eq,
        ExtensionVector n0,
        ExtensionVector d0,
        ExtensionVector m,
        ExtensionVector d1)
    {
        var challenges = new List<KoalaBear5>(bound);
        while (true)
        {
            KoalaBear5 challenge = Send(round, claim.Point[challenges.Count], ref remaining);
            challenges.Add(challenge);
            long half = n0.Length / 2;
            if (half > 1)
            {
                round = kernels.FoldFractionRound(eq, n0, d0, m, d1, challenge);
                eq = eq.Slice(0, eq.Length / 2);
            }
            else
            {
                foreach (ExtensionVector vector in (ExtensionVector[])[n0, d0, m, d1]) kernels.Fold(vector, challenge);
            }
            (n0, d0, m, d1) = (n0.Slice(0, half), d0.Slice(0, half), m.Slice(0, half), d1.Slice(0, half));
            if (half == 1) return Close(challenges, blend, remaining, n0, d0, m, d1);
        }
    }

    /// <summary>
    /// Sends the linear and quadratic coefficient. From eq(z, 0) h(0) + eq(z, 1) h(1) = claim follows a1 + a2 = (claim - h(0)) / z;
    /// z is 0 with probability 1/q.
    /// </summary>
    private KoalaBear5 Send(RoundEvaluations round, KoalaBear5 z, ref Remaining remaining)
    {
        KoalaBear5 linear = ((remaining.Value - round.AtZero) * z.Inverse()) - round.AtInfinity;
        HiddenValue[] message = hidden.Send(FractionLayer.MessageLabel, [linear, round.AtInfinity]);
        KoalaBear5 challenge = transcript.Challenge(FractionLayer.ChallengeLabel);
        remaining = new(
            FractionLayer.Next(message[0], message[1], z, remaining.Claim, challenge),
            FractionLayer.Next(linear, round.AtInfinity, z, remaining.Value, challenge).Known);
        return challenge;
    }

    private Remaining Remainder(FractionClaim claim, KoalaBear5 blend)
    {
        HiddenValue sum = claim.Numerator + (blend * claim.Denominator);
        return new(sum, hidden.Reveal(sum));
    }

    private FractionClaim Close(
        IEnumerable<KoalaBear5> challenges,
        KoalaBear5 blend,
        Remaining remaining,
        ExtensionVector n0,
        ExtensionVector d0,
        ExtensionVector m,
        ExtensionVector d1)
    {
        (KoalaBear5 left, KoalaBear5 right) = (n0[0], m[0] - (blend * d1[0]));
        HiddenValue[] children = hidden.Send(FractionLayer.ChildrenLabel, [left, right, d0[0], d1[0]]);
        hidden.Ledger.AddEquation(FractionLayer.Gate(hidden.Ledger, children, blend) - remaining.Claim);
        KoalaBear5 merge = transcript.Challenge(FractionLayer.MergeLabel);
        return new(
            [merge, .. challenges],
            FractionLayer.Merge(children[0], children[1], merge),
            FractionLayer.Merge(children[2], children[3], merge));
    }

    private ExtensionVector Equality(ReadOnlySpan<KoalaBear5> point)
    {
        var table = new ExtensionVector(1L << point.Length);
        kernels.EqTable(point, KoalaBear5.One, table);
        return table;
    }

    /// <summary>What a layer's sumcheck has left to show, as the verifier knows it and as it is.</summary>
    private readonly record struct Remaining(HiddenValue Claim, KoalaBear5 Value);

    private static void Release((ExtensionVector N, ExtensionVector D) level)
    {
        level.N.Dispose();
        level.D.Dispose();
    }
}
