using System.Globalization;
using System.Text;
using System.Text.Json;
using Prover.Onnx.Compilation;
using Prover.Onnx.Model;
using Prover.Onnx.Quantization;
using Prover.Onnx.Runtime;
using Prover.Onnx.Tensors;
using Prover.Proving.Witness;

namespace Prover.Benchmarks.Accuracy;

/// <summary>Quantises every float model and compares float, quantised and proven answers; writes a table and the numbers.</summary>
internal static class AccuracyRunner
{
    private const int NoiseSamples = 32;

    private static readonly JsonSerializerOptions JsonFormat = new() { WriteIndented = true };

    /// <summary>Runs every model and writes the report.</summary>
    internal static void Run(AccuracyOptions options)
    {
        var data = new SharedData(options.Shared);
        var results = new List<AccuracyResult>();
        foreach (AccuracyModel model in options.Models)
        {
            AccuracyResult result = Measure(model, data, options);
            results.Add(result);
            Console.WriteLine(Row(result));
        }

        string folder = options.Out ?? Path.Combine(Path.GetDirectoryName(ResultsFolder.ForThisMachine())!, "accuracy");
        Directory.CreateDirectory(folder);
        string stem = options.PowerOfTwoScales ? "accuracy-pow2" : "accuracy";
        File.WriteAllText(Path.Combine(folder, stem + ".md"), Report(results, options));
        File.WriteAllText(Path.Combine(folder, stem + ".json"), JsonSerializer.Serialize(results, JsonFormat) + "\n");
    }

    private static AccuracyResult Measure(AccuracyModel model, SharedData data, AccuracyOptions options)
    {
        QuantizationOptions settings = model.Options with { Threads = options.Threads, PowerOfTwoScales = options.PowerOfTwoScales };
        var result = new AccuracyResult(model.Name, "", model.OptionText, 0, 0, null, null, null, null);
        try
        {
            var quantizer = new ModelQuantizer(data.ModelPath(model.Name), settings);
            LabelledSamples labelled = model.Data(data, quantizer.Inputs);
            result = result with { DataSet = labelled.DataSet, Samples = labelled.Samples.Count };
            QuantizedModel quantized = quantizer.Quantize(labelled.Samples, static (_, _, _) => { });
            (CompiledModel? compiled, string? problem) = Compile(quantized, model.Name);
            SampleSet few = labelled.Samples.Thinned(NoiseSamples);
            return result with
            {
                CalibrationSamples = quantized.SampleCount,
                Problem = problem,
                QuantizedSignalToNoise = SignalToNoise(quantized, few, Runtime(quantized.Bytes)),
                ProvenSignalToNoise = compiled is null ? null : SignalToNoise(quantized, few, Integers(compiled, options.Threads)),
                Accuracy = labelled.Labels is { } labels
                    ? AccuracyComparison.Measure(quantized, compiled, labelled.Samples, labels, options.Threads, static _ => { })
                    : null,
            };
        }
        catch (Exception error) when (error is ModelNotSupportedException or InvalidModelException or OnnxRuntimeException)
        {
            return result with { Problem = error.Message.Replace(data.ModelPath(model.Name), model.Name, StringComparison.Ordinal) };
        }
    }

    private static (CompiledModel? Compiled, string? Problem) Compile(QuantizedModel quantized, string name)
    {
        try
        {
            return (ModelCompiler.Compile(quantized.Bytes, name, new CompilationOptions()), null);
        }
        catch (ModelNotSupportedException error)
        {
            return (null, error.Message);
        }
    }

    private static Func<IReadOnlyDictionary<string, DenseTensor>, IReadOnlyList<DenseTensor>> Runtime(byte[] model)
    {
        var session = new InferenceSession(model, new SessionOptions());
        return session.Run;
    }

    private static Func<IReadOnlyDictionary<string, DenseTensor>, IReadOnlyList<DenseTensor>> Integers(CompiledModel model, int threads)
    {
        var program = new WitnessProgram(model.Network);
        return sample => [.. model.Outputs(program, program.Execute(model.Quantize(sample), threads)).Select(static o => o.Value)];
    }

