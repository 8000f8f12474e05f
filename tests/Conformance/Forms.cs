using Prover.Onnx.Tensors;

namespace Prover.Conformance.Tests;

/// <summary>
/// Forms in which people's exporters write operators, beyond the one of <see cref="GeneratedCases"/>: quantised by hand, so that nothing
/// but the compiler stands between the file and the proof.
/// </summary>
internal static class Forms
{
    private const int Usual = 17, With16Bits = 21;
    private const float Coarse = 0.05f;
    private static readonly int[] Shape = [1, 4, 6];

    /// <summary>Every form by name, with the version of the standard operators that it is written in.</summary>
    public static IEnumerable<(string Name, int Opset, Func<CaseBuilder, QuantizedRun> Build)> All() =>
        [.. Orders(), .. Products(), .. Wide(), .. Movements(), .. Family(), .. Trees()];

    private static IEnumerable<(string, int, Func<CaseBuilder, QuantizedRun>)> Orders()
    {
        foreach (int k in (int[])[1, 2, 3, 6])
        {
            yield return ($"TopK {k}", Usual, c => Close(c, Top(c, Real(c, Shape), k, 2)[0]));
            yield return ($"TopK positions {k}", Usual, c =>
                Close(c, c.Node("Cast", [Top(c, Real(c, Shape), k, 2)[1]], ("to", (int)TensorElementType.Float)), 1, 0));
        }

        yield return ("TopK least", Usual, c => Close(c, Top(c, Real(c, Shape), 2, 1, ("largest", 0))[0]));
        yield return ("TopK of a falling function", Usual, c => Close(c, Top(c, c.Node("Neg", [Real(c, Shape)]), 2, 1)[0]));
        yield return ("TopK picks from another", Usual, c =>
        {
            string[] top = Top(c, Real(c, 1, 6), 3, 1);
            return Close(c, c.Node("Mul", [c.Node("GatherElements", [Real(c, 1, 6), top[1]], ("axis", 1)), top[0]]));
        }
        );
    }

    private static IEnumerable<(string, int, Func<CaseBuilder, QuantizedRun>)> Products()
    {
        int[] bias = [.. Enumerable.Range(0, 15).Select(static i => (i * 100) - 700)];
        string Matrix(CaseBuilder c, params int[] shape) => c.Node("DequantizeLinear",
            [c.Model.Constant(bias[..DenseTensor.ElementCount(shape)], shape), c.Model.Scalar(0.01f / 64)]);
        yield return ("Gemm bias of matrix", Usual, c => Close(c, c.Node("Gemm", [Real(c, 3, 8), Weights(c, 8, 5), Matrix(c, 3, 5)])));
        yield return ("Gemm bias of one row", Usual, c => Close(c, c.Node("Gemm", [Real(c, 3, 8), Weights(c, 8, 5), Matrix(c, 1, 5)])));
        yield return ("Gemm float bias of matrix", Usual, c =>
            Close(c, c.Node("Gemm", [Real(c, 3, 8), Weights(c, 8, 5), c.Parameter([3, 5])])));
        yield return ("Gemm bias of column", Usual, c =>
            Close(c, c.Node("Gemm", [Real(c, 3, 8), Weights(c, 8, 5), c.Parameter([3, 1])])));
        yield return ("Gemm factors", Usual, c =>
            Close(c, c.Node("Gemm", [Real(c, 3, 8), Weights(c, 8, 5), c.Parameter([5])], ("alpha", 0.5f), ("beta", 2f))));
        yield return ("Gemm transposed", Usual, c =>
            Close(c, c.Node("Gemm", [Real(c, 8, 3), Weights(c, 8, 5), c.Parameter([5])], ("transA", 1))));
        string[] zeros(CaseBuilder c) => [c.Model.Zero(TensorElementType.UInt8, 128), c.Model.Zero(TensorElementType.Int8, 0)];
        string Integer(CaseBuilder c) => c.Node("com.microsoft:MatMulIntegerToFloat",
            [c.Quantized(3, 8), c.Weights(8, 5), c.Model.Scalar(1 / 64f), c.Model.Scalar(0.01f), .. zeros(c), c.Parameter([5])]);
        yield return ("MatMulIntegerToFloat with bias, at the end", Usual, c => c.Finish(Integer(c)));
        yield return ("MatMulIntegerToFloat with bias", Usual, c => Close(c, c.Node("Relu", [Integer(c)])));
        yield return ("QGemm bias of matrix", Usual, c => c.Finish(c.Dequantized(c.Node("com.microsoft:QGemm",
            [c.Quantized(3, 8), .. c.Scale(), .. c.ScaledWeights(8, 5), c.Model.Constant(bias, 3, 5), .. c.Scale(Coarse)]), Coarse)));
        yield return ("Conv to int8", Usual, c =>
        {
            string x = c.Model.Quantize(Real(c, 1, 4, 6, 6), 0.02f, TensorElementType.Int8, 0);
            string y = c.Node("Conv", [c.Model.Dequantize(x, 0.02f, TensorElementType.Int8, 0), Weights(c, 3, 4, 3, 3)]);
            return Close(c, y, Coarse, 0, TensorElementType.Int8);
        }
        );
    }

