using Prover.Onnx.Tensors;

namespace Prover.Onnx.Tests.Layers;

/// <summary>Random sums, extremes and positions over axes, and pools of every form.</summary>
internal static class ReductionLayers
{
    /// <summary>Scales are powers of two: then the runtime's float32 sums are exact.</summary>
    internal static LayerCase Sum(int seed)
    {
        var c = new LayerCase(seed) { Dyadic = true };
        string x = c.RealInput(c.Scale(0.05), c.Zero(c.Type), 2, 3, 5, 4);
        string op = c.Pick("ReduceSum", "ReduceMean", "ReduceL1");
        string y = Reduce(c, op, x);
        return op != "ReduceMean" && c.Random.Next(3) == 0 ? c.Output(y) : c.QuantizedOutput(y, c.Scale(0.25), c.Zero(c.Type));
    }

    internal static LayerCase Extreme(int seed)
    {
        var c = new LayerCase(seed);
        (float scale, int zero) = (c.Scale(0.05), c.Zero(c.Type));
        string x = c.RealInput(scale, zero, 2, 3, 5, 4);
        x = c.Random.Next(3) == 0 ? c.Model.Node("Relu", [x]) : x;
        string y = c.Random.Next(3) == 0 ? c.Model.Node("GlobalMaxPool", [x]) : Reduce(c, c.Pick("ReduceMax", "ReduceMin"), x);
        return c.QuantizedOutput(y, c.Pick(scale, 0.06f), zero);
    }

    /// <summary>Positions that a table is looked up at, or that leave the model; ties are frequent.</summary>
    internal static LayerCase Position(int seed)
    {
        var c = new LayerCase(seed);
        string x = c.RealInput(c.Scale(3), c.Middle, 1, 6, 5);
        x = c.Random.Next(3) switch
        {
            0 => c.Model.Node("Relu", [x]),
            1 => c.Model.Node("Clip", [x, c.Model.Scalar(-2f), c.Model.Scalar(2f)]),
            _ => x,
        };
        int axis = c.Next(1, 2);
        bool isTop = c.Random.Next(4) == 0;
        string index = isTop
            ? c.Model.Nodes("TopK", [x, c.Model.Constant(new[] { 1L }, 1)], 2, ("axis", axis), ("largest", c.Next(0, 1)))[1]
            : c.Model.Node(
                c.Pick("ArgMax", "ArgMin"), [x], ("axis", axis), ("keepdims", c.Next(0, 1)), ("select_last_index", c.Next(0, 1)));
        float[] table = [.. Enumerable.Range(0, 18).Select(_ => c.Random.Next(-100, 100) * 0.5f)];
        string picked = c.Random.Next(3) switch
        {
            0 => c.Model.Node("Gather", [c.Model.Constant(table[..6], 6), index]),
            1 => c.Model.Node("Gather", [c.Model.Constant(table, 6, 3), index], ("axis", 0)),
            _ => c.Model.Node("Gather", [c.RealConstant(c.Weights(18), [3, 6], [0.1f], 0), index], ("axis", 1)),
        };
        return c.QuantizedOutput(picked, 0.4f, c.Middle);
    }

    /// <summary>Elements of activations at positions that the network computes.</summary>
    internal static LayerCase Selection(int seed)
    {
        var c = new LayerCase(seed);
        (float scale, int zero) = (c.Scale(0.05), c.Zero(c.Type));
        string data = c.RealInput(scale, zero, 1, 5, 4);
        string other = c.RealInput(c.Scale(0.05), c.Zero(c.Type), 1, 5, 4);
        string index = c.Model.Node("ArgMax", [other], ("axis", 2), ("keepdims", 1)); // [1, 5, 1], below 4
        string y = c.Random.Next(3) switch
        {
            0 => c.Model.Node("GatherElements", [data, index], ("axis", 2)),
            1 => c.Model.Node("GatherElements", [c.RealConstant(c.Weights(20), [1, 5, 4], [0.1f], 0), index], ("axis", c.Pick(1, 2))),
            _ => c.Model.Node("Gather", [data, index], ("axis", c.Pick(1, 2))),
        };
        return c.QuantizedOutput(y, c.Pick(scale, 0.06f), zero);
    }

