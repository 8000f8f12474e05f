using Prover.Onnx.Model;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;

namespace Prover.Conformance.Tests;

/// <summary>Writes a small float or quantised model with seeded inputs.</summary>
internal sealed class CaseBuilder
{
    private const float Step = 1 / 64f;
    private readonly Random random = new(11);
    private readonly Dictionary<string, DenseTensor> inputs = [];

    /// <summary>Starts a model.</summary>
    /// <param name="opset">Version of the standard operators.</param>
    public CaseBuilder(int opset) => Model = new(opset);

    /// <summary>The model.</summary>
    public TestModel Model { get; }

    /// <summary>Whether nodes were quantised by hand.</summary>
    public bool IsQuantized { get; private set; }

    /// <summary>A float input in [low, high).</summary>
    public string Input(int[] shape, float low = -1, float high = 1)
    {
        string name = Model.Input($"x{inputs.Count}", TensorElementType.Float, shape);
        inputs[name] = DenseTensor.Create(Values(shape, low, high), shape);
        return name;
    }

    /// <summary>A float parameter in [low, high).</summary>
    public string Parameter(int[] shape, float low = -1, float high = 1) => Model.Constant(Values(shape, low, high), shape);

    /// <summary>A list of integers as a parameter.</summary>
    public string Integers(params long[] values) => Model.Constant(values, values.Length);

    /// <summary>A node.</summary>
    public string Node(string op, string[] read, params (string Name, object Value)[] attributes) => Model.Node(op, read, attributes);

    /// <summary>A truth value: whether a new input is positive.</summary>
    public string Truth(int[] shape) => Node("Greater", [Input(shape), Model.Scalar(0)]);

    /// <summary>A float that depends on a truth value.</summary>
    public string Chosen(string truth) => Node("Where", [truth, Model.Scalar(0.75f), Model.Scalar(-0.5f)]);

    /// <summary>An 8-bit value: a float input and its QuantizeLinear.</summary>
    public string Quantized(params int[] shape)
    {
        IsQuantized = true;
        return Model.Quantize(Input(shape), Step, TensorElementType.UInt8, 128);
    }

    /// <summary>Scale and zero point as inputs of operators of the QLinear family.</summary>
    public string[] Scale(float scale = Step, int zero = 128) => [Model.Scalar(scale), Model.Zero(TensorElementType.UInt8, zero)];

    /// <summary>An 8-bit value as the end of a model.</summary>
    public string Dequantized(string value, float scale = Step, int zero = 128) =>
        Model.Dequantize(value, scale, TensorElementType.UInt8, zero);

    /// <summary>8-bit weights.</summary>
    public string Weights(params int[] shape)
    {
        sbyte[] values = [.. Enumerable.Range(0, DenseTensor.ElementCount(shape)).Select(_ => (sbyte)random.Next(-127, 128))];
        return Model.Constant(values, shape);
    }

    /// <summary>8-bit weights with scale and zero point.</summary>
    public string[] ScaledWeights(params int[] shape) =>
        [Weights(shape), Model.Scalar(0.01f), Model.Zero(TensorElementType.Int8, 0)];

    /// <summary>Ends the model.</summary>
    public QuantizedRun Finish(string output, TensorElementType type = TensorElementType.Float)
    {
        Model.Output(output, type);
        ModelProto proto = Model.ToProto();
        return IsQuantized ? QuantizedRun.OfQuantized(proto, inputs) : QuantizedRun.OfFloat(proto, inputs);
    }

    /// <summary>Ends the model; ONNX Runtime, which has no kernel for an operator of it, runs another with the same inputs.</summary>
    public QuantizedRun Finish(string output, TestModel reference)
    {
        Model.Output(output);
        return QuantizedRun.OfQuantized(Model.ToProto(), inputs, reference.ToProto());
    }

    private float[] Values(int[] shape, float low, float high) =>
        [.. Enumerable.Range(0, DenseTensor.ElementCount(shape)).Select(_ => low + ((high - low) * random.NextSingle()))];
}
