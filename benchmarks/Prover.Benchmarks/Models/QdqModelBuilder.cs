using System.Runtime.InteropServices;
using Google.Protobuf;
using Prover.Onnx.Model;
using Prover.Onnx.Tensors;

namespace Prover.Benchmarks.Models;

/// <summary>
/// Writes QDQ int8 ONNX models with random weights. Activations have one scale per tensor, chosen from a predicted second moment so
/// that values neither vanish nor saturate; they are uint8 because ONNX Runtime on x86-64 computes int8 activations that several
/// nodes read in float. Convolution weights have one scale per output channel, dense weights one per tensor.
/// </summary>
internal sealed class QdqModelBuilder
{
    /// <summary>Ranges reach this many standard deviations.</summary>
    private const double RangeInDeviations = 4;

    /// <summary>Standard deviation of <see cref="SeededIntegers.NextWeight"/>: four times the variance of 64 equal steps.</summary>
    private static readonly double WeightDeviation = Math.Sqrt(4 * ((64.0 * 64.0) - 1) / 12);

    private readonly GraphProto graph;
    private readonly SeededIntegers random;

    public QdqModelBuilder(string name, ulong seed)
    {
        graph = new GraphProto { Name = name };
        random = new SeededIntegers(seed);
    }

    /// <summary>Number of weights and biases so far.</summary>
    public long Parameters { get; private set; }

    /// <summary>The model's input `input`, float32 in 0..1, quantised to 255 steps.</summary>
    public QuantizedTensor Input(params int[] shape)
    {
        graph.Input.Add(Value("input", shape));
        return Quantized("input", "input", shape, 1.0 / 3, nonNegative: true, 1.0);
    }

    /// <summary>Conv with square kernel, bias and optional ReLU.</summary>
    /// <param name="gain">Second moment of the sums divided by that of the source; 2 keeps it constant through a ReLU.</param>
    public QuantizedTensor Convolution(
        string name, QuantizedTensor source, int channels, int kernel, int stride, int pad, bool relu, double gain = 2)
    {
        int inputs = source.Shape[1];
        double deviation = Math.Sqrt(gain / (inputs * kernel * kernel));
        float[] scales = new float[channels];
        for (int channel = 0; channel < channels; channel++)
        {
            scales[channel] = (float)(deviation / WeightDeviation * (0.75 + (0.5 * random.NextUnit())));
        }

        string[] operands = Operands(name, source, [channels, inputs, kernel, kernel], scales, gain);
        NodeProto node = Node("Conv", operands, $"{name}_sum");
        node.Attribute.Add(Integers("kernel_shape", kernel, kernel));
        node.Attribute.Add(Integers("strides", stride, stride));
        node.Attribute.Add(Integers("pads", pad, pad, pad, pad));
        int[] shape = [1, channels, Window(source.Shape[2], kernel, stride, pad), Window(source.Shape[3], kernel, stride, pad)];
        return Activated(name, shape, source.SecondMoment * gain, relu);
    }

    /// <summary>Gemm with bias and optional ReLU; one weight scale for the whole tensor.</summary>
    public QuantizedTensor Dense(string name, QuantizedTensor source, int outputs, bool relu)
    {
        int inputs = source.Shape[1];
        const double gain = 2;
        float[] scales = [(float)(Math.Sqrt(gain / inputs) / WeightDeviation)];
        string[] operands = Operands(name, source, [outputs, inputs], scales, gain);
        Node("Gemm", operands, $"{name}_sum").Attribute.Add(
            new AttributeProto { Name = "transB", Type = AttributeProto.Types.AttributeType.Int, I = 1 });
        return Activated(name, [1, outputs], source.SecondMoment * gain, relu);
    }

