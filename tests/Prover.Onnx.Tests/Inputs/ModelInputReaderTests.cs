using System.IO.Compression;
using System.Text;
using System.Text.Json;
using Google.Protobuf;
using Prover.Onnx.Inputs;
using Prover.Onnx.Model;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Tests.Inputs;

/// <summary>Every input format is read, and everything wrong with a file is a one-line error that names it.</summary>
public sealed class ModelInputReaderTests : IDisposable
{
    private static readonly ModelInput Image = new("image", TensorElementType.Float, [1, 2, 3]);
    private static readonly ModelInput Tokens = new("tokens", TensorElementType.UInt8, [1, 4]);
    private readonly string folder = Directory.CreateTempSubdirectory("prover-inputs").FullName;

    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Json_is_read_by_position_and_by_name()
    {
        string flat = Write("flat.json", """{"input_data": [[1, 2.5, 3, 4, 5, 6], [1, 2, 3, 255]]}""");
        string named = Write("named.json", """{"image": [[[1, 2.5, 3], [4, 5, 6]]], "tokens": [[1, 2, 3, 255]]}""");
        foreach (string file in (string[])[flat, named])
        {
            IReadOnlyDictionary<string, DenseTensor> tensors = ModelInputReader.Read([file], [Image, Tokens]);
            Assert.Equal([1f, 2.5f, 3f, 4f, 5f, 6f], tensors["image"].As<float>());
            Assert.Equal([1, 2, 3], tensors["image"].Shape);
            Assert.Equal([1, 2, 3, 255], tensors["tokens"].As<byte>());
        }
    }

    [Fact]
    public void Numpy_archives_and_onnx_tensors_are_read()
    {
        byte[] image = Npy("<f4", "(1, 2, 3)", Bytes(1f, 2f, 3f, 4f, 5f, 6f));
        string npy = WriteBytes("a.npy", image);
        string npz = WriteBytes("a.npz", Zip(("image.npy", image), ("tokens.npy", Npy("<i8", "(4,)", Bytes(1L, 2L, 3L, 4L)))));
        TensorProto proto = TensorProtoWriter.Write("tokens", DenseTensor.Create(new byte[] { 9, 8, 7, 6 }, 1, 4));
        string pb = WriteBytes("t.pb", proto.ToByteArray());
        Assert.Equal([1f, 2f, 3f, 4f, 5f, 6f], ModelInputReader.Read([npy], [Image])["image"].As<float>());
        Assert.Equal([1, 2, 3, 4], ModelInputReader.Read([npz], [Image, Tokens])["tokens"].As<byte>());
        IReadOnlyDictionary<string, DenseTensor> both = ModelInputReader.Read([$"image={npy}", pb], [Image, Tokens]);
        Assert.Equal([9, 8, 7, 6], both["tokens"].As<byte>());
        Assert.Equal(6, both["image"].Length);
    }

    [Fact]
    public void Doubles_become_floats_and_a_batch_may_be_stacked()
    {
        string stacked = WriteBytes("d.npy", Npy("<f8", "(2, 1, 2, 3)", Bytes([.. Enumerable.Range(0, 12).Select(static i => i + 0.1)])));
        DenseTensor tensor = ModelInputReader.Read([stacked], [Image], 2)["image"];
        Assert.Equal([2, 2, 3], tensor.Shape);
        Assert.Equal(11.1f, tensor.As<float>()[11]);
    }

    [Theory]
    [InlineData("""{"image": [[[1, 2, 3], [4, 5]]]}""", "ragged")]
    [InlineData("""{"image": [[[1, 2, 3], [4, 5, "six"]]]}""", "not a number")]
    [InlineData("""{"image": [[1, 2, 3], [4, 5, 6]]}""", "does not fit input image")]
    [InlineData("""{"picture": [1]}""", "no input named \"picture\"")]
    [InlineData("""{"input_data": [[1], [2]]}""", "one per model input")]
    [InlineData("""{"input_data": [[1, 2,""", "not valid JSON")]
    [InlineData("[1, 2]", "not an object")]
    [InlineData("{}", "no value for the model's input image")]
    public void Wrong_json_is_refused(string text, string problem) => Refused(problem, Write("bad.json", text), Image);

    [Theory]
    [InlineData("""{"tokens": [[1, 2, 3, 256]]}""", "256")]
    [InlineData("""{"tokens": [[1, 2, 3, 1.5]]}""", "not an integer")]
    public void Integers_out_of_range_are_refused(string text, string problem) => Refused(problem, Write("bad.json", text), Tokens);

