using Prover.Onnx.Compilation;
using Prover.Onnx.Runtime;
using Prover.Onnx.Tensors;
using Prover.Proving.Witness;

namespace Prover.Onnx.Quantization;

/// <summary>
/// How many labelled samples the float model, the quantised model in ONNX Runtime and the proven integers classify correctly.
/// The class is the first integer output with one element per sample, else the place of the greatest element of the first output.
/// </summary>
/// <param name="Samples">The number of labelled samples.</param>
/// <param name="FloatCorrect">Right answers of the float model.</param>
/// <param name="QuantizedCorrect">Right answers of the quantised model in ONNX Runtime.</param>
/// <param name="ProvenCorrect">Right answers of the proven integers, null where the model cannot be proven.</param>
/// <param name="ProvenAgreesWithFloat">Samples that proven integers and float model put into one class, null likewise.</param>
public sealed record AccuracyComparison(
    int Samples, int FloatCorrect, int QuantizedCorrect, int? ProvenCorrect, int? ProvenAgreesWithFloat)
{
    /// <summary>Runs all three on every sample.</summary>
    /// <param name="model">Float and quantised model.</param>
    /// <param name="compiled">The compiled quantised model, null where it cannot be proven.</param>
    /// <param name="samples">The samples.</param>
    /// <param name="labels">The right class of each.</param>
    /// <param name="threads">The greatest number of threads.</param>
    /// <param name="progress">Told how much of the work is done, from 0 to 1; may throw to stop.</param>
    /// <exception cref="OnnxRuntimeException">A model cannot be run.</exception>
    public static AccuracyComparison Measure(
        QuantizedModel model, CompiledModel? compiled, SampleSet samples, long[] labels, int threads, Action<double> progress)
    {
        ArgumentNullException.ThrowIfNull(model);
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(labels);
        long[] exact = Classify(model.FloatBytes, samples, threads, share => progress(share / 3));
        long[] quantized = Classify(model.Bytes, samples, threads, share => progress((1 + share) / 3));
        long[]? proven = compiled is null ? null : Classify(compiled, samples, threads, share => progress((2 + share) / 3));
        return new AccuracyComparison(
            samples.Count,
            Equal(exact, labels),
            Equal(quantized, labels),
            proven is null ? null : Equal(proven, labels),
            proven is null ? null : Equal(proven, exact));
    }

    /// <summary>The class that a model's outputs stand for.</summary>
    /// <exception cref="ArgumentException">There is no output.</exception>
    public static long ClassOf(IReadOnlyList<DenseTensor> outputs)
    {
        ArgumentNullException.ThrowIfNull(outputs);
        DenseTensor? label = outputs.FirstOrDefault(static output =>
            output is { Length: 1, ElementType: TensorElementType.Int64 or TensorElementType.Int32 });
        if (label is not null)
        {
            return label.ToInt64()[0];
        }

        if (outputs.FirstOrDefault(static output => output.Data is float[]) is not { } first)
        {
            throw new ArgumentException("no output is a class or a list of scores");
        }

        float[] scores = first.As<float>();
        return scores.Length == 1 ? (scores[0] > 0.5f ? 1 : 0) : Array.IndexOf(scores, scores.Max());
    }

    private static int Equal(long[] a, long[] b) => a.Zip(b).Count(static pair => pair.First == pair.Second);

    private static long[] Classify(byte[] model, SampleSet samples, int threads, Action<double> progress)
    {
        using var session = new InferenceSession(model, new SessionOptions { IntraOpNumThreads = threads });
        return [.. samples.Select((sample, i) =>
        {
            progress((double)i / samples.Count);
            return ClassOf(session.Run(sample));
        })];
    }

    private static long[] Classify(CompiledModel compiled, SampleSet samples, int threads, Action<double> progress)
    {
        var program = new WitnessProgram(compiled.Network);
        return [.. samples.Select((sample, i) =>
        {
            progress((double)i / samples.Count);
            var outputs = compiled.Outputs(program, program.Execute(compiled.Quantize(sample), threads));
            return ClassOf([.. outputs.Select(static output => output.Value)]);
        })];
    }
}
