using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Layers;

/// <summary>A normalisation between QuantizeLinear and QuantizeLinear, and inputs of every unpleasant kind.</summary>
internal sealed class NormalizationLayer
{
    private const int Low = 0, High = 255;
    private const int LocalSize = 5;
    private readonly Random random;
    private readonly int count;
    private readonly int zero;
    private readonly float inputStep;
    private readonly float outputStep;
    private readonly float epsilon;
    private readonly float[] factors;
    private readonly float[] offsets;
    private readonly string op;
    private readonly bool inSteps;
    private readonly int[][] rows;

    internal NormalizationLayer(string op, int count, float inputStep, float outputStep, bool differ, int seed, bool inSteps = false)
    {
        random = new Random(seed);
        (this.op, this.count, this.inputStep, this.outputStep, this.inSteps) = (op, count, inputStep, outputStep, inSteps);
        zero = new[] { 128, 0, 100 }[seed % 3];
        epsilon = new[] { 1e-5f, 1e-12f, 1e-3f }[seed % 3];
        rows = Rows();
        int sets = op is "InstanceNormalization" or "GroupNormalization" ? rows.Length * (op[0] == 'G' ? 2 : 1)
            : op is "LayerNormalization" or "RMSNormalization" ? count : 1;
        bool hasOffsets = op is "LayerNormalization" or "InstanceNormalization" or "GroupNormalization";
        bool hasFactors = hasOffsets || op == "RMSNormalization";
        float Draw(double middle) => (float)(middle + (differ ? random.NextDouble() - 0.5 : 0));
        factors = [.. Enumerable.Range(0, sets).Select(i => !hasFactors ? 1 : i % 7 == 3 && differ ? -0.3f : Draw(1))];
        offsets = [.. Enumerable.Range(0, sets).Select(_ => hasOffsets ? Draw(0.1) : 0)];
        Model = Build(isRounded: true);
        Inputs = new Dictionary<string, DenseTensor>
        {
            ["x"] = DenseTensor.Create(rows.SelectMany(row => row.Select(q => (q - zero) * inputStep)).ToArray(), Shape),
        };
    }

    /// <summary>The number of elements that share a mean or a norm.</summary>
    internal int Count => count;

    /// <summary>Whether ONNX Runtime is known to divide rounding noise by nearly 0 where all elements are equal.</summary>
    internal bool IsNoisy => op is "InstanceNormalization" or "GroupNormalization" or "MeanVarianceNormalization";

    internal byte[] Model { get; }

    /// <summary>The model without a QuantizeLinear at the end.</summary>
    internal byte[] UnroundedModel => Build(isRounded: false);

    internal IReadOnlyDictionary<string, DenseTensor> Inputs { get; }

    private int[] Shape => op switch
    {
        "InstanceNormalization" => [1, rows.Length, count / 4, 4],
        "GroupNormalization" => [1, rows.Length * 2, count / 8, 4],
        "MeanVarianceNormalization" => [rows.Length, count / 4, 4],
        "LRN" => [rows.Length, count, 1, 1],
        _ => [rows.Length, count],
    };

    internal float[] Reference() => TestModel.RunReference(Model, ("x", Inputs["x"]))[0].As<float>();

    /// <summary>What ONNX Runtime computes before rounding.</summary>
    internal float[] Unrounded() => TestModel.RunReference(UnroundedModel, ("x", Inputs["x"]))[0].As<float>();

    /// <summary>The results by the definition, in double precision, before rounding.</summary>
    internal double[] Exact() => [.. rows.SelectMany((row, number) =>
    {
        double[] x = [.. row.Select(q => (double)(float)((q - zero) * inputStep))];
        if (op == "LRN")
        {
            return x.Select((v, i) => v / Math.Pow(
                2 + (0.5 / LocalSize * x[Math.Max(0, i - 2)..Math.Min(count, i + 3)].Sum(w => w * w)), 0.75));
        }

        bool centred = op is not "RMSNormalization" && !op.StartsWith("Lp", StringComparison.Ordinal);
        double mean = centred ? x.Average() : 0, squares = x.Sum(v => (v - mean) * (v - mean));
        double divisor = op switch
        {
            "LpNormalization1" => x.Sum(Math.Abs),
            "LpNormalization2" => Math.Sqrt(squares),
            "MeanVarianceNormalization" => Math.Sqrt(squares / count) + 1e-9,
            _ => Math.Sqrt((squares / count) + epsilon),
        };
        return x.Select((v, i) =>
        {
            int set = factors.Length == 1 ? 0 : op[0] == 'I' ? number : op[0] == 'G' ? (number * 2) + (i / (count / 2)) : i;
            return (factors[set] * (divisor == 0 ? 0 : (v - mean) / divisor)) + offsets[set];
        });
    })];