    /// <summary>Sum of a branch with values of both signs and a shortcut, then ReLU.</summary>
    public QuantizedTensor AddRelu(string name, QuantizedTensor branch, QuantizedTensor shortcut)
    {
        Node("Add", [branch.Name, shortcut.Name], $"{name}_sum");
        Node("Relu", [$"{name}_sum"], $"{name}_float");
        double moment = branch.SecondMoment + shortcut.SecondMoment;
        double kept = (branch.SecondMoment / 2) + (shortcut.NonNegative ? shortcut.SecondMoment : shortcut.SecondMoment / 2);
        return Quantized(name, $"{name}_float", branch.Shape, kept, nonNegative: true, RangeInDeviations * Math.Sqrt(moment));
    }

    /// <summary>MaxPool; keeps scale and zero point.</summary>
    public QuantizedTensor MaxPool(string name, QuantizedTensor source, int kernel, int stride, int pad)
    {
        NodeProto node = Node("MaxPool", [source.Name], $"{name}_float");
        node.Attribute.Add(Integers("kernel_shape", kernel, kernel));
        node.Attribute.Add(Integers("strides", stride, stride));
        node.Attribute.Add(Integers("pads", pad, pad, pad, pad));
        int[] shape = [1, source.Shape[1], Window(source.Shape[2], kernel, stride, pad), Window(source.Shape[3], kernel, stride, pad)];
        // The largest of several half-normal values: about one and a half times the second moment of one.
        return Requantized(name, $"{name}_float", source with { Shape = shape, SecondMoment = 1.5 * source.SecondMoment });
    }

    /// <summary>GlobalAveragePool and Flatten.</summary>
    public QuantizedTensor GlobalAveragePool(string name, QuantizedTensor source)
    {
        Node("GlobalAveragePool", [source.Name], $"{name}_float");
        double range = 3 * Math.Sqrt(source.SecondMoment);
        QuantizedTensor pooled = Quantized(
            name, $"{name}_float", [1, source.Shape[1], 1, 1], source.SecondMoment / 2, nonNegative: true, range);
        return Flatten($"{name}_flat", pooled);
    }

    /// <summary>All axes behind the batch axis become one; keeps scale and zero point.</summary>
    public QuantizedTensor Flatten(string name, QuantizedTensor source)
    {
        Node("Flatten", [source.Name], $"{name}_float");
        return Requantized(name, $"{name}_float", source with { Shape = [1, source.Count] });
    }

