using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using Google.Protobuf;
using Prover.Onnx.Inputs;
using Prover.Onnx.Model;
using Prover.Onnx.Quantization;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Tests.Quantization;

/// <summary>Every way to give samples and labels, and what is wrong with others.</summary>
public sealed class SampleReaderTests : IDisposable
{
    private static readonly ModelInput Picture = new("x", TensorElementType.Float, [1, 2, 3]);
    private static readonly ModelInput Mask = new("mask", TensorElementType.Float, [1, 2]);

    private readonly string folder = Directory.CreateTempSubdirectory("samples").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    private static byte[] Npy(float[] values, params int[] shape)
    {
        string header = $"{{'descr': '<f4', 'fortran_order': False, 'shape': ({string.Join(", ", shape)},), }}\n";
        byte[] start = [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, (byte)(header.Length >> 8)];
        return [.. start, .. Encoding.ASCII.GetBytes(header), .. MemoryMarshal.AsBytes(values.AsSpan())];
    }

    private static float[] Count(int count) => [.. Enumerable.Range(0, count).Select(static i => (float)i)];

    private string Write(string name, byte[] content)
    {
        string file = Path.Combine(folder, name);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        File.WriteAllBytes(file, content);
        return file;
    }

    [Theory]
    [InlineData(5, 2, 3)]
    [InlineData(5, 1, 2, 3)]
    [InlineData(5, 6)]
    [InlineData(30)]
    public void One_file_may_be_a_stack(params int[] shape)
    {
        SampleSet samples = SampleReader.Read(Write("all.npy", Npy(Count(30), shape)), [Picture]);
        Assert.Equal(5, samples.Count);
        Assert.Equal(Count(30)[12..18], samples[2]["x"].As<float>());
        Assert.Equal([1, 2, 3], samples[2]["x"].Shape);
        Assert.Equal([0f, 12f], samples.Thinned(2).Select(static sample => sample["x"].As<float>()[0]));
    }

    [Fact]
    public void A_folder_may_mix_kinds_of_files()
    {
        Write("a.npy", Npy(Count(6), 1, 2, 3));
        Write("b.json", "{\"input_data\": [[6, 7, 8, 9, 10, 11]]}"u8.ToArray());
        DenseTensor tensor = DenseTensor.Create(Array.ConvertAll(Count(6), static v => v + 12), 1, 2, 3);
        Write("c.pb", TensorProtoWriter.Write("x", tensor).ToByteArray());
        Write("readme.txt", [1, 2]);
        SampleSet samples = SampleReader.Read(folder, [Picture]);
        Assert.Equal([0f, 6f, 12f], samples.Select(static sample => sample["x"].As<float>()[0]));
    }

    [Fact]
    public void Test_data_of_the_ONNX_project_is_read_for_its_inputs()
    {
        byte[] Tensor(string name, int start, params int[] shape)
        {
            float[] values = [.. Count(DenseTensor.ElementCount(shape)).Select(v => v + start)];
            return TensorProtoWriter.Write(name, DenseTensor.Create(values, shape)).ToByteArray();
        }

        for (int set = 0; set < 2; set++)
        {
            Write($"test_data_set_{set}/input_0.pb", Tensor("unnamed", set, 1, 2, 3));
            Write($"test_data_set_{set}/input_1.pb", Tensor(string.Empty, 10 * set, 1, 2));
            Write($"test_data_set_{set}/output_0.pb", Tensor("y", 0, 1, 10));
        }

        SampleSet samples = SampleReader.Read(folder, [Picture, Mask]);
        Assert.Equal(2, samples.Count);
        Assert.Equal([10f, 11f], samples[1]["mask"].As<float>());
        Assert.Equal(1f, samples[1]["x"].As<float>()[0]);
        Assert.Equal(1, SampleReader.Read(Path.Combine(folder, "test_data_set_1"), [Picture, Mask]).Count);
    }

    [Fact]
    public void Several_inputs_come_from_archives_or_from_folders_of_their_names()
    {
        using (ZipArchive archive = ZipFile.Open(Path.Combine(folder, "both.npz"), ZipArchiveMode.Create))
        {
            foreach ((string name, byte[] content) in new[] { ("x", Npy(Count(12), 2, 2, 3)), ("mask", Npy(Count(4), 2, 2)) })
            {
                using Stream stream = archive.CreateEntry(name + ".npy").Open();
                stream.Write(content);
            }
        }

        SampleSet archived = SampleReader.Read(Path.Combine(folder, "both.npz"), [Picture, Mask]);
        Assert.Equal([2f, 3f], archived[1]["mask"].As<float>());
        File.Delete(Path.Combine(folder, "both.npz"));
        Write("x/0.npy", Npy(Count(6), 2, 3));
        Write("x/1.npy", Npy(Count(6), 2, 3));
        Write("mask.npy", Npy(Count(4), 2, 2));
        SampleSet separate = SampleReader.Read(folder, [Picture, Mask]);
        Assert.Equal(2, separate.Count);
        Assert.Equal([2f, 3f], separate[1]["mask"].As<float>());
    }

    [Fact]
    public void Wrong_samples_are_named()
    {
        void Refused(string text, string path, params ModelInput[] inputs) =>
            Assert.Contains(text, Assert.Throws<InvalidInputException>(() => SampleReader.Read(path, inputs)).Message,
                StringComparison.Ordinal);
        Refused("no such file or folder", Path.Combine(folder, "absent"), Picture);
        Refused("holds no .npy", folder, Picture);
        string transposed = Write("transposed.npy", Npy(Count(30), 5, 3, 2));
        Refused("[5, 3, 2] is neither one sample nor a stack", transposed, Picture);
        Refused(transposed, transposed, Picture);
        Refused("not a finite number", Write("nan.npy", Npy([0, 1, float.NaN, 3, 4, 5], 1, 2, 3)), Picture);
        File.Delete(transposed);
        File.Delete(Path.Combine(folder, "nan.npy"));
        Write("x.npy", Npy(Count(12), 2, 2, 3));
        Write("mask.npy", Npy(Count(2), 1, 2));
        Refused("found x: 2, mask: 1", folder, Picture, Mask);
    }

    [Fact]
    public void Labels_are_arrays_lists_or_columns()
    {
        Assert.Equal([3, 1], LabelReader.Read(Write("l.json", "[3, 1]"u8.ToArray()), 2));
        Assert.Equal([3, 1], LabelReader.Read(Write("l.csv", "file,class\na.png,3\nb.png,1\n"u8.ToArray()), 2));
        Assert.Equal([3, 1], LabelReader.Read(Write("m.csv", "3\n1\n"u8.ToArray()), 2));
        var count = Assert.Throws<InvalidInputException>(() => LabelReader.Read(Path.Combine(folder, "l.json"), 3));
        Assert.Contains("2 labels for 3 samples", count.Message, StringComparison.Ordinal);
        Assert.Throws<InvalidInputException>(() => LabelReader.Read(Path.Combine(folder, "none.npy"), 3));
        Assert.Throws<InvalidInputException>(() => LabelReader.Read(Write("l.xml", [1]), 3));
        Assert.Throws<InvalidInputException>(() => LabelReader.Read(Write("bad.csv", "1\ntwo\n"u8.ToArray()), 2));
    }
}
