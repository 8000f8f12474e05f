using System.Globalization;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Model;

/// <summary>Reads tensor elements that the model keeps in a file beside it ("external data"), never outside its folder.</summary>
internal static class ExternalTensorReader
{
    /// <summary>Reads the elements.</summary>
    /// <exception cref="FormatException">The location is missing, outside the folder, absent or too short.</exception>
    internal static DenseTensor Read(TensorProto proto, TensorElementType type, int[] shape, string? folder)
    {
        var entries = proto.ExternalData.GroupBy(static entry => entry.Key).ToDictionary(static g => g.Key, static g => g.Last().Value);
        string location = entries.GetValueOrDefault("location", string.Empty);
        if (folder is null || location.Length == 0)
        {
            throw new FormatException("its elements are said to be in another file, which is not possible here");
        }

        string path = Resolve(location, folder)
            ?? throw new FormatException($"its external data file {location} is outside the model's folder");
        long offset = Number(entries, "offset", 0);
        long wanted = (long)DenseTensor.ElementCount(shape) * DenseTensor.SizeOf(type);
        long length = Number(entries, "length", wanted);
        var file = new FileInfo(path);
        if (!file.Exists)
        {
            throw new FormatException($"its external data file {location} does not exist beside the model");
        }

        if (length != wanted || offset > file.Length - length)
        {
            throw new FormatException($"its external data file {location} does not hold {wanted} bytes at {offset}");
        }

        using FileStream stream = file.OpenRead();
        stream.Position = offset;
        DenseTensor tensor = DenseTensor.Allocate(type, shape);
        stream.ReadExactly(tensor.Bytes());
        return tensor;
    }

    /// <summary>The path of a location; null if it is not in the folder.</summary>
    internal static string? Resolve(string location, string folder)
    {
        if (location.Contains('\0', StringComparison.Ordinal)) return null;
        string root = Path.GetFullPath(folder) + Path.DirectorySeparatorChar;
        string path = Path.GetFullPath(Path.Combine(root, location));
        return Path.IsPathRooted(location) || !path.StartsWith(root, StringComparison.Ordinal) || IsLink(path) ? null : path;
    }

    private static bool IsLink(string path) => File.Exists(path) && new FileInfo(path).LinkTarget is not null;

    private static long Number(Dictionary<string, string> entries, string key, long absent)
    {
        if (!entries.TryGetValue(key, out string? text))
        {
            return absent;
        }

        return long.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out long value)
            ? value
            : throw new FormatException($"its external data {key} '{text}' is not a number");
    }
}
