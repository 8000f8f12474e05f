using System.Diagnostics;
using Prover.Proving;
using Prover.Proving.Circuits;
using Prover.Verifier.Soundness;

namespace Prover.Onnx.Planning;

/// <summary>
/// Measures a machine by proving one fixed network of medium size, again and again for a second or two; the fastest proof counts, as other
/// work on the machine, and code that is not yet optimised, only ever add to its time.
/// </summary>
public static class SpeedMeasurement
{
    private const int Batch = 32, Width = 512, Layers = 2;
    private const double LongEnoughSeconds = 1.5;
    private const int LeastRuns = 3;

    /// <summary>Measures this machine.</summary>
    /// <param name="threads">The number of threads that proofs will use.</param>
    public static MachineSpeed Run(int threads)
    {
        Network network = Sample();
        using ProvingKey key = ProvingKey.Create(network, SecurityProfile.P100, threads);
        var options = new ProvingOptions { Threads = threads };
        int[] input = [.. Enumerable.Range(0, Batch * Width).Select(static i => i * 37 % 256)];
        double fastest = double.PositiveInfinity;
        var total = Stopwatch.StartNew();
        for (int run = 0; run < LeastRuns || total.Elapsed.TotalSeconds < LongEnoughSeconds; run++)
        {
            fastest = Math.Min(fastest, key.Prove([input], [], options).Phases.Sum(static phase => phase.Seconds));
        }

        return MachineSpeed.Of(fastest, Predicted(ProvingWork.Of(network, SecurityProfile.P100)));
    }

    /// <summary>Dense layers with pseudorandom weights: every phase has bulk work, none exceeds a few milliseconds.</summary>
    internal static Network Sample()
    {
        var builder = new NetworkBuilder();
        Activation x = builder.Input("input", [Batch, Width], 128, 0, 255, isPublic: true);
        uint state = 1;
        for (int layer = 0; layer < Layers; layer++)
        {
            int[] weights = new int[Width * Width];
            for (int i = 0; i < weights.Length; i++)
            {
                state = (state * 1664525) + 1013904223;
                weights[i] = (int)(state >> 24) - 128;
            }

            Accumulator sums = builder.MatMul($"layer {layer}", x, new WeightTensor([Width, Width], weights), null);
            x = builder.Requantise(sums, new Requantisation(static (_, sum) => Math.Clamp(sum >> 12, -128, 127), -128, 127, 0));
        }

        builder.Output("output", x);
        return builder.Build();
    }

    private static double Predicted(ProvingWork work) =>
        CostModel.Predict(work, MachineSpeed.Reference).Sum(static term => term.Seconds);
}
