using Prover.Verifier.Soundness;

namespace Prover.Verifier.Commitments;

/// <summary>
/// Chooses multiplicity, work and queries of a code (SPEC §6.4) such that no folding challenge errs with more than
/// 2^-(bits + 6) and no draw of positions with more than 2^-(bits + 3): an opening has at most 26 of the former and 5 of the
/// latter, so that their sum stays below 2^-bits.
/// </summary>
internal static class WhirCodePlan
{
    private const int FoldMargin = 6, QueryMargin = 3;
    private const int GreatestMultiplicity = 128;

    /// <summary>log2 of the hashes per folding challenge that one query is worth.</summary>
    private const int LogWorkPerQuery = 17;

    /// <summary>The cheapest choice for a code.</summary>
    /// <exception cref="ArgumentException">The code is too long for the profile.</exception>
    public static WhirCode Choose(int logRows, int logColumns, int logLength, SecurityProfile profile, int tailRows = 0)
    {
        double rate = Math.ScaleB((1 << logRows) + tailRows, -logLength);
        WhirCode? best = null;
        long bestCost = long.MaxValue;
        for (int multiplicity = 1; multiplicity <= GreatestMultiplicity; multiplicity++)
        {
            CodeBound bound = CodeBound.Johnson(rate, logLength, multiplicity);
            if (bound.Radius <= 0) continue;
            int foldWork = FoldWork(bound, profile);
            if (foldWork > profile.FoldWorkLimit) break; // the error only grows with the multiplicity
            int queries = Queries(bound, profile);
            long cost = ((long)queries << LogWorkPerQuery) + (1L << foldWork);
            if (cost >= bestCost) continue;
            bestCost = cost;
            best = new(logRows, logColumns, logLength, multiplicity, foldWork, queries, profile.QueryWork)
            {
                TailRows = tailRows,
            };
        }
        return best ?? throw new ArgumentException($"a code of 2^{logLength} positions is too long for {profile.Name}");
    }

    private static int FoldWork(CodeBound bound, SecurityProfile profile)
    {
        double error = SoundnessError.Fold(bound, SoundnessError.ExtensionOrder);
        double limit = Math.ScaleB(1, -(profile.Bits + FoldMargin));
        int work = 0;
        while (SoundnessError.AfterWork(error, work) > limit) work++;
        return work;
    }

    private static int Queries(CodeBound bound, SecurityProfile profile)
    {
        double limit = Math.ScaleB(1, profile.QueryWork - profile.Bits - QueryMargin);
        double error = 1;
        int queries = 0;
        for (; error > limit; queries++) error *= 1 - bound.Radius;
        return queries;
    }
}
