using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;

namespace Prover.Conformance.Tests.Drawn;

/// <summary>Random layers of quantised networks, each between DequantizeLinear and QuantizeLinear.</summary>
internal sealed class DrawnLayers
{
    private static readonly string[] Curves =
    [
        "Relu", "Sigmoid", "Tanh", "HardSigmoid", "HardSwish", "LeakyRelu", "Elu", "Selu", "Softplus", "Softsign", "Abs", "Neg", "Exp",
        "Erf", "Floor", "Ceil", "Round", "Sign", "Celu", "Identity", "Sin", "Cos",
    ];

    private readonly TestModel model;
    private readonly Random random;
    private readonly int opset;

    /// <summary>Prepares to write layers.</summary>
    public DrawnLayers(TestModel model, Random random, int opset)
    {
        this.model = model;
        this.random = random;
        this.opset = opset;
    }

    /// <summary>A layer that reads a quantised tensor; null where the one that was drawn does not fit it.</summary>
    /// <param name="x">The tensor.</param>
    /// <param name="other">Another of the same shape; null where there is none.</param>
    public DrawnTensor? Apply(DrawnTensor x, DrawnTensor? other)
    {
        DrawnTensor? y = random.Next(12) switch
        {
            0 or 1 => x.Shape.Length == 4 ? Convolution(x) : Product(x),
            2 => Product(x),
            3 or 4 => Chain(x, random.Next(1, 4)),
            5 or 6 => other is null ? Chain(x, 1) : Pair(x, other),
            7 => Pool(x),
            8 => Reduction(x),
            9 or 10 => Movement(x, other),
            _ => Island(x),
        };
        if (y is null) return null;
        x.IsUsed = true;
        if (random.Next(3) == 0) y = Chain(y, random.Next(1, 3));
        return Closed(y.Name, y);
    }

    /// <summary>Quantises a float and dequantises it.</summary>
    public DrawnTensor Closed(string name, DrawnTensor like)
    {
        bool isSigned = random.Next(3) == 0;
        TensorElementType type = isSigned ? TensorElementType.Int8 : TensorElementType.UInt8;
        int zero = (isSigned ? 0 : 128) + (random.Next(2) == 0 ? 0 : random.Next(-20, 21));
        double reach = Math.Clamp(like.Reach, 1e-3, 1e4) * (0.4 + random.NextDouble());
        float scale = random.Next(4) == 0 ? MathF.Pow(2, MathF.Round(MathF.Log2((float)reach / 127))) : (float)(reach / 127);
        string real = model.Dequantize(model.Quantize(name, scale, type, zero), scale, type, zero);
        return new DrawnTensor(real, like.Shape, scale * 127);
    }

    private DrawnTensor Convolution(DrawnTensor x)
    {
        int channels = x.Shape[1], groups = random.Next(3) == 0 ? channels : 1, outputs = groups * random.Next(1, 4);
        int kernel = random.Next(1, Math.Min(4, Math.Min(x.Shape[2], x.Shape[3]) + 1));
        int stride = random.Next(1, 3), pad = random.Next(0, kernel);
        int[] shape = [outputs, channels / groups, kernel, kernel];
        (string weights, float[] scales) = Weights(shape, 0);
        List<string> read = [x.Name, weights];
        if (random.Next(2) == 0) read.Add(Bias(outputs, x, scales));
        string y = model.Node("Conv", [.. read],
            ("pads", new[] { pad, pad, pad, pad }), ("strides", new[] { stride, stride }), ("group", groups));
        int Size(int size) => ((size + (2 * pad) - kernel) / stride) + 1;
        double reach = x.Reach * scales.Max() * 64 * Math.Sqrt(shape[1] * kernel * kernel);
        return new DrawnTensor(y, [1, outputs, Size(x.Shape[2]), Size(x.Shape[3])], reach);
    }

    private DrawnTensor Product(DrawnTensor x)
    {
        int inner = x.Shape[^1], outputs = random.Next(1, 9);
        (string weights, float[] scales) = Weights([inner, outputs], 1);
        double reach = x.Reach * scales.Max() * 64 * Math.Sqrt(inner);
        int[] shape = [.. x.Shape[..^1], outputs];
        if (x.Shape.Length != 2 || random.Next(2) == 0)
        {
            string product = model.Node("MatMul", [x.Name, weights]);
            product = random.Next(2) == 0 ? product : model.Node("Add", [product, model.Constant(Reals(outputs, reach / 2), outputs)]);
            return new DrawnTensor(product, shape, reach);
        }

        string[] read = random.Next(3) switch
        {
            0 => [x.Name, weights],
            1 => [x.Name, weights, Bias(outputs, x, scales)],
            _ => [x.Name, weights, model.Constant(Reals(outputs, reach / 2), outputs)],
        };
        return new DrawnTensor(model.Node("Gemm", read), shape, reach);
    }

