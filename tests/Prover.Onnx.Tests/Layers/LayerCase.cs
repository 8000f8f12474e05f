using Prover.Onnx.Runtime;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Layers;

/// <summary>One generated model with inputs; helpers draw its parameters, extremes and exact ties included.</summary>
internal sealed class LayerCase
{
    private readonly Dictionary<string, DenseTensor> inputs = [];

    internal LayerCase(int seed, int? opset = null)
    {
        Random = new Random(seed);
        Opset = Pick(13, 13, 14, 17, 19, 21, 22, 23);
        Opset = opset ?? Opset;
        Model = new TestModel(Opset);
        Type = Random.Next(2) == 0 ? TensorElementType.UInt8 : TensorElementType.Int8;
        Dyadic = Random.Next(3) == 0;
    }

    internal Random Random { get; }

    internal int Opset { get; }

    internal TestModel Model { get; }

    /// <summary>The activations' type.</summary>
    internal TensorElementType Type { get; set; }

    /// <summary>Whether scales are powers of two, which makes rounding ties frequent.</summary>
    internal bool Dyadic { get; set; }

    /// <summary>
    /// A zero point amid the range. Where two pairs of QuantizeLinear and DequantizeLinear follow each other, their ranges must
    /// overlap: the runtime joins them.
    /// </summary>
    internal int Middle => Type is TensorElementType.Int8 or TensorElementType.Int16 ? 0 : Type == TensorElementType.UInt16 ? 32768 : 128;

    /// <summary>What ONNX Runtime computes.</summary>
    internal DenseTensor Reference(bool int8Kernels = false)
    {
        using var session = new InferenceSession(Model.ToBytes(), new SessionOptions { Int8Kernels = int8Kernels });
        return session.Run(inputs)[0];
    }

    internal IReadOnlyDictionary<string, DenseTensor> Inputs => inputs;

    internal int Next(int low, int high) => Random.Next(low, high + 1);

    internal T Pick<T>(params T[] choices) => choices[Random.Next(choices.Length)];

    internal float Scale(double typical) => Dyadic
        ? (float)Math.Pow(2, Math.Round(Math.Log2(typical)))
        : (float)(typical * (0.5 + Random.NextDouble()));

    internal int Zero(TensorElementType type)
    {
        int zero = Random.Next(4) switch { 0 => 0, 1 => 255, 2 => 128, _ => Random.Next(256) };
        return type == TensorElementType.Int8 ? zero - 128 : zero;
    }

    /// <summary>A float input and its QuantizeLinear; values cover the quantised range and go beyond it.</summary>
    internal string QuantizedInput(float scale, int zero, params int[] shape)
    {
        string name = Model.Input($"x{inputs.Count}", TensorElementType.Float, shape);
        (int low, int span) = Type switch
        {
            TensorElementType.Int8 => (-128, 256),
            TensorElementType.Int16 => (-32768, 65536),
            TensorElementType.UInt16 => (0, 65536),
            _ => (0, 256),
        };
        float[] values = new float[DenseTensor.ElementCount(shape)];
        for (int i = 0; i < values.Length; i++)
        {
            int q = Random.Next(8) switch { 0 => low - 3, 1 => low + span + 2, _ => low + Random.Next(span) };
            values[i] = ((q - zero) * scale) + (Random.Next(3) == 0 ? scale / 2 : 0);
        }

        inputs[name] = DenseTensor.Create(values, shape);
        return Model.Quantize(name, scale, Type, zero);
    }

    /// <summary>An input of integers below a bound.</summary>
    internal string Tokens(TensorElementType type, int bound, params int[] shape)
    {
        string name = Model.Input($"x{inputs.Count}", type, shape);
        long[] values = [.. Enumerable.Range(0, DenseTensor.ElementCount(shape)).Select(_ => (long)Random.Next(bound))];
        Array data = type == TensorElementType.Int64 ? values : Array.ConvertAll(values, static value => (int)value);
        inputs[name] = DenseTensor.Create(data, shape);
        return name;
    }

    /// <summary>A quantised input seen as real numbers.</summary>
    internal string RealInput(float scale, int zero, params int[] shape) =>
        Model.Dequantize(QuantizedInput(scale, zero, shape), scale, Type, zero);

    internal sbyte[] Weights(int count) => [.. Enumerable.Range(0, count).Select(_ => (sbyte)Random.Next(-127, 128))];

    internal int[] Biases(int count, int magnitude) => [.. Enumerable.Range(0, count).Select(_ => Random.Next(-magnitude, magnitude + 1))];

    internal float[] Scales(int count, double typical) => [.. Enumerable.Range(0, count).Select(_ => Scale(typical))];

    /// <summary>Ends the model: quantises a real value and returns it dequantised.</summary>
    internal LayerCase QuantizedOutput(string real, float scale, int zero)
    {
        Model.Output(Model.Dequantize(Model.Quantize(real, scale, Type, zero), scale, Type, zero));
        return this;
    }

    /// <summary>Ends the model: dequantises a quantised value.</summary>
    internal LayerCase IntegerOutput(string quantised, float scale, int zero)
    {
        Model.Output(Model.Dequantize(quantised, scale, Type, zero));
        return this;
    }

    internal LayerCase Output(string real)
    {
        Model.Output(real);
        return this;
    }

    /// <summary>A bias or weight seen as real numbers, scales along an axis.</summary>
    internal string RealConstant(Array data, int[] shape, float[] scales, int axis)
    {
        string scale = Model.Constant(scales, scales.Length == 1 ? [] : [scales.Length]);
        Array zeros = data is int[]? new int[scales.Length]
            : DenseTensor.Create(data, shape).ElementType == TensorElementType.Int8 ? new sbyte[scales.Length] : new byte[scales.Length];
        string zero = Model.Constant(zeros, scales.Length == 1 ? [] : [scales.Length]);
        return Model.Node("DequantizeLinear", [Model.Constant(data, shape), scale, zero], ("axis", axis));
    }
}
