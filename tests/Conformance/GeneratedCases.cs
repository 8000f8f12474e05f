using Prover.Onnx.Operators;
using Prover.Onnx.Tensors;

namespace Prover.Conformance.Tests;

/// <summary>A tiny model for every operator: float ones are quantised, those of the QLinear family are written quantised.</summary>
internal static class GeneratedCases
{
    private static readonly int[] Shape = [1, 4, 6];
    private static readonly int[] Image = [1, 4, 6, 6];

    private static readonly string[] Unary =
    [
        "Abs", "Celu", "Ceil", "Clip", "Cos", "Dropout", "Elu", "Erf", "Exp", "Floor", "Gelu", "HardSigmoid", "HardSwish", "Identity",
        "LeakyRelu", "Mish", "Neg", "Relu", "Round", "Selu", "Shrink", "Sigmoid", "Sign", "Sin", "Softplus",
        "Softsign", "Tan", "Tanh", "ThresholdedRelu", "Flatten", "Atan", "Sinh", "Cosh", "Asinh", "com.microsoft.Gelu",
        "com.microsoft.QuickGelu", "com.microsoft.FastGelu", "Hardmax", "Swish",
    ];

    private static readonly string[] Binary = ["Add", "Sub", "Mul", "Max", "Min", "Sum", "Mean"];
    private static readonly string[] Comparisons = ["Greater", "GreaterOrEqual", "Less", "LessOrEqual", "Equal"];
    private static readonly string[] Logic = ["And", "Or", "Xor"];
    private static readonly string[] Reductions =
        ["ReduceSum", "ReduceMean", "ReduceMax", "ReduceMin", "ReduceProd", "ReduceL1", "ReduceL2", "ReduceSumSquare", "ReduceLogSum",
            "ReduceLogSumExp"];

    /// <summary>Operator sets of operators that are newer than most.</summary>
    private static readonly Dictionary<string, int> FirstOpset = new()
    {
        ["Mish"] = 18,
        ["Gelu"] = 20,
        ["GroupNormalization"] = 21,
        ["RMSNormalization"] = 23,
        ["Attention"] = 23,
        ["Swish"] = 24,
    };

    private static readonly Dictionary<string, Func<CaseBuilder, QuantizedRun>> ByName = All();

    /// <summary>Every operator with a case.</summary>
    public static IReadOnlyList<string> Names => [.. ByName.Keys.Order(StringComparer.Ordinal)];

    /// <summary>Operators that the compiler has.</summary>
    public static IReadOnlyList<string> Supported => OperatorTable.Names;

    /// <summary>Builds the case of an operator.</summary>
    public static QuantizedRun Build(string op) => ByName[op](new CaseBuilder(FirstOpset.GetValueOrDefault(op, 17)));

    private static Dictionary<string, Func<CaseBuilder, QuantizedRun>> All()
    {
        Dictionary<string, Func<CaseBuilder, QuantizedRun>> cases = [];
        foreach (string op in Unary) cases[op] = c => c.Finish(c.Node(Domain(op), [c.Input(Shape, -2, 2)]));
        foreach (string op in Binary) cases[op] = c => c.Finish(c.Node(op, [c.Input(Shape), c.Input(Shape)]));
        foreach (string op in Comparisons)
        {
            cases[op] = c => c.Finish(c.Chosen(c.Node(op, [c.Input(Shape), c.Input(Shape)])));
        }

        foreach (string op in Logic) cases[op] = c => c.Finish(c.Chosen(c.Node(op, [c.Truth(Shape), c.Truth(Shape)])));
        foreach (string op in Reductions) cases[op] = Reduction(op);
        foreach (string op in (string[])["Softmax", "LogSoftmax"])
        {
            cases[op] = c => c.Finish(Inside(c, c.Node(op, [c.Input(Shape, -2, 2)])));
        }

        foreach (string op in (string[])["Sqrt", "Log", "Reciprocal", "Acosh"])
        {
            cases[op] = c => c.Finish(c.Node(op, [c.Input(Shape, 1.1f, 4)]));
        }

        foreach (string op in (string[])["Acos", "Asin", "Atanh"])
        {
            cases[op] = c => c.Finish(c.Node(op, [c.Input(Shape, -0.95f, 0.95f)]));
        }

        AddElementwise(cases);
        AddNormalizations(cases);
        AddLinear(cases);
        AddWindows(cases);
        AddMovement(cases);
        AddQuantized(cases);
        RewrittenCases.AddTo(cases);
        return cases;
    }

