using Prover.Proving.Kernels;
using Prover.Proving.Sumchecks;
using Prover.Proving.Transcripts;
using Prover.Verifier.Fields;
using Prover.Verifier.Sumchecks;
using Prover.Verifier.Transcripts;

namespace Prover.Soundness.Tests.Sumchecks;

/// <summary>Two vectors whose inner product is proven, with the prover, one written from the specification, and the verifier.</summary>
internal sealed class SumcheckCase
{
    private const string Domain = "sumcheck tests";
    private readonly KoalaBear5[] a, b;

    public SumcheckCase(int variables, int seed)
    {
        var random = new Random(seed);
        KoalaBear Base() => KoalaBear.FromInteger(random.NextInt64());
        KoalaBear5 Element() => new(Base(), Base(), Base(), Base(), Base());
        KoalaBear5[] Vector() => [.. Enumerable.Range(0, 1 << variables).Select(_ => Element())];
        (a, b, Variables) = (Vector(), Vector(), variables);
        Truth = a.Zip(b).Aggregate(KoalaBear5.Zero, (sum, pair) => sum + (pair.First * pair.Second));
    }

    public int Variables { get; }

    /// <summary>The inner product.</summary>
    public KoalaBear5 Truth { get; }

    /// <summary>The proof of the prover under test.</summary>
    public (byte[] Proof, SumcheckClaim Claim) Prove(IAlgebraKernels kernels)
    {
        ProverTranscript transcript = Transcript();
        using ExtensionVector left = ExtensionVector.From(a), right = ExtensionVector.From(b);
        SumcheckClaim claim = SumcheckProver.Prove(new(transcript), left, right, Truth, kernels);
        Assert.Equal(claim.Value.Known, left[0] * right[0]);
        return (transcript.ToProof(), claim);
    }

    /// <summary>The proof of a prover who sends what <paramref name="lie"/> makes of each round's message (h(0), h2).</summary>
    public byte[] ProvePlainly(Func<int, KoalaBear5[], KoalaBear5[]> lie)
    {
        ProverTranscript transcript = Transcript();
        (KoalaBear5[] left, KoalaBear5[] right) = (a, b);
        for (int round = 0; round < Variables; round++)
        {
            KoalaBear5 At(int x) => Bind(left, KoalaBear5.FromInteger(x)).Zip(Bind(right, KoalaBear5.FromInteger(x)))
                .Aggregate(KoalaBear5.Zero, (sum, pair) => sum + (pair.First * pair.Second));
            KoalaBear5 quadratic = (At(2) - At(1) - At(1) + At(0)) * KoalaBear.FromInteger(2).Inverse();
            transcript.Send("product message", lie(round, [At(0), quadratic]));
            KoalaBear5 r = transcript.Challenge("product challenge");
            (left, right) = (Bind(left, r), Bind(right, r));
        }
        return transcript.ToProof();
    }

    /// <summary>Reads a proof of a claim; true if what the verifier is left with is true of the vectors.</summary>
    public bool Verify(byte[] proof, KoalaBear5 claim)
    {
        var transcript = new VerifierTranscript(Domain, proof);
        SumcheckClaim end = SumcheckVerifier.Verify(new(transcript), claim, Variables);
        transcript.Finish();
        Assert.Equal(Variables, end.Point.Length);
        return Extension(a, end.Point) * Extension(b, end.Point) == end.Value.Known;
    }

    private static KoalaBear5 Extension(KoalaBear5[] vector, KoalaBear5[] point) => point.Aggregate(vector, Bind)[0];

    private static KoalaBear5[] Bind(KoalaBear5[] v, KoalaBear5 r) =>
        [.. Enumerable.Range(0, v.Length / 2).Select(i => v[i] + (r * (v[i + (v.Length / 2)] - v[i])))];

    private static ProverTranscript Transcript() => new(Domain) { Grind = (_, _) => throw new InvalidOperationException("no work here") };
}
