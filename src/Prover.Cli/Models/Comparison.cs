using Prover.Cli.Failures;
using Prover.Onnx.Runtime;
using Prover.Onnx.Tensors;

namespace Prover.Cli.Models;

/// <summary>How far the integers' outputs are from ONNX Runtime's.</summary>
/// <param name="Differing">Elements that are not equal, bit for bit.</param>
/// <param name="Total">All elements of all outputs.</param>
/// <param name="MaximumSteps">The greatest difference in steps of the output's quantisation.</param>
internal sealed record Comparison(long Differing, long Total, double MaximumSteps)
{
    /// <summary>Runs ONNX Runtime on the same inputs and compares.</summary>
    /// <exception cref="CommandFailure">The library is missing or gives other outputs.</exception>
    /// <param name="onnx">The content of the model's file.</param>
    /// <param name="batch">How many runs of the model the inputs hold.</param>
    /// <param name="inputs">The inputs.</param>
    /// <param name="run">Our run on them.</param>
    public static Comparison With(byte[] onnx, int batch, IReadOnlyDictionary<string, DenseTensor> inputs, ModelRun run)
    {
        if (!OnnxRuntimeLibrary.TryLoad(out string? reason))
        {
            throw new CommandFailure(
                ExitCode.Environment,
                "library_missing",
                $"--compare needs ONNX Runtime: {reason}",
                "`run` without --compare does not need it");
        }
        using var session = new InferenceSession(onnx, new SessionOptions { Int8Kernels = run.UsesInt8Kernels });
        double[][] expected = Run(session, batch, inputs);
        // Many runs of the head: only where something differs.
        var steps = new Lazy<IReadOnlyList<double[]>>(run.Steps);
        long differing = 0, total = 0;
        double worst = 0;
        for (int output = 0; output < run.Outputs.Count; output++)
        {
            string name = run.Outputs[output].Key;
            int position = session.OutputNames.ToList().IndexOf(name);
            double[] ours = run.Outputs[output].Value.ToDouble(), theirs = expected[position];
            if (ours.Length != theirs.Length)
            {
                throw new CommandFailure(
                    ExitCode.Environment, "internal", $"output {name} has {ours.Length} elements and ONNX Runtime gives {theirs.Length}");
            }
            for (int i = 0; i < ours.Length; i++, total++)
            {
                if (ours[i].Equals(theirs[i])) continue;
                differing++;
                double difference = Math.Abs(ours[i] - theirs[i]), step = steps.Value[output][i];
                worst = Math.Max(worst, step > 0 ? difference / step : difference);
            }
        }
        return new(differing, total, worst);
    }

    /// <summary>One run per element of the batch: a model may fix its first axis.</summary>
    private static double[][] Run(InferenceSession session, int batch, IReadOnlyDictionary<string, DenseTensor> inputs)
    {
        IReadOnlyList<DenseTensor>[] runs = [.. Enumerable.Range(0, batch).Select(index => session.Run(
            inputs.ToDictionary(input => input.Key, input => Part(input.Value, batch, index))))];
        return [.. session.OutputNames.Select((_, output) =>
            runs.SelectMany(results => results[output].ToDouble()).ToArray())];
    }

    private static DenseTensor Part(DenseTensor tensor, int batch, int index)
    {
        if (batch == 1) return tensor;
        int length = tensor.Length / batch;
        var data = Array.CreateInstance(tensor.Data.GetType().GetElementType()!, length);
        Array.Copy(tensor.Data, index * length, data, 0, length);
        return DenseTensor.Create(data, [tensor.Shape[0] / batch, .. tensor.Shape[1..]]);
    }
}
