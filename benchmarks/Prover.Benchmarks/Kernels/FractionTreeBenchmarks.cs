using BenchmarkDotNet.Attributes;
using Prover.Proving.Hiding;
using Prover.Proving.Kernels;
using Prover.Proving.Kernels.Simd;
using Prover.Proving.Lookups;
using Prover.Proving.Transcripts;
using Prover.Verifier.Fields;

namespace Prover.Benchmarks.Kernels;

/// <summary>The whole fraction tree on one core, for as many leaves as benchmark models have and for powers of two.</summary>
public class FractionTreeBenchmarks : IDisposable
{
    private IAlgebraKernels _kernels = null!;
    private LeafFractions _leaves = null!;

    [Params(1 << 16, 1 << 20, 1_230_119)]
    public int Leaves { get; set; }

    [GlobalSetup]
    public void Setup()
    {
        _kernels = SimdAlgebraFactory.Create(threads: 1);
        _leaves = new(Leaves);
        var random = new Random(1);
        KoalaBear Next() => new((uint)random.NextInt64(KoalaBear.Order));
        for (int i = 0; i < Leaves; i++)
        {
            (_leaves.Numerators[i], _leaves.Denominators[i]) = (Next().Representative, new(Next(), Next(), Next(), Next(), Next()));
        }
    }

    [GlobalCleanup]
    public void Dispose()
    {
        GC.SuppressFinalize(this);
        _leaves.Dispose();
    }

    /// <summary>All layers and their sumchecks.</summary>
    [Benchmark]
    public int Prove()
    {
        var transcript = new ProverTranscript("benchmark") { Grind = static (_, _) => 0 };
        FractionProver.Prove(new HiddenSender(transcript), _leaves, _kernels);
        return transcript.ToProof().Length;
    }
}
