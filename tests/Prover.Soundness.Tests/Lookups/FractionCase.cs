using Prover.Proving.Kernels;
using Prover.Proving.Lookups;
using Prover.Proving.Transcripts;
using Prover.Verifier.Fields;
using Prover.Verifier.Lookups;
using Prover.Verifier.Transcripts;

namespace Prover.Soundness.Tests.Lookups;

/// <summary>Leaves of a fraction tree, honest ones or not, with both provers and the verifier on them.</summary>
internal sealed class FractionCase
{
    private const string Domain = "fraction tree tests";

    private FractionCase(int logLeaves, KoalaBear[] numerators, KoalaBear5[] denominators, int active)
    {
        LogLeaves = logLeaves;
        Numerators = numerators;
        Denominators = denominators;
        Active = active;
    }

    public int LogLeaves { get; }

    public KoalaBear[] Numerators { get; }

    public KoalaBear5[] Denominators { get; }

    public int Active { get; }

    /// <summary>
    /// Fractions that cancel: 1/x for each of several lookups and -count/x for each of few table rows, then padding with 0/1.
    /// </summary>
    public static FractionCase Balanced(int logLeaves, int seed = 1)
    {
        var random = new Random(seed);
        KoalaBear Base() => KoalaBear.FromInteger(random.NextInt64());
        int size = 1 << logLeaves, active = logLeaves == 0 ? 1 : Math.Max(2, (3 * size / 4) + 1), rows = Math.Max(1, active / 4);
        var numerators = new KoalaBear[size];
        KoalaBear5[] denominators = [.. Enumerable.Repeat(KoalaBear5.One, size)];
        for (int row = 0; row < rows; row++) denominators[row] = new(Base(), Base(), Base(), Base(), Base());
        for (int lookup = rows; lookup < active; lookup++)
        {
            int row = random.Next(rows);
            numerators[lookup] = KoalaBear.One;
            numerators[row] -= KoalaBear.One;
            denominators[lookup] = denominators[row];
        }
        return new(logLeaves, numerators, denominators, active);
    }

    /// <summary>The case with one leaf altered.</summary>
    public FractionCase With(int leaf, KoalaBear numerator, KoalaBear5 denominator)
    {
        KoalaBear[] numerators = [.. Numerators];
        KoalaBear5[] denominators = [.. Denominators];
        (numerators[leaf], denominators[leaf]) = (numerator, denominator);
        return new(LogLeaves, numerators, denominators, Active);
    }

    /// <summary>The proof of the prover under test.</summary>
    public (byte[] Proof, FractionClaim Claim) Prove(IAlgebraKernels kernels)
    {
        ProverTranscript transcript = Transcript();
        using var leaves = new LeafFractions(Active);
        for (int i = 0; i < Active; i++) (leaves.Numerators[i], leaves.Denominators[i]) = (Numerators[i].Representative, Denominators[i]);
        FractionClaim claim = FractionProver.Prove(new(transcript), leaves, kernels);
        return (transcript.ToProof(), claim);
    }

    /// <summary>The proof of the plain prover.</summary>
    public (byte[] Proof, FractionClaim Claim) ProvePlainly(FractionCheats cheats)
    {
        ProverTranscript transcript = Transcript();
        KoalaBear5[] embedded = [.. Numerators.Select(KoalaBear5.FromBase)];
        FractionClaim claim = PlainFractionProver.Prove(transcript, embedded, Denominators, cheats);
        return (transcript.ToProof(), claim);
    }

    /// <summary>The claim of the verifier, all of the proof being read.</summary>
    public FractionClaim Verify(byte[] proof)
    {
        var transcript = new VerifierTranscript(Domain, proof);
        FractionClaim claim = FractionVerifier.Verify(new(transcript), LogLeaves);
        transcript.Finish();
        return claim;
    }

    /// <summary>Whether a claim is true of the leaves.</summary>
    public (bool Numerator, bool Denominator) Check(FractionClaim claim) => (
        PlainFractionProver.Extension([.. Numerators.Select(KoalaBear5.FromBase)], claim.Point) == claim.Numerator.Known,
        PlainFractionProver.Extension(Denominators, claim.Point) == claim.Denominator.Known);

    private static ProverTranscript Transcript() => new(Domain) { Grind = (_, _) => throw new InvalidOperationException("no work here") };
}
