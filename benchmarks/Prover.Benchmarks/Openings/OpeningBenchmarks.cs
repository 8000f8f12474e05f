using BenchmarkDotNet.Attributes;
using Prover.Proving.Commitments;
using Prover.Proving.Kernels;
using Prover.Proving.Transcripts;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;
using Prover.Verifier.Soundness;
using Prover.Verifier.Transcripts;

namespace Prover.Benchmarks.Openings;

/// <summary>The commitment of a witness of 16 columns and its opening together with a model of 48 columns.</summary>
public class OpeningBenchmarks : IDisposable
{
    private const string Domain = "opening benchmark";
    private const int LogColumns = 6, ModelColumns = 48, WitnessColumns = 16;
    private KernelSet kernels = null!;
    private WhirParameters parameters = null!;
    private FieldBuffer modelColumns = null!;
    private FieldBuffer witnessColumns = null!;
    private CommittedMatrix model = null!;
    private CommittedMatrix witness = null!;
    private byte[] proof = [];

    [Params(12, 14, 18)]
    public int LogRows { get; set; }

    [Params("P100", "P128")]
    public string Profile { get; set; } = "P100";

    [GlobalSetup]
    public void Setup()
    {
        kernels = KernelSet.Fastest(Environment.ProcessorCount);
        parameters = new(
            new JointShape(LogRows, LogColumns, 0, ModelColumns, ModelColumns, WitnessColumns), SecurityProfile.Find(Profile)!);
        modelColumns = Elements((long)ModelColumns << LogRows);
        witnessColumns = Elements((long)WitnessColumns << LogRows);
        model = new(kernels.Codes, parameters.ModelTree, LogRows, modelColumns);
        witness = new(kernels.Codes, parameters.WitnessTree, LogRows, witnessColumns);
        proof = Prove();
        Console.WriteLine($"// proof of {proof.Length} bytes");
    }

    [GlobalCleanup]
    public void Dispose()
    {
        model.Dispose();
        witness.Dispose();
        modelColumns.Dispose();
        witnessColumns.Dispose();
        GC.SuppressFinalize(this);
    }

    [Benchmark]
    public void CommitWitness()
    {
        using var committed = new CommittedMatrix(kernels.Codes, parameters.WitnessTree, LogRows, witnessColumns);
    }

    [Benchmark]
    public int Open() => Prove().Length;

    [Benchmark]
    public void Verify()
    {
        var transcript = new VerifierTranscript(Domain, proof);
        Digest[] witnessCap = transcript.ReceiveDigests("witness cap", parameters.WitnessTree.CapLength);
        OutOfDomainClaim sample = OpeningVerifier.CommitOutOfDomain(parameters, transcript);
        OpeningClaim left = OpeningVerifier.Open(parameters, [new([.. model.Tree.Cap.Span])], witnessCap, transcript, sample.Value);
        transcript.Finish();
        left.Settle(MultilinearExtension.Equality(sample.Point, left.Point));
    }

    private byte[] Prove()
    {
        var transcript = new ProverTranscript(Domain) { Grind = (seed, bits) => kernels.Codes.Grind(seed, bits) };
        transcript.SendDigests("witness cap", witness.Tree.Cap.Span);
        var prover = new OpeningProver(parameters, [model], witness, kernels.Codes, kernels.Algebra, transcript);
        OutOfDomainClaim sample = prover.CommitOutOfDomain();
        var covector = new ExtensionVector(1L << parameters.Shape.Variables);
        kernels.Algebra.EqTable(sample.Point, KoalaBear5.One, covector);
        prover.Open(covector, sample.Value);
        return transcript.ToProof();
    }

    private static FieldBuffer Elements(long count)
    {
        var random = new Random(1);
        var buffer = new FieldBuffer(count);
        for (long i = 0; i < count; i++) buffer[i] = (uint)random.NextInt64(KoalaBear.Order);
        return buffer;
    }
}