    private static void AddElementwise(Dictionary<string, Func<CaseBuilder, QuantizedRun>> cases)
    {
        cases["Div"] = c => c.Finish(c.Node("Div", [c.Input(Shape), c.Input(Shape, 1, 2)]));
        cases["Mod"] = c => c.Finish(c.Node("Mod", [c.Input(Shape), c.Parameter([1], 0.3f, 0.4f)], ("fmod", 1)));
        cases["Pow"] = c => c.Finish(c.Node("Pow", [c.Input(Shape, 0, 2), c.Model.Scalar(2)]));
        cases["PRelu"] = c => c.Finish(c.Node("PRelu", [c.Input(Shape), c.Parameter([4, 1], 0, 0.5f)]));
        cases["Not"] = c => c.Finish(c.Chosen(c.Node("Not", [c.Truth(Shape)])));
        cases["Where"] = c => c.Finish(c.Chosen(c.Truth(Shape)));
        cases["Cast"] = c => c.Finish(c.Node("Relu", [c.Node("Cast", [c.Input(Shape)], ("to", (int)TensorElementType.Float))]));
        cases["IsNaN"] = c => c.Finish(c.Chosen(c.Node("IsNaN", [c.Input(Shape)])));
        cases["IsInf"] = c => c.Finish(c.Chosen(c.Node("IsInf", [c.Input(Shape)])));
        cases["CastLike"] = c => c.Finish(c.Node("CastLike", [c.Truth(Shape), c.Parameter([1])]));
        cases["Attention"] = c => c.Finish(c.Node(
            "Attention", [c.Input(Shape), c.Input(Shape), c.Input(Shape)], ("q_num_heads", 2), ("kv_num_heads", 2), ("is_causal", 1)));
        cases["com.microsoft.Attention"] = c => c.Finish(c.Node(
            "com.microsoft:Attention", [c.Input(Shape), c.Parameter([6, 18]), c.Parameter([18])], ("num_heads", 2)));
        cases["com.microsoft.MultiHeadAttention"] = c => c.Finish(c.Node(
            "com.microsoft:MultiHeadAttention", [c.Input(Shape), c.Input(Shape), c.Input(Shape)], ("num_heads", 2)));
        cases["com.microsoft.BiasGelu"] = c =>
            c.Finish(c.Node("com.microsoft:BiasGelu", [c.Input(Shape), c.Parameter([6])]));
        cases["BatchNormalization"] = c => c.Finish(c.Node("BatchNormalization",
            [c.Input(Image), c.Parameter([4]), c.Parameter([4]), c.Parameter([4]), c.Parameter([4], 0.5f, 2)]));
    }

    private static void AddNormalizations(Dictionary<string, Func<CaseBuilder, QuantizedRun>> cases)
    {
        cases["InstanceNormalization"] = c => c.Finish(c.Node("InstanceNormalization",
            [c.Input(Image), c.Parameter([4]), c.Parameter([4])]));
        cases["GroupNormalization"] = c => c.Finish(c.Node("GroupNormalization",
            [c.Input(Image), c.Parameter([4]), c.Parameter([4])], ("num_groups", 2)));
        cases["MeanVarianceNormalization"] = c => c.Finish(c.Node("MeanVarianceNormalization", [c.Input(Image)]));
        cases["LayerNormalization"] = c => c.Finish(c.Node("LayerNormalization", [c.Input(Shape), c.Parameter([6]), c.Parameter([6])]));
        foreach (string op in (string[])["RMSNormalization", "SimplifiedLayerNormalization"])
        {
            cases[op] = c => c.Finish(c.Node(op, [c.Input(Shape), c.Parameter([6])]));
        }

        cases["LRN"] = c => c.Finish(c.Node("LRN", [c.Input(Image)], ("size", 3), ("alpha", 0.5f), ("beta", 0.75f)));
        cases["LpNormalization"] = c => c.Finish(c.Node("LpNormalization", [c.Input(Shape)]));
    }

    private static void AddLinear(Dictionary<string, Func<CaseBuilder, QuantizedRun>> cases)
    {
        cases["MatMul"] = c => c.Finish(c.Node("MatMul", [c.Input([3, 8]), c.Parameter([8, 5])]));
        cases["Gemm"] = c => c.Finish(c.Node("Gemm", [c.Input([3, 8]), c.Parameter([5, 8]), c.Parameter([5])], ("transB", 1)));
        cases["Conv"] = c => c.Finish(c.Node("Conv", [c.Input(Image), c.Parameter([3, 4, 3, 3])], ("pads", new[] { 1, 1, 1, 1 })));
        cases["ConvTranspose"] = c => c.Finish(c.Node("Relu", [c.Node("ConvTranspose", [c.Input(Image), c.Parameter([4, 3, 2, 2])],
            ("strides", new[] { 2, 2 }))]));
        cases["CumSum"] = c => c.Finish(c.Node("CumSum", [c.Input(Shape), c.Model.Constant(new[] { 2L })]));
    }