    /// <summary>The file's bytes, with `output` the float values of `last`.</summary>
    public byte[] Build(QuantizedTensor last)
    {
        graph.Node[^1].Output[0] = "output";
        graph.Output.Add(Value("output", last.Shape));
        var model = new ModelProto { IrVersion = 8, ProducerName = "Prover.Benchmarks", Graph = graph };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = string.Empty, Version = 13 });
        return model.ToByteArray();
    }

    private static int Window(int length, int kernel, int stride, int pad) => ((length + (2 * pad) - kernel) / stride) + 1;

    private static AttributeProto Integers(string name, params long[] values)
    {
        var attribute = new AttributeProto { Name = name, Type = AttributeProto.Types.AttributeType.Ints };
        attribute.Ints.AddRange(values);
        return attribute;
    }

    private static ValueInfoProto Value(string name, int[] shape)
    {
        var dimensions = new TensorShapeProto();
        dimensions.Dim.AddRange(shape.Select(static axis => new TensorShapeProto.Types.Dimension { DimValue = axis }));
        var tensor = new TypeProto.Types.Tensor { ElemType = (int)TensorElementType.Float, Shape = dimensions };
        return new ValueInfoProto { Name = name, Type = new TypeProto { TensorType = tensor } };
    }

    /// <summary>Random weight and bias behind their DequantizeLinear nodes; returns the three operands of Conv or Gemm.</summary>
    private string[] Operands(string name, QuantizedTensor source, int[] shape, float[] scales, double gain)
    {
        sbyte[] weight = new sbyte[shape.Aggregate(1, static (product, axis) => product * axis)];
        for (int index = 0; index < weight.Length; index++)
        {
            weight[index] = random.NextWeight();
        }

        // Biases: uniform within a tenth of the sums' standard deviation.
        double reach = 0.1 * Math.Sqrt(source.SecondMoment * gain);
        float[] biasScales = Array.ConvertAll(scales, scale => source.Scale * scale);
        int[] bias = new int[shape[0]];
        for (int channel = 0; channel < bias.Length; channel++)
        {
            double step = biasScales[Math.Min(channel, biasScales.Length - 1)];
            bias[channel] = (int)Math.Round(((2 * random.NextUnit()) - 1) * reach / step);
        }

        Parameters += weight.Length + bias.Length;
        return
        [
            source.Name,
            Dequantized<sbyte>($"{name}_weight", TensorElementType.Int8, shape, weight, scales),
            Dequantized<int>($"{name}_bias", TensorElementType.Int32, [bias.Length], bias, biasScales),
        ];
    }

    private string Dequantized<T>(string name, TensorElementType type, int[] shape, T[] values, float[] scales)
        where T : unmanaged
    {
        int[] scaleShape = scales.Length == 1 ? [] : [scales.Length];
        Constant<T>(name, type, shape, values);
        Constant<float>($"{name}_scale", TensorElementType.Float, scaleShape, scales);
        Constant<T>($"{name}_zero_point", type, scaleShape, new T[scales.Length]);
        NodeProto node = Node("DequantizeLinear", [name, $"{name}_scale", $"{name}_zero_point"], $"{name}_dq");
        if (scales.Length > 1)
        {
            node.Attribute.Add(new AttributeProto { Name = "axis", Type = AttributeProto.Types.AttributeType.Int, I = 0 });
        }

        return $"{name}_dq";
    }

    private QuantizedTensor Activated(string name, int[] shape, double moment, bool relu)
    {
        double range = RangeInDeviations * Math.Sqrt(moment);
        if (!relu)
        {
            return Quantized(name, $"{name}_sum", shape, moment, nonNegative: false, range);
        }

        Node("Relu", [$"{name}_sum"], $"{name}_float");
        return Quantized(name, $"{name}_float", shape, moment / 2, nonNegative: true, range);
    }

    /// <summary>A grid of 255 steps over 0..range or -range..range, and the Q and DQ nodes of a tensor.</summary>
    private QuantizedTensor Quantized(string name, string source, int[] shape, double moment, bool nonNegative, double range)
    {
        float scale = (float)(nonNegative ? range / 255 : range / 127);
        return Requantized(name, source, new QuantizedTensor(name, shape, moment, nonNegative, scale, nonNegative ? (byte)0 : (byte)128));
    }

    private QuantizedTensor Requantized(string name, string source, QuantizedTensor grid)
    {
        Constant<float>($"{name}_scale", TensorElementType.Float, [], [grid.Scale]);
        Constant<byte>($"{name}_zero_point", TensorElementType.UInt8, [], [grid.ZeroPoint]);
        Node("QuantizeLinear", [source, $"{name}_scale", $"{name}_zero_point"], $"{name}_q");
        Node("DequantizeLinear", [$"{name}_q", $"{name}_scale", $"{name}_zero_point"], $"{name}_dq");
        return grid with { Name = $"{name}_dq" };
    }

    private void Constant<T>(string name, TensorElementType type, int[] shape, T[] values)
        where T : unmanaged
    {
        var tensor = new TensorProto
        {
            Name = name,
            DataType = (int)type,
            RawData = ByteString.CopyFrom(MemoryMarshal.AsBytes<T>(values)),
        };
        tensor.Dims.AddRange(shape.Select(static axis => (long)axis));
        graph.Initializer.Add(tensor);
    }

    private NodeProto Node(string operation, string[] inputs, string output)
    {
        var node = new NodeProto { Name = output, OpType = operation };
        node.Input.AddRange(inputs);
        node.Output.Add(output);
        graph.Node.Add(node);
        return node;
    }
}
