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
    // Below, the two levels that depend on the leaves alone have no room for a sumcheck of their own.
    private const long LeastLeaves = 16;
    private readonly HiddenSender hidden;
    private readonly ProverTranscript transcript;
    private readonly IAlgebraKernels kernels;
    private (KoalaBear5 N, KoalaBear5 D) left;

    private FractionProver(HiddenSender hidden, IAlgebraKernels kernels)
    {
        this.hidden = hidden;
        transcript = hidden.Transcript;
        this.kernels = kernels;
    }

    /// <summary>Proves that the fractions sum to 0.</summary>
    /// <param name="hidden">Sends the messages.</param>
    /// <param name="leaves">The leaves.</param>
    /// <param name="kernels">Does the work.</param>
    public static FractionClaim Prove(HiddenSender hidden, LeafFractions leaves, IAlgebraKernels kernels) =>
        new FractionProver(hidden, kernels).Run(leaves);

    private FractionClaim Run(LeafFractions leaves)
    {
        Stack<FractionLevel> levels = Sum(leaves);
        using FractionLevel root = levels.Pop();
        (KoalaBear5 n, KoalaBear5 d) = (root.Numerators![0], root.Denominators![0]);
        transcript.Send(FractionLayer.RootLabel, [n, d]);
        var claim = new FractionClaim([], n, d);
        while (levels.TryPop(out FractionLevel? level))
        {
            using (level) claim = Descend(claim, level);
        }
        return claim;
    }

    /// <summary>All levels, the root on top. Those next to the leaves are not stored, unless the tree is small.</summary>
    private Stack<FractionLevel> Sum(LeafFractions leaves)
    {
        var levels = new Stack<FractionLevel>();
        if (leaves.Length < LeastLeaves)
        {
            levels.Push(Store(leaves));
        }
        else
        {
            levels.Push(FractionLevel.Of(leaves));
            levels.Push(FractionLevel.Above(leaves));
            ExtensionVector n = new(leaves.Length / 4), d = new(leaves.Length / 4);
            kernels.SumLeaves(leaves, n, d);
            levels.Push(FractionLevel.Of(n, d));
        }
        while (levels.Peek() is { Length: > 1 } below)
        {
            ExtensionVector n = new(below.Length / 2), d = new(below.Length / 2);
            kernels.FractionLayer(below.Numerators!, below.Denominators!, n, d);
            levels.Push(FractionLevel.Of(n, d));
        }
        return levels;
    }

    private static FractionLevel Store(LeafFractions leaves)
    {
        ExtensionVector n = new(leaves.Length), d = new(leaves.Length);
        for (long i = 0; i < leaves.Length; i++)
        {
            n[i] = KoalaBear5.FromBase(KoalaBear.FromRepresentative(leaves.Numerators[i]));
            d[i] = leaves.Denominators[i];
        }
        return FractionLevel.Of(n, d);
    }

    /// <summary>One layer. Its first round's polynomial at 0 is the claim on the left child, which the layer above sent.</summary>
    private FractionClaim Descend(FractionClaim claim, FractionLevel level)
    {
        KoalaBear5 blend = transcript.Challenge(FractionLayer.BlendLabel);
        Remaining remaining = Remainder(claim, blend);
        var challenges = new List<KoalaBear5>();
        if (level.Length == 2) return Close(challenges, blend, remaining, Blend(level, blend));
        using var eq = new EqualityProduct(claim.Point.AsSpan(1), kernels);
        var round = new RoundEvaluations(left.N + (blend * left.D), kernels.FractionLead(level, eq, blend));
        KoalaBear5 challenge = Send(round, claim.Point[0], ref remaining);
        challenges.Add(challenge);
        if (level.Length == 4) return Close(challenges, blend, remaining, Fold(Blend(level, blend), challenge));
        using FoldedFractions owner = FoldedFractions.For(level);
        FoldedFractions vectors = owner;
        eq.DropFirst();
        round = kernels.FoldLevel(level, eq, blend, challenge, vectors);
        while (true)
        {
            challenge = Send(round, claim.Point[challenges.Count], ref remaining);
            challenges.Add(challenge);
            if (vectors.Length == 2) return Close(challenges, blend, remaining, Fold(vectors, challenge));
            eq.DropFirst();
            round = kernels.FoldFractionRound(vectors, eq, blend, challenge);
            vectors = vectors.Half;
        }
    }

    /// <summary>The vectors of the sumcheck of a stored level, in place.</summary>
    private FoldedFractions Blend(FractionLevel level, KoalaBear5 blend)
    {
        long half = level.Length / 2;
        (ExtensionVector n, ExtensionVector d) = (level.Numerators!, level.Denominators!);
        var vectors = new FoldedFractions(n.Slice(0, half), d.Slice(0, half), n.Slice(half, half), d.Slice(half, half));
        kernels.AddScaled(vectors.M, blend, vectors.D1);
        return vectors;
    }

    /// <summary>The last fold, of two entries.</summary>
    private FoldedFractions Fold(FoldedFractions vectors, KoalaBear5 challenge)
    {
        foreach (ExtensionVector vector in (ExtensionVector[])[vectors.N0, vectors.D0, vectors.M, vectors.D1])
        {
            kernels.Fold(vector, challenge);
        }
        return vectors.Half;
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

    private FractionClaim Close(List<KoalaBear5> challenges, KoalaBear5 blend, Remaining remaining, FoldedFractions last)
    {
        left = (last.N0[0], last.D0[0]);
        KoalaBear5 denominator = last.D1[0];
        HiddenValue[] children = hidden.Send(
            FractionLayer.ChildrenLabel, [left.N, last.M[0] - (blend * denominator), left.D, denominator]);
        hidden.Ledger.AddEquation(FractionLayer.Gate(hidden.Ledger, children, blend) - remaining.Claim);
        KoalaBear5 merge = transcript.Challenge(FractionLayer.MergeLabel);
        return new(
            [merge, .. challenges],
            FractionLayer.Merge(children[0], children[1], merge),
            FractionLayer.Merge(children[2], children[3], merge));
    }

    /// <summary>What a layer's sumcheck has left to show, as the verifier knows it and as it is.</summary>
    private readonly record struct Remaining(HiddenValue Claim, KoalaBear5 Value);
}