    /// <summary>Rows of a table at tokens, plus rows at positions; or one of several features, or bits.</summary>
    internal static LayerCase Embedding(int seed)
    {
        var c = new LayerCase(seed);
        int form = c.Random.Next(3);
        TensorElementType type = form < 2 ? c.Pick(TensorElementType.Int64, TensorElementType.Int32) : TensorElementType.Int64;
        string tokens = c.Tokens(type, 7, 1, 5);
        switch (form)
        {
            case 0:
                string rows = c.Model.Node("Gather", [c.RealConstant(c.Weights(28), [7, 4], [0.04f], 0), tokens]);
                string quantised = c.Model.Dequantize(c.Model.Quantize(rows, 0.05f, c.Type, c.Middle), 0.05f, c.Type, c.Middle);
                string places = c.RealConstant(c.Weights(20), [1, 5, 4], [0.03f], 0);
                string sum = c.Model.Node("Concat", [quantised, places], ("axis", 2));
                return c.QuantizedOutput(sum, 0.06f, c.Middle);
            case 1:
                string x = c.RealInput(c.Scale(0.05), c.Zero(c.Type), 1, 7);
                return c.QuantizedOutput(c.Model.Node("GatherElements", [x, tokens], ("axis", 1)), 0.06f, c.Middle);
            default:
                string values = c.Model.Constant(new[] { -0.5f, 1.5f }, 2);
                return c.QuantizedOutput(c.Model.Node("OneHot", [tokens, c.Model.Constant(new[] { 7L }, 1), values]), 0.06f, c.Middle);
        }
    }

    /// <summary>Pools over one to three axes with dilation, automatic padding and ceiling.</summary>
    internal static LayerCase MaxPool(int seed)
    {
        var c = new LayerCase(seed);
        (float scale, int zero) = (c.Scale(0.05), c.Zero(c.Type));
        (int[] shape, (string, object)[] window) = Window(c, canDilate: true);
        string x = c.RealInput(scale, zero, shape);
        return c.QuantizedOutput(c.Model.Node("MaxPool", [x], window), c.Pick(scale, 0.06f), zero);
    }

    /// <summary>Without dilation, which the runtime's quantised kernel lacks.</summary>
    internal static LayerCase AveragePool(int seed)
    {
        var c = new LayerCase(seed) { Dyadic = true };
        (int[] shape, (string, object)[] window) = Window(c, canDilate: false);
        string x = c.RealInput(c.Scale(0.05), c.Zero(c.Type), shape);
        string y = c.Model.Node("AveragePool", [x], [.. window, ("count_include_pad", c.Next(0, 1))]);
        return c.QuantizedOutput(y, c.Scale(0.05), c.Zero(c.Type));
    }

    private static string Reduce(LayerCase c, string op, string x)
    {
        int[] axes = c.Pick<int[]>([1], [-1], [2, 3], [1, 3], [0, 1, 2, 3], [0]);
        (string, object) kept = ("keepdims", c.Next(0, 1));
        bool isInput = c.Opset >= (op == "ReduceSum" ? 13 : 18);
        return isInput
            ? c.Model.Node(op, [x, c.Model.Constant(Array.ConvertAll(axes, static axis => (long)axis), axes.Length)], kept)
            : c.Model.Node(op, [x], ("axes", axes), kept);
    }

    private static (int[] Shape, (string, object)[] Attributes) Window(LayerCase c, bool canDilate)
    {
        int rank = c.Next(1, 3);
        int[] Draw(int low, int high) => [.. Enumerable.Range(0, rank).Select(_ => c.Next(low, high))];
        int[] kernel = Draw(1, 3);
        int[] dilations = canDilate ? Draw(1, 2) : [.. Enumerable.Repeat(1, rank)];
        int[] sizes = [.. kernel.Select((size, i) => (dilations[i] * (size - 1)) + c.Next(1, 4))];
        List<(string, object)> attributes = [("kernel_shape", kernel)];
        int form = c.Random.Next(3);
        attributes.Add(("strides", form == 0 ? kernel.Select(size => c.Next(1, size)).ToArray() : Draw(1, 3)));
        switch (form)
        {
            case 0: // the runtime refuses strides beyond the kernel here
                attributes.Add(("auto_pad", c.Pick("SAME_UPPER", "SAME_LOWER", "VALID")));
                break;
            case 1:
                int[] pads = [.. kernel.Concat(kernel).Select(size => c.Next(0, size - 1))];
                attributes.AddRange([("pads", pads), ("ceil_mode", c.Next(0, 1))]);
                break;
            default:
                attributes.Add(("ceil_mode", c.Next(0, 1)));
                break;
        }

        if (canDilate && form > 0)
        {
            attributes.Add(("dilations", dilations));
        }

        int[] shape = [1, c.Next(1, 2), .. sizes];
        return (shape, [.. attributes]);
    }
}