    /// <summary>Elementwise operators one after the other, some with constants.</summary>
    public DrawnTensor Chain(DrawnTensor x, int length)
    {
        for (int i = 0; i < length; i++)
        {
            x = random.Next(3) == 0 ? WithConstant(x) : Curve(x);
        }

        return x;
    }

    private DrawnTensor Curve(DrawnTensor x)
    {
        string op = Curves[random.Next(Curves.Length)];
        if ((op is "HardSwish" && opset < 14) || (op is "Celu" && opset < 12) || (op is "Exp" && x.Reach > 8)) op = "Tanh";
        double reach = op switch
        {
            "Sigmoid" or "Tanh" or "HardSigmoid" or "Softsign" or "Erf" or "Sign" or "Sin" or "Cos" => 1,
            "Exp" => Math.Exp(x.Reach),
            "Selu" => x.Reach * 1.05,
            "Floor" or "Ceil" => x.Reach + 1,
            _ => x.Reach,
        };
        return new DrawnTensor(model.Node(op, [x.Name]), x.Shape, reach);
    }

    private DrawnTensor WithConstant(DrawnTensor x)
    {
        int[] shape = random.Next(2) == 0 ? [] : [.. x.Shape.Select((size, axis) => axis == Math.Min(1, x.Shape.Length - 1) ? size : 1)];
        int count = DenseTensor.ElementCount(shape);
        string Constant(double reach) => model.Constant(Reals(count, reach), shape);
        string Divisor() => model.Constant(Array.ConvertAll(Reals(count, 1), static v => 1.5f + v), shape);
        string[] Bounds() => [model.Scalar0((float)(-x.Reach / 3)), model.Scalar0((float)(x.Reach / 2))];
        return random.Next(6) switch
        {
            0 => new(model.Node("Add", [x.Name, Constant(x.Reach)]), x.Shape, x.Reach * 1.5),
            1 => new(model.Node("Sub", [Constant(x.Reach), x.Name]), x.Shape, x.Reach * 1.5),
            2 => new(model.Node("Mul", [x.Name, Constant(2)]), x.Shape, x.Reach * 1.5),
            3 => new(model.Node("Div", [x.Name, Divisor()]), x.Shape, x.Reach),
            4 => new(model.Node("Max", [x.Name, Constant(x.Reach / 2)]), x.Shape, x.Reach),
            _ => new(model.Node("Clip", [x.Name, .. Bounds()]), x.Shape, x.Reach / 2),
        };
    }

    private DrawnTensor Pair(DrawnTensor x, DrawnTensor other)
    {
        other.IsUsed = true;
        string op = ((string[])["Add", "Mul", "Sub", "Max", "Min", "Add", "Mul", "Where"])[random.Next(8)];
        if (op == "Where")
        {
            string larger = model.Node("Greater", [x.Name, other.Name]);
            return new(model.Node("Where", [larger, x.Name, model.Scalar0(0.25f)]), x.Shape, x.Reach);
        }

        double reach = op switch
        {
            "Mul" => x.Reach * other.Reach,
            "Add" or "Sub" => x.Reach + other.Reach,
            _ => Math.Max(x.Reach, other.Reach),
        };
        return new(model.Node(op, [x.Name, other.Name]), x.Shape, reach);
    }

    private DrawnTensor? Pool(DrawnTensor x)
    {
        if (x.Shape.Length != 4 || x.Shape[2] < 2 || x.Shape[3] < 2) return null;
        if (random.Next(4) == 0) return new(model.Node("GlobalAveragePool", [x.Name]), [1, x.Shape[1], 1, 1], x.Reach);
        string op = random.Next(2) == 0 ? "MaxPool" : "AveragePool";
        int stride = random.Next(1, 3), pad = random.Next(2);
        List<(string, object)> attributes =
            [("kernel_shape", new[] { 2, 2 }), ("strides", new[] { stride, stride }), ("pads", new[] { pad, pad, pad, pad })];
        if (op == "AveragePool") attributes.Add(("count_include_pad", random.Next(2)));
        int Size(int size) => ((size + (2 * pad) - 2) / stride) + 1;
        return new(model.Node(op, [x.Name], [.. attributes]), [1, x.Shape[1], Size(x.Shape[2]), Size(x.Shape[3])], x.Reach);
    }

