using Prover.Verifier.Soundness;

namespace Prover.Verifier.Tests.Soundness;

/// <summary>
/// A published WHIR parameter set and the bits published for it: the circuits of OpenVM 2.0.0-beta in ethereum/soundcalc, commit
/// 809896f, soundcalc/zkvms/openvm2/openvm2.toml and reports/openvm2.md. It counts positions classically, once per folding round.
/// </summary>
internal sealed record PublishedParameters(
    DecodingRegime Regime, int Multiplicity, int Variables, int LogInverseRate, int Width, int FoldWork, int BatchWork, int[] Queries)
{
    public const int Folding = 4, QueryWork = 20;

    /// <summary>The order of the quartic extension of BabyBear.</summary>
    public static double Order { get; } = Math.Pow(2013265921.0, 4);

    public static PublishedParameters App { get; } =
        new(DecodingRegime.UniqueDecoding, 0, 24, 1, 2048, 5, 15, [193, 88, 81, 81]);

    public static PublishedParameters Leaf { get; } =
        new(DecodingRegime.UniqueDecoding, 0, 21, 2, 2048, 4, 13, [118, 84, 81]);

    public static PublishedParameters Internal { get; } =
        new(DecodingRegime.Johnson, 2, 19, 3, 512, 18, 20, [68, 30, 20]);

    public static PublishedParameters Root { get; } =
        new(DecodingRegime.Johnson, 1, 20, 4, 18, 20, 20, [57, 28, 19]);

    /// <summary>-log2 of the rate in an iteration: each folds by 2^4 and halves the domain.</summary>
    public int LogInverseRateOf(int iteration) => LogInverseRate + (iteration * (Folding - 1));

    /// <summary>The code of an iteration after some folding rounds.</summary>
    public CodeBound Bound(int iteration, int round)
    {
        int rate = LogInverseRateOf(iteration);
        int length = Variables - (iteration * Folding) - round + rate;
        return Regime == DecodingRegime.Johnson
            ? CodeBound.Johnson(rate, length, Multiplicity)
            : CodeBound.UniqueDecoding(rate, length);
    }

    public int FoldBits(int iteration, int round) =>
        Bits(SoundnessError.Fold(Bound(iteration, round), Order), FoldWork);

    public int BatchBits() => Bits(Bound(0, 0).Exceptional * (Width - 1) / Order, BatchWork);

    /// <summary>Here the out-of-domain point is a single field element, so the degree is 2^variables.</summary>
    public int OutOfDomainBits(int iteration) =>
        Bits(SoundnessError.OutOfDomain(Bound(iteration, 0), 1 << (Variables - (iteration * Folding)), Order), 0);

    public int ShiftBits(int iteration)
    {
        int queries = Queries[iteration - 1];
        double missed = SoundnessError.Queries(Bound(iteration - 1, 0), queries);
        return Bits(missed + SoundnessError.Combination(Bound(iteration, 0).ListSize, queries + 2, Order), QueryWork);
    }

    public int FinalBits() => Bits(SoundnessError.Queries(Bound(Queries.Length - 1, 0), Queries[^1]), QueryWork);

    private static int Bits(double error, int work) => (int)Math.Floor(-Math.Log2(SoundnessError.AfterWork(error, work)));
}
