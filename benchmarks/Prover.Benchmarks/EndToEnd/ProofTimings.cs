using System.Diagnostics;
using Prover.Proving;

namespace Prover.Benchmarks.EndToEnd;

/// <summary>Proofs with several keys in turn, so that other load on the machine falls on all of them alike.</summary>
internal sealed class ProofTimings
{
    /// <summary>Proofs until the runtime has optimised what small models spend their time in: it starts by compiling in haste.</summary>
    private const double WarmUpSeconds = 2;

    /// <summary>Proofs with each key to warm up, then the repetitions.</summary>
    public ProofTimings(RenewedKey[] keys, int[][] inputs, EndToEndOptions options)
    {
        var warmUp = Stopwatch.StartNew();
        do
        {
            Array.ForEach(keys, static key => key.Renew());
            Fastest = [.. keys.Select(key => key.Prove(inputs))];
        }
        while (warmUp.Elapsed.TotalSeconds < WarmUpSeconds);
        Latest = [.. Fastest];
        Seconds = [.. keys.Select(_ => new double[options.Repetitions])];
        for (int repetition = 0; repetition < options.Repetitions; repetition++)
        {
            for (int key = 0; key < keys.Length; key++)
            {
                keys[key].Renew();
                long start = Stopwatch.GetTimestamp();
                ProvenRun run = Latest[key] = keys[key].Prove(inputs);
                Seconds[key][repetition] = Stopwatch.GetElapsedTime(start).TotalSeconds;
                if (repetition == 0 || Seconds[key][repetition] < Seconds[key].Take(repetition).Min()) Fastest[key] = run;
            }
        }
    }

    /// <summary>For each key the seconds of its proofs, in order.</summary>
    public double[][] Seconds { get; }

    /// <summary>For each key its last proof, which the key verifies as it is now.</summary>
    public ProvenRun[] Latest { get; }

    /// <summary>For each key its fastest proof.</summary>
    public ProvenRun[] Fastest { get; }
}
