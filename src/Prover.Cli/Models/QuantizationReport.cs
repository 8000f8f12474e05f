using System.Globalization;
using System.Text.Json.Nodes;
using Prover.Cli.Output;
using Prover.Onnx.Quantization;

namespace Prover.Cli.Models;

/// <summary>What `quantize` has done, for programs and for people.</summary>
internal sealed class QuantizationReport
{
    private const int ShownLayers = 8;

    private readonly string target;
    private readonly QuantizedModel model;
    private readonly ProvableModel provable;
    private readonly AccuracyComparison? accuracy;

    /// <summary>Collects results.</summary>
    public QuantizationReport(string target, QuantizedModel model, ProvableModel provable, AccuracyComparison? accuracy)
    {
        this.target = target;
        this.model = model;
        this.provable = provable;
        this.accuracy = accuracy;
    }

    /// <summary>The report.</summary>
    /// <param name="verbose">All layers instead of the worst.</param>
    public CommandResult ToResult(bool verbose)
    {
        var text = new List<string>
        {
            $"{target}: {Quantity.Bytes(model.Bytes.Length)}, calibrated with {Quantity.Count(model.SampleCount, "sample")}",
        };
        text.AddRange(model.Notes.Select(static note => "note: " + note));
        text.AddRange(AccuracyLines());
        text.AddRange(LayerLines(verbose ? model.Layers.Count : ShownLayers));
        if (provable.Problems.Count > 0)
        {
            text.Add($"it cannot be proven yet: {Quantity.Count(provable.Problems.Count, "node")} not supported");
            text.AddRange(provable.Problems.Select(static problem => "  " + problem));
        }
        var json = new JsonObject
        {
            ["model"] = target,
            ["model_bytes"] = model.Bytes.Length,
            ["samples"] = model.SampleCount,
            ["notes"] = new JsonArray([.. model.Notes.Select(static note => JsonValue.Create(note))]),
            ["provable"] = provable.Compiled is not null,
            ["unsupported"] = new JsonArray([.. provable.Problems.Select(static problem => JsonValue.Create(problem.ToString()))]),
            ["accuracy"] = AccuracyJson(),
            ["layers"] = new JsonArray([.. model.Layers.Select(LayerJson)]),
        };
        return new(json, text);
    }

    private List<string> AccuracyLines()
    {
        if (accuracy is null) return [];
        TextTable table = TextTable.Fields()
            .Add("float", Share(accuracy.FloatCorrect))
            .Add("quantised", Share(accuracy.QuantizedCorrect))
            .Add("proven", accuracy.ProvenCorrect is { } proven ? Share(proven) : "-");
        return [$"accuracy on {Quantity.Count(accuracy.Samples, "labelled sample")}:", .. table.Lines()];
    }

    private string Share(int correct) =>
        string.Create(CultureInfo.InvariantCulture, $"{100.0 * correct / accuracy!.Samples:F2} % ({correct} of {accuracy.Samples})");

    private JsonObject? AccuracyJson() => accuracy is null ? null : new()
    {
        ["samples"] = accuracy.Samples,
        ["float"] = (double)accuracy.FloatCorrect / accuracy.Samples,
        ["quantized"] = (double)accuracy.QuantizedCorrect / accuracy.Samples,
        ["proven"] = (double?)accuracy.ProvenCorrect / accuracy.Samples,
        ["proven_agrees_with_float"] = (double?)accuracy.ProvenAgreesWithFloat / accuracy.Samples,
    };

    private List<string> LayerLines(int count)
    {
        var table = new TextTable(false, false, true, true, true, false);
        table.Add("value", "operator", "SNR dB", "mean steps", "max steps", "try");
        foreach (LayerError layer in model.Layers.Take(count))
        {
            table.Add(
                layer.Value,
                layer.Operator,
                layer.SignalToNoise.ToString("F1", CultureInfo.InvariantCulture),
                layer.MeanSteps.ToString("F2", CultureInfo.InvariantCulture),
                layer.MaximumSteps.ToString("F1", CultureInfo.InvariantCulture),
                layer.Advice ?? "");
        }
        string rest = model.Layers.Count > count ? $" of {model.Layers.Count} (--verbose shows all)" : "";
        return [$"quantised values, the least accurate first{rest}:", .. table.Lines()];
    }

    private static JsonObject LayerJson(LayerError layer) => new()
    {
        ["value"] = layer.Value,
        ["node"] = layer.Node,
        ["operator"] = layer.Operator,
        ["scale"] = layer.Scale,
        ["snr_db"] = layer.SignalToNoise,
        ["own_snr_db"] = layer.OwnSignalToNoise,
        ["weight_snr_db"] = layer.WeightSignalToNoise,
        ["mean_steps"] = layer.MeanSteps,
        ["max_steps"] = layer.MaximumSteps,
        ["clipped_share"] = layer.ClippedShare,
        ["advice"] = layer.Advice,
    };
}
