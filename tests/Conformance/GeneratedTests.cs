using Prover.Onnx.Tests.Support;
using Prover.Verifier;

namespace Prover.Conformance.Tests;

/// <summary>Our own cases, one for every operator: their circuits compute what ONNX Runtime computes.</summary>
public class GeneratedTests
{
    private const double OneStep = 1.001;
    private const int ProvenShare = 12;

    /// <summary>What the project promises at least; ai.onnx.ml by its short name.</summary>
    private const string Promised =
        "Abs Add And ArgMax AveragePool BatchNormalization Cast Ceil Clip Concat Constant ConstantOfShape Conv ConvInteger ConvTranspose "
        + "DepthToSpace DequantizeLinear Div Dropout Elu Equal Erf Exp Expand Flatten Floor Gather Gelu Gemm GlobalAveragePool "
        + "GlobalMaxPool Greater GRU HardSigmoid HardSwish Identity InstanceNormalization LeakyRelu Less Log LogSoftmax LSTM MatMul "
        + "MatMulInteger Max MaxPool Min Mish Mul Neg Not Or Pad Pow PRelu QLinearConv QLinearMatMul QuantizeLinear Reciprocal ReduceMax "
        + "ReduceMean ReduceMin ReduceSum Relu Reshape Resize Round Selu Shape Sigmoid Sign Slice Softmax Softplus SpaceToDepth Split "
        + "Sqrt Squeeze Sub Sum Tanh Tile Transpose Unsqueeze Where Xor "
        + "ml.Scaler ml.LinearClassifier ml.LinearRegressor ml.SVMClassifier ml.TreeEnsembleClassifier ml.TreeEnsembleRegressor "
        + "ml.Normalizer ml.ArrayFeatureExtractor ml.ZipMap";

    [Fact]
    public void Every_promised_operator_has_a_case() => Assert.Empty(
        Promised.Split(' ').Select(static name => name.Replace("ml.", "ai.onnx.ml.", StringComparison.Ordinal))
            .Except(GeneratedCases.Names));

    [Fact]
    public void Every_operator_has_a_case() => Assert.Empty(GeneratedCases.Supported.Except(GeneratedCases.Names));

    [OnnxRuntimeFact]
    public void The_page_of_operators_is_up_to_date() => Repository.Check("circuits/OPERATORS.md", OperatorPage.Write());

    [OnnxRuntimeFact]
    public void Every_case_is_ONNX_Runtime_within_one_step()
    {
        List<string> wrong = [];
        int number = 0;
        foreach (string op in GeneratedCases.Names)
        {
            try
            {
                QuantizedRun run = GeneratedCases.Build(op);
                double difference = run.Difference();
                if (difference > (run.Compiled.Notes.Count == 0 ? 0 : OneStep)) wrong.Add($"{op}: {difference:F2} steps");
                if (number++ % ProvenShare != 0) continue;
                Verdict verdict = run.Prove();
                if (!verdict.IsValid) wrong.Add($"{op}: {verdict.Reason} {verdict.Detail}");
            }
            catch (Exception error) when (error is not Xunit.Sdk.XunitException)
            {
                wrong.Add($"{op}: {error.Message}");
            }
        }

        Assert.True(wrong.Count == 0, string.Join("\n", wrong));
    }
}
