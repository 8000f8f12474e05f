using Prover.Onnx.Tensors;

namespace Prover.Onnx.Tests.Layers;

/// <summary>Random elementwise operators, alone and in chains, between integers and the next QuantizeLinear.</summary>
internal static class RegionLayers
{
    private static readonly string[] Functions =
    [
        "Abs", "Neg", "Sign", "Ceil", "Floor", "Round", "Sqrt", "Exp", "Erf", "Sigmoid", "Tanh", "Relu", "LeakyRelu", "Elu", "Celu", "Selu",
        "ThresholdedRelu", "HardSigmoid", "HardSwish", "Softplus", "Softsign", "Mish", "Gelu", "com.microsoft:QuickGelu",
        "com.microsoft:Gelu", "com.microsoft:FastGelu", "Reciprocal", "Log", "Sin", "Cos", "Clip", "PRelu",
        "Tan", "Asin", "Acos", "Atan", "Sinh", "Cosh", "Asinh", "Acosh", "Atanh", "Shrink",
    ];

    internal static LayerCase Function(int seed)
    {
        string op = Functions[seed % Functions.Length];
        var c = new LayerCase(seed, op is "Mish" or "HardSwish" or "Gelu" ? 20 : null);
        string x = c.RealInput(c.Scale(0.05), c.Zero(c.Type), c.Next(1, 3), c.Next(50, 300));
        return c.QuantizedOutput(Apply(c, op, x), c.Scale(0.03), c.Zero(c.Type));
    }

    internal static LayerCase OfSums(int seed)
    {
        string op = Functions[seed % Functions.Length];
        op = op is "Ceil" or "Floor" or "Round" or "Sin" or "Cos" or "Tan" ? "Neg" : op;
        var c = new LayerCase(seed, op is "Mish" or "HardSwish" or "Gelu" ? 20 : null) { Type = TensorElementType.UInt8 };
        string sums = Sums(c, 6);
        string scaled = c.Random.Next(2) == 0
            ? sums
            : c.Model.Node("Mul", [sums, c.Model.Constant(Signed(c, c.Scales(6, 1)), 6)]);
        return c.QuantizedOutput(Apply(c, op, scaled), c.Scale(0.03), c.Zero(c.Type));
    }

    /// <summary>One value that enters a chain several times.</summary>
    internal static LayerCase Chain(int seed)
    {
        var c = new LayerCase(seed) { Type = TensorElementType.UInt8 };
        string x = c.Random.Next(2) == 0 ? Sums(c, 5) : c.RealInput(c.Scale(0.05), c.Zero(c.Type), 2, 100);
        (string Op, string[] Inputs) final = c.Random.Next(6) switch
        {
            0 => ("Mul", [x, c.Model.Node("Sigmoid", [x])]),
            1 => ("Mul", [x, x]),
            2 => ("Mul", [x, c.Model.Node("Tanh", [c.Model.Node("Softplus", [x])])]),
            3 => ("Add", [c.Model.Node("Relu", [x]), c.Model.Node("Mul", [x, c.Model.Scalar(-0.25f)])]),
            4 => ("Div", [c.Model.Node("Mul", [x, Clip(c, c.Model.Node("Add", [x, c.Model.Scalar(3)]), 0, 6)]), c.Model.Scalar(6)]),
            _ => ("Max", [c.Model.Node("Abs", [x]), c.Model.Node("Exp", [c.Model.Node("Neg", [x])])]),
        };
        return c.QuantizedOutput(c.Model.Node(final.Op, final.Inputs), c.Scale(0.05), c.Zero(c.Type));
    }

    /// <summary>Constants of every shape.</summary>
    internal static LayerCase Masks(int seed)
    {
        var c = new LayerCase(seed) { Type = TensorElementType.UInt8 };
        int[] shape = [1, 3, 4, 5];
        string x = c.RealInput(c.Scale(0.05), c.Zero(c.Type), shape);
        for (int i = c.Next(1, 2); i > 0; i--)
        {
            int[] constant = c.Pick<int[]>([1, 3, 4, 5], [4, 5], [3, 1, 5], [1, 1, 4, 1], [5], [3, 4, 5]);
            float[] values = Signed(c, c.Scales(DenseTensor.ElementCount(constant), 0.8));
            string[] operands = [x, c.Model.Constant(values, constant)];
            string op = c.Pick("Add", "Sub", "Mul", "Max", "Min", "Div", "PRelu");
            x = c.Model.Node(op, c.Random.Next(3) == 0 && i == 1 ? [.. operands.Reverse()] : operands);
        }

        return c.QuantizedOutput(x, c.Scale(0.04), c.Zero(c.Type));
    }

