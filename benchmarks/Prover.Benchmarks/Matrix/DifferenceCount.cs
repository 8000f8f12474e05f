using System.Text.Json.Serialization;
using Prover.Onnx.Compilation;
using Prover.Onnx.Heads;
using Prover.Onnx.Runtime;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;
using Prover.Proving.Witness;

namespace Prover.Benchmarks.Matrix;

/// <summary>How far proven outputs are from ONNX Runtime's on several inputs.</summary>
/// <param name="Runs">The inputs.</param>
/// <param name="Elements">Elements of all outputs.</param>
/// <param name="Differing">Elements that are not equal, bit for bit.</param>
/// <param name="MaximumSteps">
/// The greatest difference in steps: of the output's quantisation, or where it has none or a finer one, of one that cuts the range of
/// the output, with 0, into 255.
/// </param>
[method: JsonConstructor]
internal sealed record DifferenceCount(int Runs, long Elements, long Differing, double MaximumSteps)
{
    /// <summary>Adds one run.</summary>
    public DifferenceCount With(
        CompiledModel model, WitnessProgram program, WitnessTrace trace, InferenceSession session,
        IReadOnlyDictionary<string, DenseTensor> inputs)
    {
        var values = new Dictionary<string, int[]>();
        for (int i = 0; i < model.Network.Outputs.Length; i++)
        {
            NetworkOutput output = model.Network.Outputs[i];
            values[output.Name] = program.Output(trace, i);
        }

        IReadOnlyList<DenseTensor> reference = session.Run(inputs);
        IReadOnlyList<KeyValuePair<string, DenseTensor>> ours = model.Head.Evaluate(values);
        // Many runs of the head: only where something differs.
        var steps = new Lazy<IReadOnlyList<double[]>>(() => OutputSteps.Around(model, values, ours));
        DifferenceCount count = this with { Runs = Runs + 1 };
        for (int i = 0; i < ours.Count; i++)
        {
            double[] theirs = reference[session.OutputNames.ToList().IndexOf(ours[i].Key)].ToDouble();
            count = count.Add(ours[i].Value.ToDouble(), theirs, steps, i);
        }

        return count;
    }

    private DifferenceCount Add(double[] ours, double[] theirs, Lazy<IReadOnlyList<double[]>> steps, int output)
    {
        if (ours.Length != theirs.Length)
        {
            throw new InvalidOperationException($"an output has {ours.Length} elements and ONNX Runtime gives {theirs.Length}");
        }

        long differing = 0;
        double coarse = theirs.Length > 0 ? (Math.Max(0, theirs.Max()) - Math.Min(0, theirs.Min())) / byte.MaxValue : 0;
        double worst = MaximumSteps;
        for (int i = 0; i < ours.Length; i++)
        {
            if (ours[i].Equals(theirs[i])) continue;
            differing++;
            double step = Math.Max(coarse, steps.Value[output][i]), off = Math.Abs(ours[i] - theirs[i]);
            worst = Math.Max(worst, step > 0 ? off / step : off);
        }

        return new(Runs, Elements + ours.Length, Differing + differing, worst);
    }
}