    [Fact]
    public void Wrong_arrays_are_refused()
    {
        byte[] good = Npy("<f4", "(1, 2, 3)", Bytes(1f, 2f, float.NaN, 4f, 5f, 6f));
        Refused("element 2 of input image is not a number (NaN)", WriteBytes("nan.npy", good), Image);
        Refused("truncated or damaged", WriteBytes("short.npy", good[..^3]), Image);
        Refused("header is damaged", WriteBytes("header.npy", good[..40]), Image);
        Refused("not a NumPy", WriteBytes("text.npy", "hello, world"u8.ToArray()), Image);
        Refused("Fortran", WriteBytes("fortran.npy", Npy("<f4", "(1, 2, 3)", Bytes(1f, 2f, 3f, 4f, 5f, 6f), "True")), Image);
        Refused("not supported", WriteBytes("complex.npy", Npy("<c8", "(1, 2, 3)", new byte[48])), Image);
        Refused("but the model wants UInt8", WriteBytes("real.npy", Npy("<f4", "(1, 4)", Bytes(1f, 2f, 3f, 4f))), Tokens);
        Refused("wants [1, 2, 3]", WriteBytes("shape.npy", Npy("<f4", "(3, 2, 1)", Bytes(1f, 2f, 3f, 4f, 5f, 6f))), Image);
        Refused("not a readable .npz", WriteBytes("zip.npz", good), Image);
        Refused("truncated or damaged", WriteBytes("a.pb", [0x0A, 0xFF, 0xFF]), Image);
        Refused("unknown kind of file", Write("a.txt", "1 2 3"), Image);
        Refused("no such file", Path.Combine(folder, "missing.npy"), Image);
    }

    [Fact]
    public void An_archive_entry_larger_than_the_input_is_not_unpacked()
    {
        string bomb = WriteBytes("bomb.npz", Zip(("image.npy", new byte[1 << 20])));
        Refused("more than the model's input can need", bomb, Image);
    }

    [Fact]
    public void Outputs_are_written_as_nested_lists_with_all_bits()
    {
        float[] values = [0.1f, -0f, float.MaxValue, 1f / 3, 5e-45f, 7f];
        using var buffer = new MemoryStream();
        using (var writer = new Utf8JsonWriter(buffer))
        {
            TensorJsonWriter.Write(writer, [
                KeyValuePair.Create("logits", DenseTensor.Create(values, 1, 2, 3)),
                KeyValuePair.Create("class", DenseTensor.Create(new long[] { 3 }, 1))]);
        }

        string file = Write("out.json", Encoding.UTF8.GetString(buffer.ToArray()));
        ModelInput logits = new("logits", TensorElementType.Float, [1, 2, 3]);
        ModelInput label = new("class", TensorElementType.Int64, [1]);
        IReadOnlyDictionary<string, DenseTensor> read = ModelInputReader.Read([file], [logits, label]);
        Assert.Equal(values.Select(BitConverter.SingleToInt32Bits), read["logits"].As<float>().Select(BitConverter.SingleToInt32Bits));
        Assert.Equal([3L], read["class"].As<long>());
    }

    private static void Refused(string problem, string file, ModelInput input)
    {
        InvalidInputException error = Assert.Throws<InvalidInputException>(() => ModelInputReader.Read([file], [input]));
        Assert.Contains(problem, error.Message, StringComparison.Ordinal);
        Assert.StartsWith(file, error.Message, StringComparison.Ordinal);
        Assert.DoesNotContain('\n', error.Message);
    }

    private static byte[] Npy(string type, string shape, byte[] data, string fortran = "False")
    {
        string header = $"{{'descr': '{type}', 'fortran_order': {fortran}, 'shape': {shape}, }}\n";
        return [0x93, .. "NUMPY"u8, 1, 0, (byte)header.Length, 0, .. Encoding.ASCII.GetBytes(header), .. data];
    }

    private static byte[] Bytes<T>(params T[] values)
        where T : unmanaged => System.Runtime.InteropServices.MemoryMarshal.AsBytes(values.AsSpan()).ToArray();

    private static byte[] Zip(params (string Name, byte[] Data)[] entries)
    {
        using var stream = new MemoryStream();
        using (var archive = new ZipArchive(stream, ZipArchiveMode.Create, leaveOpen: true))
        {
            foreach ((string name, byte[] data) in entries)
            {
                using Stream entry = archive.CreateEntry(name).Open();
                entry.Write(data);
            }
        }

        return stream.ToArray();
    }

    private string Write(string name, string text) => WriteBytes(name, Encoding.UTF8.GetBytes(text));

    private string WriteBytes(string name, byte[] bytes)
    {
        string path = Path.Combine(folder, name);
        File.WriteAllBytes(path, bytes);
        return path;
    }
}
