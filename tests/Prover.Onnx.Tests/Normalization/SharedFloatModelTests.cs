using Prover.Onnx.Inputs;
using Prover.Onnx.Normalization;
using Prover.Onnx.Tensors;
using Prover.Onnx.Tests.Support;

namespace Prover.Onnx.Tests.Normalization;

public sealed class SharedFloatModelTests
{
    [SharedModelTheory]
    [InlineData("mnist_mlp_factorio_950/model", 0.0001)]
    [InlineData("mnist_mlp_factorio_950/model_dynquant", 0.5)]
    [InlineData("mnist_mlp_esp/model", 0.0001)]
    [InlineData("mnist_cnn_cntk/model", 0.001)]
    [InlineData("mnist_lenet_sigmoid/model", 0.0001)]
    [InlineData("mnist_cnn_burn/model", 0.0001)]
    [InlineData("mnist_self_attention/model", 0.0001)]
    [InlineData("cifar_cnn_deepprove/model", 0.0001)]
    [InlineData("cifar_resnet_2b/model", 0.0001)]
    [InlineData("cifar_vit_pgd_2_3_16/model", 0.0001)]
    [InlineData("cifar_tinymobilenet/model", 0.0001)]
    [InlineData("mlperf_ic_resnet8/model", 0.0001)]
    [InlineData("mlperf_kws_dscnn/model", 0.0001)]
    [InlineData("imagenet_squeezenet_fp16/model", 0.01)]
    [InlineData("face_ultraface_rfb320/model", 0.0001)]
    [InlineData("magika_v3_3/model", 0.0001)]
    [InlineData("robot_go1_policy/model", 0.0001)]
    [InlineData("acasxu_1_1/model", 0.0001)]
    [InlineData("tabular_fraud_mlp/model", 0.0001)]
    [InlineData("tabular_iris_xgboost_tensor/model", 0.0001)]
    [InlineData("tabular_student_gboost/model", 0.0001)]
    [InlineData("tabular_student_svm/model", 0.0001)]
    [InlineData("tabular_linear_classifier/model", 0.0001)]
    [InlineData("tabular_iris_randomforest/model", 0.0001)]
    [InlineData("audio_dtln_part1_lstm/model", 0.0001)]
    [InlineData("timeseries_lstm_medium/model", 0.0001)]
    [InlineData("gru_tiny/model", 0.0001)]
    [InlineData("nanogpt_ezkl_randominit/model_opset12", 0.0001)]
    [InlineData("transformer_mha_ezkl/model", 0.0001)]
    public void The_normal_form_computes_what_the_model_computes(string name, double tolerance)
    {
        // The samples of this model are sequences of 5 steps, which it calls a batch.
        var dimensions = new Dictionary<string, int>();
        if (name == "gru_tiny/model")
        {
            dimensions["batch_size"] = 5;
        }

        NormalizedModel normalized = FloatModelNormalizer.Load(SharedModels.ModelPath(name), dimensions);
        foreach ((Dictionary<string, DenseTensor> inputs, Dictionary<string, DenseTensor> outputs) in SharedModels.Samples(name).Take(3))
        {
            Dictionary<string, DenseTensor> converted = normalized.Graph.Inputs.ToDictionary(
                static input => input.Name, input => TensorConversion.Convert(inputs[input.Name], input.ElementType));
            IReadOnlyList<DenseTensor> actual = NormalizationCase.Run(normalized.Graph, converted);
            string[] compared = [.. normalized.Graph.Outputs.Where(outputs.ContainsKey)];
            Assert.NotEmpty(compared);
            NormalizationCase.AssertClose(
                [.. compared.Select(output => outputs[output])],
                [.. compared.Select(output => actual[normalized.Graph.Outputs.IndexOf(output)])],
                tolerance);
        }
    }
}
