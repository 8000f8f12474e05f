using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Quantization;

/// <summary>
/// Adds to each bias the mean error per channel that rounding the layer's weights and input makes on the calibration data
/// (Nagel et al. 2019, "Data-Free Quantization Through Weight Equalization and Bias Correction", the empirical form).
/// </summary>
internal static class BiasCorrection
{
    /// <summary>Corrects the biases of a float graph in place.</summary>
    /// <param name="graph">The float graph.</param>
    /// <param name="placement">What will be quantised.</param>
    /// <param name="ranges">The range of every value that decides a scale.</param>
    /// <param name="info">Type and shape of every value.</param>
    /// <param name="samples">The calibration samples.</param>
    /// <param name="options">Types, scales and threads.</param>
    /// <param name="progress">Told how many runs are done and how many there are.</param>
    internal static void Apply(
        ModelGraph graph,
        Placement placement,
        IReadOnlyDictionary<string, ValueRange> ranges,
        IReadOnlyDictionary<string, TensorInfo> info,
        SampleSet samples,
        QuantizationOptions options,
        Action<int, int> progress)
    {
        List<LinearLayer> layers = [.. graph.Nodes.Where(node => !placement.Head.Contains(node) && !placement.Preparation.Contains(node))
            .Select(node => LinearLayer.Of(graph, node, info)).OfType<LinearLayer>().Where(static layer => layer.TakesBias)];
        if (layers.Count == 0)
        {
            return;
        }

        ModelGraph both = graph.Copy();
        var twins = layers.ToDictionary(
            static layer => layer.Node.Output, layer => AddTwin(both, graph, layer, placement, ranges, options));
        var errors = layers.ToDictionary(static layer => layer.Node.Output, static layer => new double[layer.Channels]);
        using var run = new FloatRun(both, twins.Keys.Concat(twins.Values), options.Threads);
        int done = 0;
        foreach (IReadOnlyDictionary<string, DenseTensor> sample in samples)
        {
            Dictionary<string, DenseTensor> values = run.Run(sample);
            foreach (LinearLayer layer in layers)
            {
                string name = layer.Node.Output;
                AddMeanError(values[name], values[twins[name]], layer, errors[name]);
            }

            progress(++done, samples.Count);
        }

        foreach (LinearLayer layer in layers)
        {
            double[] error = errors[layer.Node.Output];
            float[] bias = layer.Bias(graph);
            layer.Replace(graph, layer.Weights, [.. bias.Select((b, c) => (float)(b + (error[c] / samples.Count)))]);
        }
    }

    /// <summary>The same layer with rounded weights on the rounded input.</summary>
    private static string AddTwin(
        ModelGraph both,
        ModelGraph graph,
        LinearLayer layer,
        Placement placement,
        IReadOnlyDictionary<string, ValueRange> ranges,
        QuantizationOptions options)
    {
        string x = layer.Node.Input(0), stem = layer.Node.Output + "/rounded";
        (float scale, int zero) = GraphQuantizer.Parameters(x, placement, ranges, graph, options);
        QuantizedWeights weights = QuantizedWeights.Of(layer, layer.Bias(graph), scale, options);
        string scaleName = both.AddConstant(stem + "/scale", DenseTensor.Create(new[] { scale }));
        string zeroName = both.AddConstant(stem + "/zero_point", options.ActivationType == TensorElementType.Int8
            ? DenseTensor.Create(new[] { (sbyte)zero })
            : DenseTensor.Create(new[] { (byte)zero }));
        string weightName = both.AddConstant(stem + "/weights", DenseTensor.Create(weights.Reals(), weights.Shape));
        string rounded = both.FreshName(stem + "/input"), restored = both.FreshName(stem + "/restored"), output = both.FreshName(stem);
        var twin = new GraphNode(stem, string.Empty, layer.Node.Operator, layer.Node.Inputs, [output], layer.Node.Attributes);
        twin.Inputs[0] = restored;
        twin.Inputs[1] = weightName;
        int position = both.Nodes.FindIndex(node => node.Outputs.Contains(layer.Node.Output)) + 1;
        both.Nodes.InsertRange(position,
        [
            new GraphNode(stem, string.Empty, "QuantizeLinear", [x, scaleName, zeroName], [rounded], NodeAttributes.Empty),
            new GraphNode(stem, string.Empty, "DequantizeLinear", [rounded, scaleName, zeroName], [restored], NodeAttributes.Empty),
            twin,
        ]);
        return output;
    }

    private static void AddMeanError(DenseTensor exact, DenseTensor rounded, LinearLayer layer, double[] sums)
    {
        float[] a = exact.As<float>(), b = rounded.As<float>();
        int inner = DenseTensor.ElementCount(exact.Shape.AsSpan(layer.OutputAxis + 1));
        double share = (double)layer.Channels / a.Length;
        for (int i = 0; i < a.Length; i++)
        {
            sums[i / inner % layer.Channels] += (a[i] - b[i]) * share;
        }
    }
}