    /// <summary>A result clamped to the output's range.</summary>
    internal double Clamp(double value) => Math.Clamp(value, -128 * (double)outputStep, 127 * (double)outputStep);

    private byte[] Build(bool isRounded)
    {
        var model = new TestModel(op is "RMSNormalization" ? 23 : 21);
        string name = op.TrimEnd('1', '2');
        string x = model.Dequantize(
            model.Quantize(model.Input("x", TensorElementType.Float, Shape), inputStep, TensorElementType.UInt8, zero),
            inputStep, TensorElementType.UInt8, zero);
        string[] parameters = name is "LpNormalization" or "MeanVarianceNormalization" or "LRN" ? []
            : name == "RMSNormalization" ? [model.Constant(factors, factors.Length)]
            : [model.Constant(factors, factors.Length), model.Constant(offsets, offsets.Length)];
        (string, object)[] attributes = name switch
        {
            "LpNormalization" => [("p", op[^1] - '0'), ("axis", 1)],
            "MeanVarianceNormalization" => [("axes", new[] { 1, 2 })],
            "LRN" => [("size", LocalSize), ("alpha", 0.5f), ("beta", 0.75f), ("bias", 2f)],
            "GroupNormalization" => [("epsilon", epsilon), ("num_groups", rows.Length)],
            _ => [("epsilon", epsilon)],
        };
        string y = inSteps ? InSteps(model, x, parameters) : model.Node(name, [x, .. parameters], attributes);
        string rounded = model.Quantize(y, outputStep, TensorElementType.UInt8, 128);
        model.Output(isRounded ? model.Dequantize(rounded, outputStep, TensorElementType.UInt8, 128) : y);
        return model.ToBytes();
    }

    /// <summary>The normalisation as PyTorch used to export it.</summary>
    private string InSteps(TestModel model, string x, string[] parameters)
    {
        string Mean(string value) => model.Node("ReduceMean", [value, model.Constant(new[] { -1L }, 1)]);
        bool hasMean = op == "LayerNormalization";
        string centred = hasMean ? model.Node("Sub", [x, Mean(x)]) : x;
        string squares = hasMean ? model.Node("Pow", [centred, model.Scalar(2)]) : model.Node("Mul", [centred, centred]);
        string root = model.Node("Sqrt", [model.Node("Add", [Mean(squares), model.Scalar(epsilon)])]);
        string quotient = hasMean
            ? model.Node("Div", [centred, root])
            : model.Node("Mul", [centred, model.Node("Reciprocal", [root])]);
        string scaled = model.Node("Mul", [quotient, parameters[0]]);
        return hasMean ? model.Node("Add", [scaled, parameters[1]]) : scaled;
    }

    private int[][] Rows()
    {
        int[] Make(Func<int, int> element) => [.. Enumerable.Range(0, count).Select(i => Math.Clamp(element(i), Low, High))];
        int few = (int)Math.Sqrt(count / 2.0);
        return
        [
            Make(_ => random.Next(Low, High + 1)), Make(_ => random.Next(Low, High + 1)), Make(_ => zero + random.Next(-3, 4)),
            Make(_ => Low), Make(_ => High), Make(_ => zero), Make(_ => 77),
            Make(i => 77 + (i == count / 2 ? 1 : 0)), Make(i => i == 0 ? High : Low), Make(i => i == 0 ? Low : High),
            Make(i => zero + (i == count - 1 ? 1 : 0)), Make(i => i < count / 2 ? Low : High), Make(i => 200 + (i < few ? 1 : 0)),
            Make(i => 50 + (i % 2)), Make(i => i * 255 / count), Make(i => zero + (i < few ? -1 : i == few ? 90 : 0)),
            Make(_ => zero + (int)((random.NextDouble() + random.NextDouble() + random.NextDouble() - 1.5) * 60)),
            Make(i => 20 + (i == 1 ? 1 : 0) + (i == 2 ? 100 : 0)),
        ];
    }
}
