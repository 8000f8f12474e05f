using Prover.Benchmarks.Accuracy;

namespace Prover.Benchmarks.Matrix;

/// <summary>Every model of the developers' set.</summary>
internal static class MatrixModels
{
    /// <summary>Already quantised models, and the float models whose data they share.</summary>
    private static readonly (string Name, string Twin)[] Quantized =
    [
        ("mnist_cnn_cntk/model_convinteger", "mnist_lenet_sigmoid/model"),
        ("cifar_tinymobilenet/model_qoperator_int8", "cifar_tinymobilenet/model"),
        ("mlperf_ic_resnet8/model_qdq_int8", "mlperf_ic_resnet8/model"),
        ("mlperf_kws_dscnn/model_qdq_int8", "mlperf_kws_dscnn/model"),
    ];

    /// <summary>The models in the order in which they run: those that take the most memory last.</summary>
    internal static IReadOnlyList<MatrixModel> All { get; } =
    [
        .. Quantized.Select(static pair => new MatrixModel(
            pair.Name, MatrixModelKind.Quantized, AccuracyModels.All.First(model => model.Name == pair.Twin).Data)),
        new MatrixModel("nonstandard_deeploy_kws_int/model", MatrixModelKind.NonStandard, null),
        // Declares operator set 10 and uses an operator as of 11, so that ONNX Runtime refuses it as it is.
        new MatrixModel("nanogpt_ezkl_randominit/model", MatrixModelKind.Float,
            static (data, inputs) => data.OwnSamples(inputs, "nanogpt_ezkl_randominit/model_opset12")),
        .. AccuracyModels.All.Select(static model => new MatrixModel(model.Name, MatrixModelKind.Float, model.Data)),
    ];

    /// <summary>Models of the folder that the list lacks: the set has grown.</summary>
    internal static IEnumerable<string> Missing(string shared)
    {
        string models = Path.Combine(shared, "models");
        HashSet<string> known = [.. All.Select(static model => model.Name)];
        return Directory.EnumerateFiles(models, "*.onnx", SearchOption.AllDirectories)
            .Select(file => Path.ChangeExtension(Path.GetRelativePath(models, file), null).Replace('\\', '/'))
            .Where(name => !known.Contains(name))
            .Order(StringComparer.Ordinal);
    }
}
