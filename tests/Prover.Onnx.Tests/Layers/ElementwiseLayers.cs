namespace Prover.Onnx.Tests.Layers;

/// <summary>Random sums, products and activation functions.</summary>
internal static class ElementwiseLayers
{
    internal static LayerCase Binary(int seed)
    {
        var c = new LayerCase(seed);
        int[] shape = [1, c.Next(1, 4), c.Next(1, 5), c.Next(1, 5)];
        int[] other = [.. shape];
        if (c.Random.Next(3) == 0)
        {
            other = c.Pick<int[]>([1, shape[1], 1, 1], [1, 1, shape[2], shape[3]], [1, shape[1], shape[2], 1]);
        }

        (float leftScale, float rightScale) = (c.Scale(0.05), c.Scale(0.05));
        string left = c.RealInput(leftScale, c.Zero(c.Type), shape);
        string right = c.RealInput(rightScale, c.Zero(c.Type), other);
        bool swap = c.Random.Next(2) == 0;
        string op = c.Pick("Add", "Add", "Mul", "Sub");
        string y = c.Model.Node(op, swap ? [right, left] : [left, right]);
        return c.QuantizedOutput(y, op == "Mul" ? c.Scale(0.2) : c.Pick(leftScale, c.Scale(0.08)), c.Zero(c.Type));
    }

    internal static LayerCase QOperatorBinary(int seed)
    {
        var c = new LayerCase(seed);
        int[] shape = [c.Next(1, 40), c.Next(1, 20)];
        (float ls, int lz, float rs, int rz, float s, int z) =
            (c.Scale(0.05), c.Zero(c.Type), c.Scale(0.05), c.Zero(c.Type), c.Scale(0.1), c.Zero(c.Type));
        string y = c.Model.Node(
            c.Pick("com.microsoft:QLinearAdd", "com.microsoft:QLinearMul"),
            [
                c.QuantizedInput(ls, lz, shape), c.Model.Scalar(ls), c.Model.Zero(c.Type, lz),
                c.QuantizedInput(rs, rz, shape), c.Model.Scalar(rs), c.Model.Zero(c.Type, rz), c.Model.Scalar(s), c.Model.Zero(c.Type, z),
            ]);
        return c.IntegerOutput(y, s, z);
    }

    internal static LayerCase WithConstant(int seed)
    {
        var c = new LayerCase(seed);
        int[] shape = [1, c.Next(1, 4), c.Next(1, 5), c.Next(1, 5)];
        string x = c.RealInput(c.Scale(0.05), c.Zero(c.Type), shape);
        string k = c.Pick(
            c.Model.Constant(new[] { c.Scale(0.7) }), c.Model.Constant(c.Scales(shape[1], 0.9), 1, shape[1], 1, 1));
        return c.QuantizedOutput(c.Model.Node(c.Pick("Add", "Mul"), [x, k]), c.Scale(0.06), c.Middle);
    }

    internal static LayerCase Normalisation(int seed)
    {
        var c = new LayerCase(seed);
        int[] shape = [1, c.Next(1, 4), c.Next(1, 5), c.Next(1, 5)];
        string x = c.RealInput(c.Scale(0.05), c.Zero(c.Type), shape);
        float sign = c.Pick(1f, 1f, -1f);
        string[] parameters = [.. Enumerable.Range(0, 4).Select(i => c.Model.Constant(
            Array.ConvertAll(c.Scales(shape[1], i == 3 ? 2 : 0.7), value => i == 0 && c.Random.Next(2) == 0 ? sign * value : value),
            shape[1]))];
        string y = c.Model.Node("BatchNormalization", [x, .. parameters], ("epsilon", 1e-3f));
        return c.QuantizedOutput(y, c.Scale(0.05), c.Zero(c.Type));
    }

    internal static LayerCase Activation(int seed)
    {
        var c = new LayerCase(seed);
        string x = c.RealInput(c.Scale(0.05), c.Zero(c.Type), c.Next(1, 3), c.Next(50, 300));
        string op = c.Pick("Relu", "LeakyRelu", "Sigmoid", "Tanh", "Clip");
        string y = op switch
        {
            "LeakyRelu" => c.Model.Node(op, [x], ("alpha", (float)c.Random.NextDouble())),
            "Clip" => c.Model.Node(op, [x, c.Model.Scalar(c.Scale(0.5) - 1), c.Model.Scalar(c.Scale(3))]),
            _ => c.Model.Node(op, [x]),
        };
        return c.QuantizedOutput(y, op is "Sigmoid" or "Tanh" ? c.Scale(0.007) : c.Scale(0.05), c.Zero(c.Type));
    }

    internal static LayerCase QOperatorActivation(int seed)
    {
        var c = new LayerCase(seed);
        (float scale, int zero, float outputScale, int outputZero) = (c.Scale(0.05), c.Zero(c.Type), c.Scale(0.02), c.Zero(c.Type));
        string x = c.QuantizedInput(scale, zero, 1, 300);
        string[] inputs =
            [x, c.Model.Scalar(scale), c.Model.Zero(c.Type, zero), c.Model.Scalar(outputScale), c.Model.Zero(c.Type, outputZero)];
        string y = c.Random.Next(2) == 0
            ? c.Model.Node("com.microsoft:QLinearSigmoid", inputs)
            : c.Model.Node("com.microsoft:QLinearLeakyRelu", inputs, ("alpha", 0.1f));
        return c.IntegerOutput(y, outputScale, outputZero);
    }

    internal static LayerCase Head(int seed)
    {
        var c = new LayerCase(seed);
        string x = c.RealInput(c.Scale(0.1), c.Zero(c.Type), c.Next(1, 4), c.Next(2, 20));
        string y = c.Model.Node(c.Pick("Softmax", "LogSoftmax"), [x], ("axis", -1));
        return c.Output(y);
    }

    /// <summary>The greatest or least elements and their positions, at the end of a model.</summary>
    internal static LayerCase Top(int seed)
    {
        var c = new LayerCase(seed);
        string x = c.RealInput(c.Scale(0.1), c.Zero(c.Type), c.Next(1, 4), c.Next(6, 20), c.Next(1, 3));
        x = c.Random.Next(2) == 0 ? x : c.Model.Node("Softmax", [x], ("axis", 1));
        string[] top = c.Model.Nodes("TopK", [x, c.Model.Constant(new[] { (long)c.Next(1, 5) }, 1)], 2,
            ("axis", c.Pick(1, -2)), ("largest", c.Next(0, 1)));
        string positions = c.Model.Node("Cast", [top[1]], ("to", (int)Tensors.TensorElementType.Float));
        return c.Output(c.Model.Node("Concat", [top[0], positions], ("axis", 1)));
    }
}