    private static void AddWindows(Dictionary<string, Func<CaseBuilder, QuantizedRun>> cases)
    {
        (string, object)[] window = [("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 })];
        foreach (string op in (string[])["MaxPool", "AveragePool", "LpPool"])
        {
            cases[op] = c => c.Finish(c.Node(op, [c.Input(Image)], window));
        }

        foreach (string op in (string[])["GlobalMaxPool", "GlobalAveragePool", "GlobalLpPool"])
        {
            cases[op] = c => c.Finish(c.Node(op, [c.Input(Image)]));
        }

        foreach (string op in (string[])["ArgMax", "ArgMin"])
        {
            cases[op] = c => c.Finish(c.Node(op, [c.Input(Shape)], ("axis", 2)), TensorElementType.Int64);
        }
    }

    private static void AddMovement(Dictionary<string, Func<CaseBuilder, QuantizedRun>> cases)
    {
        cases["Transpose"] = c => c.Finish(c.Node("Transpose", [c.Input(Shape)], ("perm", new[] { 0, 2, 1 })));
        cases["Reshape"] = c => c.Finish(c.Node("Reshape", [c.Input(Shape), c.Integers(1, 24)]));
        cases["Squeeze"] = c => c.Finish(c.Node("Squeeze", [c.Input([1, 1, 5]), c.Integers(1)]));
        cases["Unsqueeze"] = c => c.Finish(c.Node("Unsqueeze", [c.Input(Shape), c.Integers(1)]));
        cases["Slice"] = c => c.Finish(c.Node("Slice", [c.Input(Shape), c.Integers(1), c.Integers(4), c.Integers(2)]));
        cases["Split"] = c =>
        {
            string[] parts = c.Model.Nodes("Split", [c.Input(Shape)], 2, ("axis", 2));
            return c.Finish(c.Node("Add", parts));
        };
        cases["Concat"] = c => c.Finish(c.Node("Concat", [c.Input(Shape), c.Input(Shape)], ("axis", 1)));
        cases["Pad"] = c => c.Finish(c.Node("Pad", [c.Input(Shape), c.Integers(0, 1, 1, 0, 1, 2)]));
        cases["Expand"] = c => c.Finish(c.Node("Expand", [c.Input([1, 4, 1]), c.Integers(1, 4, 3)]));
        cases["Tile"] = c => c.Finish(c.Node("Tile", [c.Input(Shape), c.Integers(1, 1, 2)]));
        cases["Gather"] = c => c.Finish(c.Node("Gather", [c.Input(Shape), c.Integers(3, 0, 3)], ("axis", 1)));
        cases["GatherElements"] = c => c.Finish(c.Node("GatherElements",
            [c.Input(Shape), c.Model.Constant(new long[] { 1, 0, 5 }, 1, 1, 3)], ("axis", 2)));
        cases["GatherND"] = c => c.Finish(c.Node("GatherND", [c.Input(Shape), c.Model.Constant(new long[] { 0, 2, 0, 1 }, 2, 2)]));
        cases["ai.onnx.ml.ArrayFeatureExtractor"] = c =>
            c.Finish(c.Node("ai.onnx.ml:ArrayFeatureExtractor", [c.Input([1, 8]), c.Integers(2, 5)]));
        cases["DepthToSpace"] = c => c.Finish(c.Node("DepthToSpace", [c.Input(Image)], ("blocksize", 2)));
        cases["SpaceToDepth"] = c => c.Finish(c.Node("SpaceToDepth", [c.Input(Image)], ("blocksize", 2)));
        cases["TopK"] = c => c.Finish(c.Node("MatMul",
            [c.Model.Nodes("TopK", [c.Input(Shape), c.Integers(1)], 2, ("axis", 1))[0], c.Parameter([6, 5])]));
        cases["Trilu"] = c => c.Finish(c.Node("Trilu", [c.Input(Shape)]));
        cases["Resize"] = c => c.Finish(c.Node("Resize", [c.Input(Image), "", c.Model.Constant(new[] { 1f, 1, 2, 2 }, 4)]));
        cases["Upsample"] = c => c.Finish(c.Node("Resize", [c.Input(Image), "", c.Model.Constant(new[] { 1f, 1, 2, 2 }, 4)]));
        cases["OneHot"] = c => c.Finish(c.Node("OneHot",
            [c.Node("ArgMax", [c.Input(Shape)], ("axis", 2), ("keepdims", 0)), c.Integers(6), c.Model.Constant(new[] { 0f, 1 }, 2)]));
        // Arithmetic on shapes is folded; it is a case of the operators that read its results.
        cases["Shape"] = c =>
        {
            string x = c.Input(Shape);
            return c.Finish(c.Node("Expand", [c.Input([1, 1, 6]), c.Node("Shape", [x])]));
        };
        cases["Size"] = c =>
        {
            string x = c.Input(Shape);
            return c.Finish(c.Node("Reshape", [x, c.Node("Unsqueeze", [c.Node("Size", [x]), c.Integers(0)])]));
        };
        cases["Range"] = c => c.Finish(c.Node("Gather",
            [c.Input(Shape), c.Node("Range", [Scalar(c, 0), Scalar(c, 4), Scalar(c, 2)])], ("axis", 1)));
        cases["EyeLike"] = c =>
        {
            string x = c.Input([4, 5]);
            return c.Finish(c.Node("Mul", [x, c.Node("EyeLike", [x], ("k", 1))]));
        };
        cases["Constant"] = c => c.Finish(c.Node("Add", [c.Input(Shape), c.Node("Constant", [],
            ("value", DenseTensor.Create(new[] { 0.25f }, 1)))]));
        cases["ConstantOfShape"] = c => c.Finish(c.Node("Add", [c.Input(Shape), c.Node("ConstantOfShape", [c.Integers(1, 4, 6)],
            ("value", DenseTensor.Create(new[] { 0.25f }, 1)))]));
    }

    private static void AddQuantized(Dictionary<string, Func<CaseBuilder, QuantizedRun>> cases)
    {
        foreach (string domain in (string[])["", "com.microsoft."])
        {
            string prefix = Domain(domain);
            cases[domain + "QuantizeLinear"] = c => Requantised(c, prefix + "QuantizeLinear", "DequantizeLinear");
            cases[domain + "DequantizeLinear"] = c => Requantised(c, "QuantizeLinear", prefix + "DequantizeLinear");
        }

        cases["QLinearConv"] = c => Finish(c, "QLinearConv",
            [c.Quantized(Image), .. c.Scale(), .. c.ScaledWeights(3, 4, 3, 3), .. c.Scale(0.05f)]);
        cases["com.microsoft.QLinearConv"] = cases["QLinearConv"];
        cases["QLinearMatMul"] = c => Finish(c, "QLinearMatMul",
            [c.Quantized(3, 8), .. c.Scale(), .. c.ScaledWeights(8, 5), .. c.Scale(0.05f)]);
        cases["com.microsoft.QGemm"] = c => Finish(c, "com.microsoft:QGemm",
            [c.Quantized(3, 8), .. c.Scale(), .. c.ScaledWeights(8, 5), "", .. c.Scale(0.05f)]);
        cases["com.microsoft.MatMulIntegerToFloat"] = c =>
        {
            string y = c.Node("com.microsoft:MatMulIntegerToFloat", [c.Quantized(3, 8), c.Weights(8, 5), c.Model.Scalar(1 / 64f),
                c.Model.Scalar(0.01f), c.Model.Zero(TensorElementType.UInt8, 128), c.Model.Zero(TensorElementType.Int8, 0)]);
            return c.Finish(y);
        };
        AddIntegers(cases);
        foreach (string op in (string[])["QLinearAdd", "QLinearMul"])
        {
            cases["com.microsoft." + op] = c => Finish(c, "com.microsoft:" + op,
                [c.Quantized(Shape), .. c.Scale(), c.Quantized(Shape), .. c.Scale(), .. c.Scale(0.05f)]);
        }

        foreach (string op in (string[])["QLinearSigmoid", "QLinearLeakyRelu"])
        {
            cases["com.microsoft." + op] = c => Finish(c, "com.microsoft:" + op, [c.Quantized(Shape), .. c.Scale(), .. c.Scale(0.05f)]);
        }

        cases["com.microsoft.QLinearSoftmax"] = c => c.Finish(Inside(c, c.Dequantized(
            c.Node("com.microsoft:QLinearSoftmax", [c.Quantized(Shape), .. c.Scale(), .. c.Scale(1 / 256f, 0)], ("axis", 2), ("opset", 13)),
            1 / 256f,
            0)));
        cases["com.microsoft.QLinearConcat"] = c => Finish(c, "com.microsoft:QLinearConcat",
            [.. c.Scale(0.05f), c.Quantized(Shape), .. c.Scale(), c.Quantized(Shape), .. c.Scale()], ("axis", 1));
        cases["com.microsoft.QLinearAveragePool"] = c => Finish(c, "com.microsoft:QLinearAveragePool",
            [c.Quantized(Image), .. c.Scale(), .. c.Scale(0.05f)], ("kernel_shape", new[] { 2, 2 }), ("strides", new[] { 2, 2 }));
        cases["com.microsoft.QLinearReduceMean"] = QuantizedMean;
        cases["com.microsoft.QLinearGlobalAveragePool"] = c => Finish(c, "com.microsoft:QLinearGlobalAveragePool",
            [c.Quantized(Image), .. c.Scale(), .. c.Scale(0.05f)], ("channels_last", 0));
    }

    /// <summary>ONNX defines QLinearReduceMean; ONNX Runtime runs the three operators that it stands for.</summary>
    private static QuantizedRun QuantizedMean(CaseBuilder c)
    {
        var apart = new CaseBuilder(17);
        string mean = apart.Node("ReduceMean", [apart.Dequantized(apart.Quantized(Shape))], ("axes", new[] { 2 }));
        apart.Model.Output(apart.Dequantized(apart.Node("QuantizeLinear", [mean, .. apart.Scale(0.05f)]), 0.05f));
        string[] read = [c.Quantized(Shape), .. c.Scale(), .. c.Scale(0.05f)];
        string y = c.Dequantized(c.Node("com.microsoft:QLinearReduceMean", read, ("axes", new[] { 2 }), ("keepdims", 1)), 0.05f);
        string renamed = c.Model.Rename(apart.Model.ToProto().Graph.Output[0].Name, y);
        return c.Finish(renamed, apart.Model);
    }

    private static void AddIntegers(Dictionary<string, Func<CaseBuilder, QuantizedRun>> cases)
    {
        cases["ConvInteger"] = c => Sums(c, "ConvInteger", c.Quantized(Image), c.Weights(3, 4, 3, 3));
        cases["MatMulInteger"] = c => Sums(c, "MatMulInteger", c.Quantized(3, 8), c.Weights(8, 5));
        cases["com.microsoft.QLinearWhere"] = c =>
        {
            string truth = c.Node("Greater", [c.Dequantized(c.Quantized(Shape)), c.Model.Scalar(0)]);
            return Finish(c, "com.microsoft:QLinearWhere",
                [truth, c.Quantized(Shape), .. c.Scale(), c.Model.Constant(new byte[] { 100 }), .. c.Scale(), .. c.Scale(0.05f)]);
        };
    }

    /// <summary>Sums of integers, scaled and quantised.</summary>
    private static QuantizedRun Sums(CaseBuilder c, string op, string x, string weights)
    {
        string sums = c.Node(op, [x, weights, c.Model.Zero(TensorElementType.UInt8, 128), c.Model.Zero(TensorElementType.Int8, 0)]);
        string real = c.Node("Mul", [c.Node("Cast", [sums], ("to", (int)TensorElementType.Float)), c.Model.Scalar(0.0002f)]);
        return c.Finish(c.Dequantized(c.Node("QuantizeLinear", [real, .. c.Scale(0.05f)]), 0.05f));
    }

    private static QuantizedRun Finish(CaseBuilder c, string op, string[] inputs, params (string, object)[] attributes) =>
        c.Finish(c.Dequantized(c.Node(op, inputs, attributes), 0.05f));

    /// <summary>A pool of one element: it costs nothing, but belongs to the proof, and so does what it reads.</summary>
    private static string Inside(CaseBuilder c, string value) => c.Node("MaxPool", [value], ("kernel_shape", new[] { 1 }));

    /// <summary>A change of scale, which is a table of the proof.</summary>
    private static QuantizedRun Requantised(CaseBuilder c, string quantize, string dequantize)
    {
        string real = c.Node(dequantize, [c.Quantized(Shape), .. c.Scale()]);
        return c.Finish(c.Node(dequantize, [c.Node(quantize, [real, .. c.Scale(0.05f)]), .. c.Scale(0.05f)]));
    }

    private static Func<CaseBuilder, QuantizedRun> Reduction(string op)
    {
        bool needsPositive = op is "ReduceLogSum";
        return c =>
        {
            string x = needsPositive ? c.Input(Shape, 0.5f, 2) : c.Input(Shape);
            return c.Finish(op == "ReduceSum"
                ? c.Node(op, [x, c.Integers(2)])
                : c.Node(op, [x], ("axes", new[] { 2 })));
        };
    }

    private static string Scalar(CaseBuilder c, long value) => c.Model.Constant(new[] { value }, []);

    private static string Domain(string op) => op.Replace("com.microsoft.", "com.microsoft:", StringComparison.Ordinal);
}
