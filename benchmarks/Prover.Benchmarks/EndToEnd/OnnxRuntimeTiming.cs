using System.Diagnostics;
using Prover.Onnx.Runtime;
using Prover.Onnx.Tensors;

namespace Prover.Benchmarks.EndToEnd;

/// <summary>Time of one inference in ONNX Runtime, the yardstick of every proof.</summary>
internal static class OnnxRuntimeTiming
{
    private const double LongEnoughSeconds = 0.5;
    private const int EnoughRuns = 100;

    /// <summary>Fastest of many runs after a warm-up; null where the library is not available.</summary>
    public static double? FastestSeconds(byte[] model, DenseTensor input, int threads)
    {
        if (!OnnxRuntimeLibrary.TryLoad(out _))
        {
            return null;
        }

        using var session = new InferenceSession(model, new SessionOptions { IntraOpNumThreads = threads });
        var inputs = new Dictionary<string, DenseTensor> { [session.InputNames[0]] = input };
        session.Run(inputs);
        double fastest = double.PositiveInfinity;
        var total = Stopwatch.StartNew();
        for (int run = 0; run < EnoughRuns && (run < 3 || total.Elapsed.TotalSeconds < LongEnoughSeconds); run++)
        {
            long start = Stopwatch.GetTimestamp();
            session.Run(inputs);
            fastest = Math.Min(fastest, Stopwatch.GetElapsedTime(start).TotalSeconds);
        }

        return fastest;
    }
}