    /// <summary>Comparisons, logic and choices.</summary>
    internal static LayerCase Logic(int seed)
    {
        var c = new LayerCase(seed);
        float scale = c.Scale(0.05);
        string a = c.RealInput(scale, c.Middle, 2, 60);
        string b = c.Random.Next(3) == 0 ? c.Model.Scalar(c.Scale(0.4)) : c.RealInput(scale, c.Middle, 2, 60);
        string first = c.Model.Node(c.Pick("Greater", "Less", "Equal", "GreaterOrEqual", "LessOrEqual"), [a, b]);
        string second = c.Model.Node("Not", [c.Model.Node("Greater", [a, c.Model.Scalar(0.25f)])]);
        string truth = c.Random.Next(3) == 0 ? first : c.Model.Node(c.Pick("And", "Or", "Xor"), [first, second]);
        string y = c.Random.Next(2) == 0
            ? c.Model.Node("Cast", [truth], ("to", (int)TensorElementType.Float))
            : c.Model.Node("Where", [truth, a, c.Pick(c.Model.Scalar(-0.7f), c.Model.Node("Neg", [a]))]);
        return c.QuantizedOutput(y, c.Scale(0.02), c.Middle);
    }

    /// <summary>Sums and extremes of several values.</summary>
    internal static LayerCase Several(int seed)
    {
        var c = new LayerCase(seed);
        string[] inputs =
        [
            c.RealInput(c.Scale(0.05), c.Middle, 2, 3, 20), c.RealInput(c.Scale(0.05), c.Middle, c.Pick<int[]>([2, 3, 20], [20], [3, 1])),
            c.Model.Constant(Signed(c, c.Scales(3, 0.6)), 3, 1),
        ];
        return c.QuantizedOutput(c.Model.Node(c.Pick("Sum", "Mean", "Max", "Min"), inputs), c.Scale(0.06), c.Middle);
    }

    /// <summary>Activations of 16 bits.</summary>
    internal static LayerCase Wide(int seed)
    {
        var c = new LayerCase(seed, 21) { Type = seed % 2 == 0 ? TensorElementType.UInt16 : TensorElementType.Int16 };
        string x = c.RealInput(c.Scale(0.0002), c.Middle, 2, 200);
        string y = Apply(c, c.Pick("Sigmoid", "Tanh", "HardSwish", "Mul", "Clip", "Neg"), x);
        c.Type = c.Pick(c.Type, TensorElementType.UInt8);
        return c.QuantizedOutput(y, c.Type == TensorElementType.UInt8 ? c.Scale(0.03) : c.Scale(0.0001), c.Middle);
    }

    /// <summary>What MatMul of quantised operands gives before it is rounded, exact in ONNX Runtime too.</summary>
    private static string Sums(LayerCase c, int outputs)
    {
        string w = c.RealConstant(c.Weights(20 * outputs), [20, outputs], c.Scales(c.Pick(1, outputs), 0.004), 1);
        return c.Model.Node("MatMul", [c.RealInput(c.Scale(0.02), c.Zero(c.Type), 40, 20), w]);
    }

    private static string Apply(LayerCase c, string op, string x) => op switch
    {
        "Clip" => Clip(c, x, c.Scale(0.5) - 1, c.Scale(2)),
        "PRelu" => c.Model.Node(op, [x, c.Model.Scalar(c.Scale(0.2) - 0.3f)]),
        "Mul" => c.Model.Node(op, [x, c.Model.Scalar(c.Scale(0.2) - 0.3f)]),
        "Celu" or "Elu" or "ThresholdedRelu" => c.Model.Node(op, [x], ("alpha", (float)(c.Random.NextDouble() + 0.2))),
        _ => c.Model.Node(op, [x]),
    };

    private static string Clip(LayerCase c, string x, float low, float high) =>
        c.Model.Node("Clip", [x, c.Model.Scalar0(low), c.Model.Scalar0(high)]);

    private static float[] Signed(LayerCase c, float[] values) => Array.ConvertAll(values, value => c.Random.Next(2) == 0 ? value : -value);
}
