namespace Prover.Benchmarks.Accuracy;

/// <summary>Every float model of the developers' set with its preprocessing.</summary>
internal static class AccuracyModels
{
    private static readonly float[] Mean = [0.4914f, 0.4822f, 0.4465f];
    private static readonly float[] Deviation = [0.2470f, 0.2435f, 0.2616f];
    private static readonly float[] OtherDeviation = [0.2023f, 0.1994f, 0.2010f];

    /// <summary>The models.</summary>
    internal static IReadOnlyList<AccuracyModel> All { get; } =
    [
        new("mnist_mlp_factorio_950/model", static (data, inputs) => data.SmallDigits(inputs)),
        new("mnist_mlp_factorio_950/model_dynquant", static (data, inputs) => data.SmallDigits(inputs)),
        new("mnist_mlp_esp/model", static (data, inputs) => data.Digits(inputs, Unit)),
        new("mnist_cnn_cntk/model", static (data, inputs) => data.Digits(inputs, static v => v)),
        new("mnist_lenet_sigmoid/model", static (data, inputs) => data.Digits(inputs, Unit)),
        new("mnist_cnn_burn/model", static (data, inputs) => data.Digits(inputs, static v => (Unit(v) - 0.1307f) / 0.3081f)),
        new("mnist_self_attention/model", static (data, inputs) => data.Digits(inputs, Unit)),
        new("cifar_cnn_deepprove/model", static (data, inputs) => data.Pictures(inputs, static (_, v) => (v / 127.5f) - 1)),
        new("cifar_resnet_2b/model", static (data, inputs) => data.Pictures(inputs, Normal)),
        new("cifar_vit_pgd_2_3_16/model", static (data, inputs) => data.Pictures(
            inputs, static (c, v) => (Unit(v) - Mean[c]) / OtherDeviation[c])),
        new("cifar_tinymobilenet/model", static (data, inputs) => data.Pictures(inputs, Normal)),
        new("mlperf_ic_resnet8/model", static (data, inputs) => data.RawPictures(inputs)),
        new("mlperf_kws_dscnn/model", static (data, inputs) => data.Words(inputs)),
        new("tabular_student_gboost/model", static (data, inputs) => data.Table(inputs, "student_performance")),
        new("tabular_student_svm/model", static (data, inputs) => data.Table(inputs, "student_performance")),
        new("magika_v3_3/model", static (data, inputs) => data.FileBytes(inputs)),
        new("tabular_iris_xgboost_tensor/model", static (data, inputs) => data.Table(inputs, "iris")),
        new("tabular_iris_randomforest/model", static (data, inputs) => data.Table(inputs, "iris")),
        Own("tabular_linear_classifier/model"),
        Own("tabular_fraud_mlp/model"),
        Own("acasxu_1_1/model"),
        Own("robot_go1_policy/model"),
        Own("timeseries_lstm_medium/model"),
        Own("gru_tiny/model"),
        Own("audio_dtln_part1_lstm/model"),
        Own("transformer_mha_ezkl/model"),
        Own("nanogpt_ezkl_randominit/model_opset12"),
        Own("imagenet_squeezenet_fp16/model"),
        new("super_resolution/model", static (data, inputs) => data.PublishedInput(
            inputs, "super_resolution/model", "repo_test_data_set_0/input_0.pb")),
        Own("face_ultraface_rfb320/model"),
    ];

    private static float Unit(float value) => value / 255;

    private static float Normal(int channel, float value) => (Unit(value) - Mean[channel]) / Deviation[channel];

    private static AccuracyModel Own(string name) => new(name, (data, inputs) => data.OwnSamples(inputs, name));
}