    private static IEnumerable<(string, int, Func<CaseBuilder, QuantizedRun>)> Wide()
    {
        QuantizedRun To16(CaseBuilder c, string y, float step) => Close(c, y, step, 0, TensorElementType.Int16);
        yield return ("Sigmoid of 16 bits", With16Bits, c => To16(c, c.Node("Sigmoid", [Real(c, Shape)]), 1 / 32768f));
        yield return ("Add of 16 bits", With16Bits, c => To16(c, c.Node("Add", [Real(c, Shape), Real(c, Shape)]), 1 / 8192f));
        yield return ("Mul of 16 bits", With16Bits, c => To16(c, c.Node("Mul", [Real(c, Shape), Real(c, Shape)]), 1 / 8192f));
        yield return ("MatMul of 16 bits", With16Bits, c => To16(c, c.Node("MatMul", [Real(c, 3, 8), Weights(c, 8, 5)]), 1 / 1024f));
        yield return ("LogSoftmax of 16 bits", With16Bits, c => To16(c, c.Node("LogSoftmax", [Real(c, Shape)]), 1 / 2048f));
        yield return ("LayerNormalization of 16 bits", With16Bits, c =>
            To16(c, c.Node("LayerNormalization", [Real(c, Shape), c.Parameter([6]), c.Parameter([6])]), 1 / 2048f));
    }

    private static IEnumerable<(string, int, Func<CaseBuilder, QuantizedRun>)> Movements()
    {
        string Resize(CaseBuilder c, long[] sizes, params (string, object)[] attributes) =>
            c.Node("Resize", [Real(c, 1, 4, 6, 6), "", "", c.Integers(sizes)], attributes);
        foreach (string mode in (string[])["linear", "nearest", "cubic"])
        {
            foreach (string coordinates in (string[])["half_pixel", "asymmetric", "align_corners", "pytorch_half_pixel"])
            {
                yield return ($"Resize {mode} {coordinates}", 13, c =>
                    Close(c, Resize(c, [1, 4, 9, 11], ("mode", mode), ("coordinate_transformation_mode", coordinates))));
            }
        }

        foreach (string policy in (string[])["not_larger", "not_smaller"])
        {
            yield return ($"Resize {policy}", 18, c => Close(c, Resize(
                c, [9, 11], ("axes", new[] { 2, 3 }), ("mode", "nearest"), ("keep_aspect_ratio_policy", policy))));
        }

        yield return ("EyeLike", Usual, c =>
        {
            string x = Real(c, 4, 4);
            return Close(c, c.Node("Add", [x, c.Node("EyeLike", [x], ("k", -1))]));
        }
        );
    }

    private static IEnumerable<(string, int, Func<CaseBuilder, QuantizedRun>)> Family()
    {
        foreach (string op in (string[])["QLinearAdd", "QLinearMul"])
        {
            yield return ($"{op} number", Usual, c => Binary(c, op, Shape, [100], 1));
            yield return ($"{op} channels", Usual, c => Binary(c, op, [1, 4, 6, 6], [100, 7, 200, 128], 1, 4, 1, 1));
        }

        yield return ("QLinearConcat of scales", Usual, c => c.Finish(c.Dequantized(c.Node("com.microsoft:QLinearConcat",
            [.. c.Scale(Coarse), c.Quantized(Shape), .. c.Scale(), c.Quantized(Shape), .. c.Scale(0.02f)], ("axis", -1)), Coarse)));
    }

    private static IEnumerable<(string, int, Func<CaseBuilder, QuantizedRun>)> Trees()
    {
        foreach (string aggregate in (string[])["SUM", "AVERAGE", "MIN", "MAX"])
        {
            yield return ($"TreeEnsembleRegressor {aggregate}", Usual, c => c.Finish(c.Node(
                "ai.onnx.ml:TreeEnsembleRegressor", [c.Input([1, 4])], ("aggregate_function", aggregate), ("n_targets", 1),
                ("nodes_treeids", new[] { 0, 0, 0, 1, 1, 1 }), ("nodes_nodeids", new[] { 0, 1, 2, 0, 1, 2 }),
                ("nodes_featureids", new[] { 1, 0, 0, 2, 0, 0 }), ("nodes_values", new[] { 0.125f, 0, 0, -0.3f, 0, 0 }),
                ("nodes_modes", new[] { "BRANCH_LEQ", "LEAF", "LEAF", "BRANCH_LEQ", "LEAF", "LEAF" }),
                ("nodes_truenodeids", new[] { 1, 0, 0, 1, 0, 0 }), ("nodes_falsenodeids", new[] { 2, 0, 0, 2, 0, 0 }),
                ("target_treeids", new[] { 0, 0, 1, 1 }), ("target_nodeids", new[] { 1, 2, 1, 2 }),
                ("target_ids", new int[4]), ("target_weights", new[] { -1f, 2, 0.5f, 0.25f }), ("base_values", new[] { 0.5f }))));
        }
    }

    private static QuantizedRun Binary(CaseBuilder c, string op, int[] shape, byte[] constant, params int[] constantShape)
    {
        string other = c.Model.Constant(constant, constantShape);
        string[] read = [c.Quantized(shape), .. c.Scale(), other, .. c.Scale(), .. c.Scale(Coarse)];
        return c.Finish(c.Dequantized(c.Node($"com.microsoft:{op}", read), Coarse));
    }

    private static string[] Top(CaseBuilder c, string x, int k, int axis, params (string, object)[] attributes) =>
        c.Model.Nodes("TopK", [x, c.Integers(k)], 2, [("axis", axis), .. attributes]);

    private static string Real(CaseBuilder c, params int[] shape) => c.Dequantized(c.Quantized(shape));

    private static string Weights(CaseBuilder c, params int[] shape) =>
        c.Model.Dequantize(c.Weights(shape), 0.01f, TensorElementType.Int8, 0);

    /// <summary>Quantises a float and ends the model with it.</summary>
    private static QuantizedRun Close(
        CaseBuilder c, string y, float scale = Coarse, int zero = 128, TensorElementType type = TensorElementType.UInt8) =>
        c.Finish(c.Model.Dequantize(c.Model.Quantize(y, scale, type, zero), scale, type, zero));
}
