using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Quantization;

/// <summary>
/// Writes quantisation into a graph: a pair of QuantizeLinear and DequantizeLinear per quantised value, which keeps its name
/// behind the pair; 8-bit weights and 32-bit biases behind DequantizeLinear.
/// </summary>
internal sealed class GraphQuantizer
{
    private readonly ModelGraph graph;
    private readonly Placement placement;
    private readonly IReadOnlyDictionary<string, ValueRange> ranges;
    private readonly IReadOnlyDictionary<string, TensorInfo> info;
    private readonly QuantizationOptions options;
    private readonly Dictionary<string, (string Scale, string ZeroPoint)> parameters = [];
    private readonly List<GraphNode> nodes = [];

    private GraphQuantizer(
        ModelGraph graph,
        Placement placement,
        IReadOnlyDictionary<string, ValueRange> ranges,
        IReadOnlyDictionary<string, TensorInfo> info,
        QuantizationOptions options)
    {
        this.graph = graph;
        this.placement = placement;
        this.ranges = ranges;
        this.info = info;
        this.options = options;
    }

    /// <summary>Quantises a graph in place.</summary>
    /// <param name="graph">The float graph.</param>
    /// <param name="placement">What is quantised.</param>
    /// <param name="ranges">The range of every value that decides a scale.</param>
    /// <param name="info">Type and shape of every value.</param>
    /// <param name="options">Types and scales.</param>
    internal static void Apply(
        ModelGraph graph,
        Placement placement,
        IReadOnlyDictionary<string, ValueRange> ranges,
        IReadOnlyDictionary<string, TensorInfo> info,
        QuantizationOptions options) => new GraphQuantizer(graph, placement, ranges, info, options).Apply();

    /// <summary>Scale and zero point of a quantised value or constant.</summary>
    internal static (float Scale, int ZeroPoint) Parameters(
        string value, Placement placement, IReadOnlyDictionary<string, ValueRange> ranges, ModelGraph graph, QuantizationOptions options)
    {
        string owner = placement.ScaleOwner(value);
        ValueRange range = graph.Constant(owner) is { Data: float[] constant }
            ? new ValueRange(MathF.Min(0, constant.Min()), MathF.Max(0, constant.Max()))
            : ranges[owner];
        return ScaleChoice.Activation(range, options);
    }

    private void Apply()
    {
        foreach (GraphNode pad in graph.Nodes.Where(node => node.Is("Pad") && placement.Quantized.Contains(node.Input(0))))
        {
            (float scale, int zero) = Parameters(pad.Input(0), placement, ranges, graph, options);
            PadValues.Round(graph, pad, scale, new Arithmetic.QuantizedRange(options.ActivationType, zero));
        }

        foreach (GraphInput input in graph.Inputs.Where(input => placement.Quantized.Contains(input.Name)))
        {
            string restored = graph.FreshName(input.Name + "/dequantized");
            graph.Redirect(input.Name, restored);
            AddPair(input.Name, input.Name, restored);
        }

        foreach (GraphNode node in graph.Nodes.ToList())
        {
            QuantizeWeights(node);
            foreach (int slot in Enumerable.Range(0, node.Inputs.Count).Where(slot => placement.QuantizedConstants.Contains((node, slot))))
            {
                node.Inputs[slot] = QuantizedConstant(node.Input(slot));
            }

            nodes.Add(node);
            foreach (string output in node.Outputs.Where(placement.Quantized.Contains).ToList())
            {
                string unquantized = graph.FreshName(output + "/unquantized");
                node.Outputs[node.Outputs.IndexOf(output)] = unquantized;
                AddPair(output, unquantized, output);
            }
        }

        graph.Nodes.Clear();
        graph.Nodes.AddRange(nodes);
    }

    private void AddPair(string value, string from, string to)
    {
        (string scale, string zero) = ParameterNames(value);
        string quantized = graph.FreshName(value + "/quantized");
        nodes.Add(Node("QuantizeLinear", value, [from, scale, zero], quantized));
        nodes.Add(Node("DequantizeLinear", value, [quantized, scale, zero], to));
    }

    private static GraphNode Node(string op, string value, IEnumerable<string> inputs, string output, NodeAttributes? attributes = null) =>
        new($"{value}/{op}", string.Empty, op, inputs, [output], attributes ?? NodeAttributes.Empty);

