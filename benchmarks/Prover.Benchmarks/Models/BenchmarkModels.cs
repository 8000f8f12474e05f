namespace Prover.Benchmarks.Models;

/// <summary>The generated models of the end-to-end table.</summary>
internal static class BenchmarkModels
{
    /// <summary>Every model, small ones first.</summary>
    public static IReadOnlyList<BenchmarkModel> All { get; } =
    [
        new("mlp", "MLP 784-128-10", [1, 784], 0, Mlp),
        new("lenet5", "LeNet-5, 28x28", [1, 1, 28, 28], 0.15, LeNet5),
        new("tower4", "4 equal layers", [1, 16, 16, 16], 0, static () => Tower(4)),
        new("tower16", "16 equal layers", [1, 16, 16, 16], 0, static () => Tower(16)),
        new("tower64", "64 equal layers", [1, 16, 16, 16], 0, static () => Tower(64)),
        new("dense4m", "dense, 4 M parameters", [1, 1024], 1, Dense4M),
        new("vgg16", "VGG-16, 32x32", [1, 3, 32, 32], 3, Vgg16),
        new("resnet18", "ResNet-18, 224x224", [1, 3, 224, 224], 10, ResNet18),
    ];

    private static byte[] Mlp()
    {
        var builder = new QdqModelBuilder("mlp", 1);
        QuantizedTensor hidden = builder.Dense("hidden", builder.Input(1, 784), 128, relu: true);
        return builder.Build(builder.Dense("output", hidden, 10, relu: false));
    }

    private static byte[] LeNet5()
    {
        var builder = new QdqModelBuilder("lenet5", 5);
        QuantizedTensor tensor = builder.Input(1, 1, 28, 28);
        tensor = builder.Convolution("conv1", tensor, 6, 5, 1, 2, relu: true);
        tensor = builder.MaxPool("pool1", tensor, 2, 2, 0);
        tensor = builder.Convolution("conv2", tensor, 16, 5, 1, 0, relu: true);
        tensor = builder.MaxPool("pool2", tensor, 2, 2, 0);
        tensor = builder.Flatten("flatten", tensor);
        tensor = builder.Dense("dense1", tensor, 120, relu: true);
        tensor = builder.Dense("dense2", tensor, 84, relu: true);
        return builder.Build(builder.Dense("dense3", tensor, 10, relu: false));
    }

    private static byte[] Dense4M()
    {
        var builder = new QdqModelBuilder("dense4m", 4);
        QuantizedTensor tensor = builder.Input(1, 1024);
        for (int layer = 1; layer <= 4; layer++)
        {
            tensor = builder.Dense($"dense{layer}", tensor, 1024, relu: layer < 4);
        }

        return builder.Build(tensor);
    }

    /// <summary>Equal 3x3 convolutions with 16 channels on 16x16 pictures, then a dense head.</summary>
    private static byte[] Tower(int layers)
    {
        var builder = new QdqModelBuilder($"tower{layers}", 64);
        QuantizedTensor tensor = builder.Input(1, 16, 16, 16);
        for (int layer = 1; layer <= layers; layer++)
        {
            tensor = builder.Convolution($"conv{layer}", tensor, 16, 3, 1, 1, relu: true);
        }

        return builder.Build(builder.Dense("head", builder.GlobalAveragePool("pool", tensor), 10, relu: false));
    }

    private static byte[] Vgg16()
    {
        var builder = new QdqModelBuilder("vgg16", 16);
        QuantizedTensor tensor = builder.Input(1, 3, 32, 32);
        int[][] stages = [[64, 64], [128, 128], [256, 256, 256], [512, 512, 512], [512, 512, 512]];
        for (int stage = 0; stage < stages.Length; stage++)
        {
            for (int layer = 0; layer < stages[stage].Length; layer++)
            {
                tensor = builder.Convolution($"conv{stage + 1}_{layer + 1}", tensor, stages[stage][layer], 3, 1, 1, relu: true);
            }

            tensor = builder.MaxPool($"pool{stage + 1}", tensor, 2, 2, 0);
        }

        tensor = builder.Flatten("flatten", tensor);
        tensor = builder.Dense("dense1", tensor, 512, relu: true);
        tensor = builder.Dense("dense2", tensor, 512, relu: true);
        return builder.Build(builder.Dense("dense3", tensor, 10, relu: false));
    }

    private static byte[] ResNet18()
    {
        var builder = new QdqModelBuilder("resnet18", 18);
        QuantizedTensor tensor = builder.Input(1, 3, 224, 224);
        tensor = builder.Convolution("stem", tensor, 64, 7, 2, 3, relu: true);
        tensor = builder.MaxPool("stem_pool", tensor, 3, 2, 1);
        int[] stages = [64, 128, 256, 512];
        for (int stage = 0; stage < stages.Length; stage++)
        {
            tensor = ResidualBlock(builder, $"stage{stage + 1}_1", tensor, stages[stage], stage == 0 ? 1 : 2);
            tensor = ResidualBlock(builder, $"stage{stage + 1}_2", tensor, stages[stage], 1);
        }

        return builder.Build(builder.Dense("head", builder.GlobalAveragePool("pool", tensor), 1000, relu: false));
    }

    private static QuantizedTensor ResidualBlock(QdqModelBuilder builder, string name, QuantizedTensor source, int channels, int stride)
    {
        QuantizedTensor branch = builder.Convolution($"{name}_conv1", source, channels, 3, stride, 1, relu: true);
        branch = builder.Convolution($"{name}_conv2", branch, channels, 3, 1, 1, relu: false, gain: 1);
        QuantizedTensor shortcut = stride == 1
            ? source
            : builder.Convolution($"{name}_short", source, channels, 1, stride, 0, relu: false, gain: 1);
        return builder.AddRelu(name, branch, shortcut);
    }
}