    private static double SignalToNoise(
        QuantizedModel model, SampleSet samples, Func<IReadOnlyDictionary<string, DenseTensor>, IReadOnlyList<DenseTensor>> run)
    {
        Func<IReadOnlyDictionary<string, DenseTensor>, IReadOnlyList<DenseTensor>> exact = Runtime(model.FloatBytes);
        double signal = 0, noise = 0;
        foreach (IReadOnlyDictionary<string, DenseTensor> sample in samples)
        {
            foreach ((DenseTensor a, DenseTensor b) in exact(sample).Zip(run(sample)))
            {
                if (a.Data is float[] x && b.Data is float[] y)
                {
                    signal += x.Sum(static v => (double)v * v);
                    noise += x.Zip(y, static (v, w) => ((double)v - w) * (v - w)).Sum();
                }
            }
        }

        const double best = 200;
        return noise > 0 && signal > 0 ? Math.Min(best, 10 * Math.Log10(signal / noise)) : best;
    }

    private static string Report(List<AccuracyResult> results, AccuracyOptions options)
    {
        var text = new StringBuilder();
        text.AppendLine("# Accuracy of quantised and proven models");
        text.AppendLine();
        text.AppendLine("Written by `dotnet run --project benchmarks/Prover.Benchmarks -c Release -- accuracy --shared FOLDER"
            + (options.PowerOfTwoScales ? " --scales pow2" : "") + "`.");
        text.AppendLine(
            "Float: ONNX Runtime on the float model. Quantised: ONNX Runtime on the QDQ model. Proven: the integers that the proof is");
        text.AppendLine(
            "about, with the public head. Calibration uses evenly spaced samples of the same data, without their classes. Output SNR:");
        text.AppendLine("power of the float outputs over that of the difference, over at most 32 samples.");
        text.AppendLine();
        text.AppendLine(
            "| model | data | rows | calibration | float | quantised | proven | difference | agrees with float | output SNR (dB) |");
        text.AppendLine("|---|---|--:|--:|--:|--:|--:|--:|--:|--:|");
        results.ForEach(result => text.AppendLine(Row(result)));
        AccuracyResult[] problems = [.. results.Where(static result => result.Problem is not null)];
        if (problems.Length > 0)
        {
            text.AppendLine();
            text.AppendLine("Not proven yet:");
            text.AppendLine();
            foreach (AccuracyResult result in problems)
            {
                text.AppendLine(CultureInfo.InvariantCulture, $"- {Shortened(result.Problem!)}");
            }
        }

        return text.ToString();
    }

    private static string Shortened(string problem)
    {
        const int longest = 300;
        string text = problem.ReplaceLineEndings(" ");
        return text.Length > longest ? text[..longest] + " ..." : text;
    }

    private static string Row(AccuracyResult result)
    {
        AccuracyComparison? a = result.Accuracy;
        string Percent(int? correct) => a is null || correct is null
            ? "-"
            : (100.0 * correct.Value / a.Samples).ToString("F2", CultureInfo.InvariantCulture) + " %";
        string difference = a?.ProvenCorrect is { } proven
            ? (100.0 * (proven - a.FloatCorrect) / a.Samples).ToString("+0.00;-0.00;0.00", CultureInfo.InvariantCulture)
            : "-";
        string noise = (result.ProvenSignalToNoise ?? result.QuantizedSignalToNoise)?.ToString("F1", CultureInfo.InvariantCulture) ?? "-";
        string name = result.Options.Length > 0 ? $"{result.Model} ({result.Options})" : result.Model;
        return string.Create(
                CultureInfo.InvariantCulture, $"| {name} | {result.DataSet} | {result.Samples} | {result.CalibrationSamples} | ")
            + $"{Percent(a?.FloatCorrect)} | {Percent(a?.QuantizedCorrect)} | {Percent(a?.ProvenCorrect)} | {difference} | "
            + $"{Percent(a?.ProvenAgreesWithFloat)} | {noise} |";
    }
}