    private DrawnTensor Reduction(DrawnTensor x)
    {
        string op = ((string[])["ReduceMean", "ReduceMax", "ReduceSum", "ReduceMin"])[random.Next(4)];
        int axis = random.Next(1, x.Shape.Length);
        int since = op == "ReduceSum" ? 13 : 18;
        bool keeps = random.Next(2) == 0 || x.Shape.Length <= 2;
        string y = opset >= since
            ? model.Node(op, [x.Name, model.Constant(new[] { (long)axis }, 1)], ("keepdims", keeps ? 1 : 0))
            : model.Node(op, [x.Name], ("axes", new[] { axis }), ("keepdims", keeps ? 1 : 0));
        int[] shape = keeps ? [.. x.Shape.Select((size, i) => i == axis ? 1 : size)] : [.. x.Shape.Where((_, i) => i != axis)];
        return new(y, shape, op == "ReduceSum" ? x.Reach * Math.Sqrt(x.Shape[axis]) : x.Reach);
    }

    private DrawnTensor Movement(DrawnTensor x, DrawnTensor? other)
    {
        int rank = x.Shape.Length, axis = random.Next(1, rank), size = x.Shape[axis];
        string Integers(params long[] values) => model.Constant(values, values.Length);
        int[] With(int length) => [.. x.Shape.Select((old, i) => i == axis ? length : old)];
        switch (random.Next(7))
        {
            case 0:
                int[] order = [0, .. Enumerable.Range(1, rank - 1).OrderBy(_ => random.Next())];
                return new(model.Node("Transpose", [x.Name], ("perm", order)), [.. order.Select(i => x.Shape[i])], x.Reach);
            case 1:
                return new(model.Node("Reshape", [x.Name, Integers(1, -1)]), [1, x.Count], x.Reach);
            case 2 when size > 1:
                return new(model.Node("Slice", [x.Name, Integers(1), Integers(size), Integers(axis)]), With(size - 1), x.Reach);
            case 3 when other is not null:
                other.IsUsed = true;
                return new(model.Node("Concat", [x.Name, other.Name], ("axis", axis)), With(2 * size), Math.Max(x.Reach, other.Reach));
            case 4:
                long[] pads = [.. Enumerable.Range(0, 2 * rank).Select(i => i % rank == axis ? 1L : 0)];
                return new(model.Node("Pad", [x.Name, model.Constant(pads, pads.Length)]), With(size + 2), x.Reach);
            case 5:
                long[] picks = [.. Enumerable.Range(0, 3).Select(_ => (long)random.Next(size))];
                return new(model.Node("Gather", [x.Name, Integers(picks)], ("axis", axis)), With(3), x.Reach);
            default:
                return new(model.Node("Tile", [x.Name, Integers([.. Enumerable.Range(0, rank).Select(i => i == axis ? 2L : 1)])]),
                    With(2 * size), x.Reach);
        }
    }

    private DrawnTensor? Island(DrawnTensor x)
    {
        if (opset < 13 || x.Shape[^1] < 2) return null;
        if (random.Next(2) == 0) return new(model.Node("Softmax", [x.Name], ("axis", -1)), x.Shape, 1);
        return opset < 17 ? null : new(
            model.Node("LayerNormalization", [x.Name, model.Constant(Reals(x.Shape[^1], 1), x.Shape[^1])], ("axis", -1)), x.Shape, 2);
    }

    private (string Name, float[] Scales) Weights(int[] shape, int axis)
    {
        bool isPerChannel = random.Next(2) == 0 && opset >= 13;
        sbyte[] values = [.. Enumerable.Range(0, DenseTensor.ElementCount(shape)).Select(_ => (sbyte)random.Next(-127, 128))];
        float[] scales = Array.ConvertAll(Reals(isPerChannel ? shape[axis] : 1, 0.005), static v => v + 0.008f);
        string constant = model.Constant(values, shape);
        return isPerChannel
            ? (model.Node("DequantizeLinear", [constant, model.Constant(scales, scales.Length), model.Constant(
                new sbyte[scales.Length], scales.Length)], ("axis", axis)), scales)
            : (model.Dequantize(constant, scales[0], TensorElementType.Int8, 0), scales);
    }

    private string Bias(int length, DrawnTensor x, float[] scales)
    {
        int[] values = [.. Enumerable.Range(0, length).Select(_ => random.Next(-3000, 3000))];
        float[] units = Array.ConvertAll(scales, scale => scale * (float)(x.Reach / 127));
        string constant = model.Constant(values, length);
        return units.Length == 1
            ? model.Node("DequantizeLinear", [constant, model.Scalar(units[0])])
            : model.Node("DequantizeLinear", [constant, model.Constant(units, units.Length)], ("axis", 0));
    }

    private float[] Reals(int count, double reach) =>
        [.. Enumerable.Range(0, count).Select(_ => (float)(((2 * random.NextDouble()) - 1) * reach))];
}
