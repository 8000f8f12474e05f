using Google.Protobuf;
using Prover.Onnx.Graphs;
using Prover.Onnx.Inputs;
using Prover.Onnx.Model;
using Prover.Onnx.Runtime;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Quantization;

/// <summary>
/// Turns a float model and calibration data into a standard QDQ model: ONNX Runtime runs the float model on every sample,
/// ranges become scales, and QuantizeLinear and DequantizeLinear are placed where the proof has 8-bit tensors.
/// </summary>
public sealed class ModelQuantizer
{
    private const int MeasuredSamples = 32;

    private readonly FloatModel model;
    private readonly QuantizationOptions options;

    /// <summary>Reads a float model.</summary>
    /// <param name="file">The file.</param>
    /// <param name="options">How to quantise it.</param>
    /// <exception cref="InvalidModelException">It is not a well-formed model.</exception>
    /// <exception cref="ModelNotSupportedException">It is quantised already, or an axis has no length.</exception>
    public ModelQuantizer(string file, QuantizationOptions options)
    {
        ArgumentNullException.ThrowIfNull(file);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentOutOfRangeException.ThrowIfLessThan(options.MaximumSamples, 1);
        model = FloatModel.Load(file, options);
        this.options = options;
    }

    /// <summary>What the model expects for one run.</summary>
    public IReadOnlyList<ModelInput> Inputs => model.Inputs;

    /// <summary>Quantises the model.</summary>
    /// <param name="samples">The calibration data; see <see cref="SampleReader"/>.</param>
    /// <param name="progress">Told the name of a step, how many runs of it are done and how many there are.</param>
    /// <exception cref="DllNotFoundException">The ONNX Runtime library is not available.</exception>
    /// <exception cref="ModelNotSupportedException">ONNX Runtime cannot run the float model, or values are not finite.</exception>
    public QuantizedModel Quantize(SampleSet samples, Action<QuantizationStep, int, int> progress)
    {
        ArgumentNullException.ThrowIfNull(samples);
        ArgumentNullException.ThrowIfNull(progress);
        try
        {
            return Quantize(samples.Thinned(options.MaximumSamples), progress, model.Graph.Copy());
        }
        catch (Exception error) when (error is OnnxRuntimeException or FormatException)
        {
            throw new ModelNotSupportedException(model.File, [new("float model", "calibration", error.Message, null)]);
        }
    }

    private QuantizedModel Quantize(SampleSet samples, Action<QuantizationStep, int, int> progress, ModelGraph graph)
    {
        Dictionary<string, TensorInfo> info = Prepare(graph, samples[0]);
        Placement placement = PlacementPlanner.Plan(graph, info, model.Prepared, model.Published);
        string[] owners = [.. placement.Quantized.Select(placement.ScaleOwner).Distinct()
            .Where(value => graph.Constant(value) is null)];
        Dictionary<string, ValueRange> ranges = RangeCalibration.Run(
            graph, owners, samples, options, (done, all) => progress(QuantizationStep.Calibrate, done, all));
        ClipLimits.Apply(graph, ranges);
        PadValues.Extend(graph, placement, ranges);
        SoftmaxRanges.Apply(graph, placement, info, ranges);
        foreach ((string value, (float low, float high)) in model.FixedRanges)
        {
            ranges[value] = new ValueRange(MathF.Min(0, low), MathF.Max(0, high)) { IsFixed = true };
        }

        ModelGraph floats = graph.Copy();
        if (options.BiasCorrection)
        {
            BiasCorrection.Apply(
                graph, placement, ranges, info, samples, options, (done, all) => progress(QuantizationStep.CorrectBiases, done, all));
        }

        GraphQuantizer.Apply(graph, placement, ranges, info, options);
        List<LayerError> layers = LayerErrorMeasurement.Run(
            floats, graph, samples.Thinned(MeasuredSamples), options, (done, all) => progress(QuantizationStep.Measure, done, all));
        IEnumerable<ValueInfoProto> outputs = [.. graph.Outputs.Select(name => Output(name, info))];
        return new QuantizedModel(
            ModelGraphWriter.Write(graph, outputs).ToByteArray(),
            ModelGraphWriter.Write(floats, outputs).ToByteArray(),
            model.Inputs,
            layers,
            samples.Count,
            model.Notes);
    }

    /// <summary>Runs the model once to learn types and shapes, and brings it into the form that is quantised.</summary>
    private Dictionary<string, TensorInfo> Prepare(ModelGraph graph, IReadOnlyDictionary<string, DenseTensor> sample)
    {
        Dictionary<string, DenseTensor> values;
        using (var run = new FloatRun(graph, FloatRun.AllValues(graph), options.Threads))
        {
            values = run.Run(sample);
        }

        var info = values.ToDictionary(static pair => pair.Key, static pair => new TensorInfo(pair.Value.ElementType, pair.Value.Shape));
        StaticFolding.Apply(graph, values);
        LinearFolding.Apply(graph, info);
        return info;
    }

    private ValueInfoProto Output(string name, Dictionary<string, TensorInfo> info)
    {
        if (!info.TryGetValue(name, out TensorInfo? known))
        {
            return new ValueInfoProto { Name = name };
        }

        // The first axis of an output grows with that of the inputs where it is free.
        GraphInput first = model.Graph.Inputs[0];
        bool free = first.Shape is [-1, ..] && known.Shape is [var length, ..] && length == model.Inputs[0].Shape[0];
        int[] shape = free ? [-1, .. known.Shape[1..]] : known.Shape;
        string?[] names = new string?[shape.Length];
        if (free)
        {
            names[0] = first.AxisNames[0];
        }

        return ModelGraphWriter.Describe(new GraphInput(name, known.ElementType, shape, names));
    }
}
