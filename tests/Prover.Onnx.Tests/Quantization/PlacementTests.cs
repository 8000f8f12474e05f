using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Model;
using Prover.Onnx.Quantization;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Quantization;

/// <summary>Where quantisation is placed; each case also compiles and stays close to the float model.</summary>
public class PlacementTests
{
    private static readonly SampleSet Samples = FloatModels.Samples(40, 1, 2, 4, 4);

    private readonly TestModel model = new();

    private string Input() => model.Input("x", TensorElementType.Float, 1, 2, 4, 4);

    private string Conv(string x, int seed, int channels = 2) =>
        model.Node("Conv", [x, FloatModels.Weights(model, seed, channels, 2, 1, 1), FloatModels.Weights(model, seed + 1, channels)]);

    /// <summary>The operators whose outputs are quantised, the input aside, in order of their names in the graph.</summary>
    private string[] Quantized(string output, double tolerance = 0.05)
    {
        model.Output(output);
        QuantizedModel quantized = FloatModels.Quantize(model, Samples);
        CompiledModel compiled = ModelCompiler.Compile(quantized.Bytes, "quantised", new CompilationOptions());
        foreach (IReadOnlyDictionary<string, DenseTensor> sample in Samples)
        {
            float[] exact = model.RunReference(("x", sample["x"]))[0].As<float>();
            float[] runtime = TestModel.RunReference(quantized.Bytes, ("x", sample["x"]))[0].As<float>();
            float[] proven = compiled.Run(sample)[0].Value.As<float>();
            double range = exact.Max(MathF.Abs);
            Assert.All(exact.Zip(proven), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, tolerance * range));
            Assert.All(runtime.Zip(proven), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, 0.02 * range));
        }

        return [.. quantized.Layers.Where(static layer => layer.Operator != "input").Select(static layer => layer.Operator).Order()];
    }

    [OnnxRuntimeFact]
    public void A_non_decreasing_tail_belongs_to_its_linear_layer() =>
        Assert.Equal(["Sigmoid"], Quantized(Conv(model.Node("Sigmoid", [Conv(Input(), 1)]), 3)));

    [OnnxRuntimeFact]
    public void A_linear_layer_before_a_function_that_is_not_monotone_is_quantised()
    {
        string linear = Conv(Input(), 1);
        string swish = model.Node("Mul", [linear, model.Node("Sigmoid", [linear])]);
        Assert.Equal(["Conv", "Mul"], Quantized(Conv(swish, 3)));
    }

    [OnnxRuntimeFact]
    public void Sums_of_two_are_one_function_and_of_three_are_two()
    {
        string x = Input();
        string sum = model.Node("Add", [model.Node("Add", [Conv(x, 1), Conv(x, 3)]), Conv(x, 5)]);
        Assert.Equal(["Add", "Add", "Conv", "Conv", "Conv"], Quantized(Conv(model.Node("Relu", [sum]), 7))
            .Select(static op => op == "Relu" ? "Add" : op).Order());
    }

    [OnnxRuntimeFact]
    public void Constants_per_channel_go_into_weights_even_negative_ones()
    {
        string x = model.Node("Mul", [Conv(Input(), 1), model.Constant(new[] { -1.5f, 0.5f }, 1, 2, 1, 1)]);
        x = model.Node("Sub", [model.Constant(new[] { 0.25f, -0.5f }, 2, 1, 1), x]);
        Assert.Equal(["Relu"], Quantized(Conv(model.Node("Relu", [x]), 3)));
    }

    [OnnxRuntimeFact]
    public void A_constant_tensor_takes_part_as_eight_bits()
    {
        string x = model.Node("Add", [Conv(Input(), 1), model.Constant(FloatModels.Random(9, 32), 1, 2, 4, 4)]);
        Assert.Equal(["Add", "Conv"], Quantized(Conv(x, 3)));
        ModelProto proto = ModelProto.Parser.ParseFrom(FloatModels.Quantize(model, Samples).Bytes);
        Assert.DoesNotContain(proto.Graph.Initializer, static t => t.DataType == (int)TensorElementType.Float && t.Dims.Count == 4);
    }

    [OnnxRuntimeFact]
    public void Parts_of_a_join_have_its_scale()
    {
        string x = Input();
        string joined = model.Node("Concat", [model.Node("Relu", [Conv(x, 1)]), Conv(x, 3)], ("axis", 1));
        string weights = FloatModels.Weights(model, 5, 2, 4, 1, 1);
        Assert.Equal(["Concat", "Conv", "Relu"], Quantized(model.Node("Conv", [joined, weights])));
        float[] scales = [.. FloatModels.Quantize(model, Samples).Layers.Where(static layer => layer.Operator != "input")
            .Select(static layer => layer.Scale)];
        Assert.Single(scales.Distinct());
    }

    [OnnxRuntimeFact]
    public void Movement_keeps_the_scale()
    {
        string x = model.Node("Transpose", [model.Node("Relu", [Conv(Input(), 1)])], ("perm", (int[])[0, 2, 3, 1]));
        string y = model.Node("MatMul", [x, FloatModels.Weights(model, 3, 2, 3)]);
        Assert.Equal(["Relu", "Transpose"], Quantized(y));
        LayerError[] layers = [.. FloatModels.Quantize(model, Samples).Layers.Where(static layer => layer.Operator != "input")];
        Assert.Equal(layers[0].Scale, layers[1].Scale);
    }

    [OnnxRuntimeFact]
    public void Prepared_values_are_quantised_in_place_of_inputs()
    {
        string prepared = model.Node("Mul", [Input(), model.Constant(new[] { 1f, 1000f }, 1, 2, 1, 1)]);
        model.Output(model.Node("Relu", [Conv(prepared, 1)]));
        ModelGraph graph = ModelLoader.Load(model.ToBytes(), "model", null);
        using var run = new FloatRun(graph, FloatRun.AllValues(graph), 1);
        var info = run.Run(Samples[0]).ToDictionary(
            static pair => pair.Key, static pair => new TensorInfo(pair.Value.ElementType, pair.Value.Shape));
        Placement placement = PlacementPlanner.Plan(graph, info, [prepared], []);
        Assert.Equal([prepared, graph.Outputs[0]], placement.Quantized.OrderBy(name => name == prepared ? 0 : 1));
        Assert.Equal(["Mul"], placement.Preparation.Select(static node => node.Operator));
    }

    [OnnxRuntimeTheory]
    [InlineData(0.3f)]
    [InlineData(-0.123f)]
    public void Padding_takes_a_value_that_its_input_can_hold(float value)
    {
        string pads = model.Constant(new long[] { 0, 0, 1, 1, 0, 0, 1, 1 }, 8);
        string padded = model.Node("Pad", [Conv(Input(), 1), pads, model.Scalar(value)]);
        Assert.Equal(["Conv", "Pad"], Quantized(Conv(padded, 3)));
    }

    [OnnxRuntimeFact]
    public void Decisions_pick_rows_of_a_table_and_are_summed()
    {
        string less = model.Node("Less", [Conv(Input(), 1), model.Constant(new[] { 0.1f, -0.2f }, 1, 2, 1, 1)]);
        string index = model.Node("Cast", [less], ("to", (int)TensorElementType.Int64));
        string picked = model.Node("Gather", [model.Constant(new[] { -0.5f, 1.5f }, 2), index], ("axis", 0));
        string sum = model.Node("ReduceSum", [picked, model.Constant(new long[] { 2, 3 }, 2)], ("keepdims", 1));
        Assert.Equal(["Conv", "Gather", "ReduceSum"], Quantized(sum, 0.5));
    }

    [OnnxRuntimeFact]
    public void Outputs_behind_an_activation_are_quantised() =>
        Assert.Equal(["Tanh"], Quantized(model.Node("Tanh", [Conv(Input(), 1)])));

    [OnnxRuntimeFact]
    public void A_clip_at_the_end_of_a_range_becomes_redundant()
    {
        string clip = model.Node("Clip", [Conv(Input(), 1), model.Scalar(0f), model.Scalar(0.3f)]);
        Assert.Equal(["Clip"], Quantized(Conv(clip, 3)));
        LayerError layer = FloatModels.Quantize(model, Samples).Layers.Single(static layer => layer.Operator == "Clip");
        Assert.InRange(layer.Scale * 255, 0.299f, 0.3f);
    }
}
