using System.Diagnostics;
using Prover.Proving;

namespace Prover.Benchmarks.EndToEnd;

/// <summary>Proofs with several keys in turn, so that other load on the machine falls on all of them alike.</summary>
internal sealed class ProofTimings
{
    /// <summary>Proofs until the runtime has optimised what small models spend their time in: it starts by compiling in haste.</summary>
    private const double WarmUpSeconds = 2;

    /// <summary>Small models are proven again and again for so long: their times vary by proofs of work and by load.</summary>
    internal const double LeastSeconds = 6;

    /// <summary>Repetitions never exceed this unless more are asked for.</summary>
    private const int MostRepetitions = 200;

    /// <summary>Proofs with each key to warm up, then the repetitions, and more of them while there is time.</summary>
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
        List<double>[] seconds = [.. keys.Select(static _ => new List<double>())];
        var total = Stopwatch.StartNew();
        bool IsMore(int done) => done < options.Repetitions || (done < MostRepetitions && total.Elapsed.TotalSeconds < LeastSeconds);
        for (int repetition = 0; IsMore(repetition); repetition++)
        {
            for (int key = 0; key < keys.Length; key++)
            {
                keys[key].Renew();
                long start = Stopwatch.GetTimestamp();
                ProvenRun run = Latest[key] = keys[key].Prove(inputs);
                double elapsed = Stopwatch.GetElapsedTime(start).TotalSeconds;
                if (repetition == 0 || elapsed < seconds[key].Min()) Fastest[key] = run;
                seconds[key].Add(elapsed);
            }
        }
        Seconds = [.. seconds.Select(static times => times.ToArray())];
    }

    /// <summary>For each key the seconds of its proofs, in order.</summary>
    public double[][] Seconds { get; }

    /// <summary>For each key its last proof, which the key verifies as it is now.</summary>
    public ProvenRun[] Latest { get; }

    /// <summary>For each key its fastest proof.</summary>
    public ProvenRun[] Fastest { get; }
}
