using System.Globalization;
using System.Text.Json;
using Prover.Onnx.Inputs;
using Prover.Onnx.Quantization;
using Prover.Onnx.Tensors;

namespace Prover.Benchmarks.Accuracy;

/// <summary>The developers' labelled data and the samples beside their models, prepared as each model wants it.</summary>
internal sealed class SharedData(string root)
{
    /// <summary>The file of a model.</summary>
    public string ModelPath(string name) => Path.Combine(root, "models", name + ".onnx");

    /// <summary>MNIST digits, each pixel put through a function.</summary>
    public LabelledSamples Digits(IReadOnlyList<ModelInput> inputs, Func<float, float> pixel) => Stacked(
        "mnist", inputs, Array.ConvertAll(Bytes("mnist/images.npy"), value => pixel(value)), Labels("mnist"));

    /// <summary>MNIST digits reduced to 5 by 5 counts.</summary>
    public LabelledSamples SmallDigits(IReadOnlyList<ModelInput> inputs)
    {
        byte[] pixels = Bytes("mnist/images.npy");
        float[] small = new float[pixels.Length / DigitReduction.Pixels * DigitReduction.Cells];
        for (int i = 0; i < pixels.Length / DigitReduction.Pixels; i++)
        {
            DigitReduction.Reduce(
                pixels.AsSpan(i * DigitReduction.Pixels, DigitReduction.Pixels),
                small.AsSpan(i * DigitReduction.Cells, DigitReduction.Cells));
        }

        return Stacked("mnist 5x5", inputs, small, Labels("mnist"));
    }

    /// <summary>CIFAR-10 pictures, channels first, each value put through a function of channel and pixel.</summary>
    public LabelledSamples Pictures(IReadOnlyList<ModelInput> inputs, Func<int, float, float> pixel)
    {
        const int area = 32 * 32;
        byte[] bytes = Bytes("cifar10_jpeg/images.npy");
        float[] values = new float[bytes.Length];
        for (int i = 0; i < bytes.Length; i++)
        {
            int picture = i / (3 * area), position = i / 3 % area, channel = i % 3;
            values[(((picture * 3) + channel) * area) + position] = pixel(channel, bytes[i]);
        }

        return Stacked("cifar10_jpeg", inputs, values, Labels("cifar10_jpeg"));
    }

    /// <summary>CIFAR-10 pictures as they are, channels last.</summary>
    public LabelledSamples RawPictures(IReadOnlyList<ModelInput> inputs) => Stacked(
        "cifar10_jpeg", inputs, Array.ConvertAll(Bytes("cifar10_jpeg/images.npy"), static v => (float)v), Labels("cifar10_jpeg"));

    /// <summary>Spoken words as spectral coefficients.</summary>
    public LabelledSamples Words(IReadOnlyList<ModelInput> inputs)
    {
        const float step = 0.58470290899f;
        const int zero = 83;
        sbyte[] values = Read("kws/features_int8.npy").As<sbyte>();
        return Stacked("kws", inputs, Array.ConvertAll(values, static v => (v - zero) * step), Labels("kws"));
    }

    /// <summary>The first bytes of files.</summary>
    public LabelledSamples FileBytes(IReadOnlyList<ModelInput> inputs)
    {
        int[] tokens = Read("magika_v3_3/bytes_features.npy").ToInt32();
        long[] labels = [.. File.ReadLines(Path.Combine(root, "data", "magika_v3_3", "expected.csv")).Skip(1)
            .Select(static line => long.Parse(line.Split(',')[3], CultureInfo.InvariantCulture))];
        return Stacked("magika_v3_3", inputs, tokens, labels);
    }

    /// <summary>A table whose last column is the class.</summary>
    public LabelledSamples Table(IReadOnlyList<ModelInput> inputs, string name)
    {
        string[][] rows = [.. File.ReadLines(Path.Combine(root, "data", name, name + ".csv")).Skip(1).Select(static l => l.Split(','))];
        float[] values = [.. rows.SelectMany(static row => row[..^1]).Select(static v => float.Parse(v, CultureInfo.InvariantCulture))];
        return Stacked(name, inputs, values, [.. rows.Select(static row => long.Parse(row[^1], CultureInfo.InvariantCulture))]);
    }

    /// <summary>The samples beside a model, which have no classes.</summary>
    public LabelledSamples OwnSamples(IReadOnlyList<ModelInput> inputs, string model)
    {
        string folder = Path.Combine(root, "models", Path.GetDirectoryName(model)!, "samples_" + Path.GetFileName(model));
        using JsonDocument index = JsonDocument.Parse(File.ReadAllBytes(Path.Combine(folder, "io.json")));
        JsonElement[] samples = [.. index.RootElement.GetProperty("samples").EnumerateArray()];
        var stacked = new Dictionary<string, DenseTensor>();
        foreach (ModelInput input in inputs)
        {
            DenseTensor[] parts = [.. samples.Select(sample => TensorConversion.Convert(
                NumpyReader.Read(File.ReadAllBytes(
                    Path.Combine(folder, sample.GetProperty("inputs").GetProperty(input.Name).GetString()!))),
                input.ElementType))];
            DenseTensor all = DenseTensor.Allocate(input.ElementType, parts.Sum(static part => part.Length));
            for (int i = 0; i < parts.Length; i++)
            {
                Array.Copy(parts[i].Data, 0, all.Data, i * parts[i].Length, parts[i].Length);
            }

            stacked[input.Name] = all;
        }

        return new LabelledSamples("own samples", Cut(inputs, stacked, samples.Length), null);
    }

    /// <summary>The input that the model's source publishes.</summary>
    public LabelledSamples PublishedInput(IReadOnlyList<ModelInput> inputs, string model, string file) => new(
        "published input",
        SampleReader.Read(Path.Combine(root, "models", Path.GetDirectoryName(model)!, file), inputs),
        null);

    private static LabelledSamples Stacked(string name, IReadOnlyList<ModelInput> inputs, Array values, long[] labels) => new(
        name,
        Cut(inputs, new Dictionary<string, DenseTensor> { [inputs[0].Name] = DenseTensor.Create(values, values.Length) }, labels.Length),
        labels);

    private static SampleSet Cut(IReadOnlyList<ModelInput> inputs, Dictionary<string, DenseTensor> stacked, int count) =>
        new(stacked, inputs.ToDictionary(static input => input.Name, static input => input.Shape), count);

    private DenseTensor Read(string file) => NumpyReader.Read(File.ReadAllBytes(Path.Combine(root, "data", file)));

    private byte[] Bytes(string file) => Read(file).As<byte>();

    private long[] Labels(string set) => Read(set + "/labels.npy").ToInt64();
}