    private (string Scale, string ZeroPoint) ParameterNames(string value)
    {
        string owner = placement.ScaleOwner(value);
        if (!parameters.TryGetValue(owner, out (string Scale, string ZeroPoint) names))
        {
            (float scale, int zero) = Parameters(owner, placement, ranges, graph, options);
            DenseTensor zeroPoint = options.ActivationType == TensorElementType.Int8
                ? DenseTensor.Create(new[] { (sbyte)zero })
                : DenseTensor.Create(new[] { (byte)zero });
            names = (graph.AddConstant(owner + "/scale", DenseTensor.Create(new[] { scale })),
                graph.AddConstant(owner + "/zero_point", zeroPoint));
            parameters[owner] = names;
        }

        return names;
    }

    /// <summary>A constant that takes part like an activation: 8-bit integers behind DequantizeLinear.</summary>
    private string QuantizedConstant(string constant)
    {
        (string scaleName, string zeroName) = ParameterNames(constant);
        DenseTensor tensor = graph.Constants[constant];
        float scale = graph.Constants[scaleName].As<float>()[0];
        var range = new Arithmetic.QuantizedRange(options.ActivationType, graph.Constants[zeroName].ToInt32()[0]);
        int[] integers = Array.ConvertAll(tensor.As<float>(), v => Arithmetic.LinearQuantization.Quantize(v, scale, range));
        DenseTensor quantized = options.ActivationType == TensorElementType.Int8
            ? DenseTensor.Create(Array.ConvertAll(integers, static q => (sbyte)q), tensor.Shape)
            : DenseTensor.Create(Array.ConvertAll(integers, static q => (byte)q), tensor.Shape);
        string restored = graph.FreshName(constant + "/dequantized");
        string name = graph.AddConstant(constant + "/quantized", quantized);
        nodes.Add(Node("DequantizeLinear", constant, [name, scaleName, zeroName], restored));
        return restored;
    }

    private void QuantizeWeights(GraphNode node)
    {
        if (placement.Preparation.Contains(node) || placement.Head.Contains(node) || LinearLayer.Of(graph, node, info) is not { } layer)
        {
            return;
        }

        string x = placement.Quantized.Contains(node.Input(0)) ? node.Input(0) : SourceOf(node.Input(0));
        float inputScale = Parameters(x, placement, ranges, graph, options).Scale;
        float[] bias = layer.Bias(graph);
        QuantizedWeights weights = QuantizedWeights.Of(layer, bias, inputScale, options);
        string stem = node.Output;
        int[] scaleShape = weights.Scales.Length == 1 ? [] : [weights.Scales.Length];
        string restored = graph.FreshName(stem + "/weights");
        nodes.Add(Node(
            "DequantizeLinear",
            stem + "/weights",
            [
                graph.AddConstant(stem + "/weights/quantized", DenseTensor.Create(weights.Integers, weights.Shape)),
                graph.AddConstant(stem + "/weights/scale", DenseTensor.Create(weights.Scales, scaleShape)),
                graph.AddConstant(stem + "/weights/zero_point", DenseTensor.Create(new sbyte[weights.Scales.Length], scaleShape)),
            ],
            restored,
            NodeAttributes.Empty.With("axis", Math.Max(0, weights.Axis))));
        node.Inputs[1] = restored;
        if (layer.TakesBias && graph.Constant(node.Input(2)) is { } old && (old.Length == layer.Channels))
        {
            float[] scales = weights.BiasScales(inputScale);
            string name = graph.FreshName(stem + "/bias");
            nodes.Add(Node(
                "DequantizeLinear",
                stem + "/bias",
                [
                    graph.AddConstant(stem + "/bias/quantized", DenseTensor.Create(weights.QuantizeBias(bias, inputScale), bias.Length)),
                    graph.AddConstant(stem + "/bias/scale", DenseTensor.Create(scales, scaleShape)),
                    graph.AddConstant(stem + "/bias/zero_point", DenseTensor.Create(new int[scales.Length], scaleShape)),
                ],
                name,
                NodeAttributes.Empty.With("axis", 0)));
            node.Inputs[2] = name;
        }
    }

    /// <summary>The model's input behind a redirected read.</summary>
    private string SourceOf(string restored) =>
        nodes.Find(node => node.Output == restored) is { } dequantize
        && nodes.Find(node => node.Output == dequantize.Input(0)) is { } quantize
            ? quantize.Input(0)
            : throw new InvalidOperationException($"{restored} is not quantised");
}
