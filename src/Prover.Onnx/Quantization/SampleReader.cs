using System.Globalization;
using Prover.Onnx.Inputs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Quantization;

/// <summary>
/// Reads many inputs of a model: one file or a folder of .npy, .npz, .pb and .json files, each with one sample or a stack of
/// them. Of several inputs each has an entry of its name in .npz and .json files, or a file or folder of its name. Folders of the ONNX
/// project's test data, which hold input_0.pb, output_0.pb, are read for their inputs, which have the order of the model's.
/// </summary>
public static class SampleReader
{
    private const int LargestStack = 1 << 20;
    private static readonly string[] Extensions = [".npy", ".npz", ".pb", ".json"];

    /// <summary>Reads samples.</summary>
    /// <param name="path">The file or folder.</param>
    /// <param name="inputs">What the model expects for one run.</param>
    /// <exception cref="InvalidInputException">There is nothing there, or it does not fit the model; names the file.</exception>
    public static SampleSet Read(string path, IReadOnlyList<ModelInput> inputs)
    {
        ArgumentNullException.ThrowIfNull(path);
        ArgumentNullException.ThrowIfNull(inputs);
        var parts = inputs.ToDictionary(static input => input.Name, static _ => new List<DenseTensor>());
        foreach ((string file, string? name) in Files(path, inputs))
        {
            AddFile(file, name, inputs, parts);
        }

        var counts = inputs.Select(input => (input.Name, Count: Stack(parts[input.Name]) / Math.Max(1, Size(input)))).ToList();
        int count = counts[0].Count;
        if (counts.Exists(entry => entry.Count != count) || count == 0)
        {
            string found = string.Join(", ", counts.Select(static entry => $"{entry.Name}: {entry.Count}"));
            throw new InvalidInputException(path, $"every input needs the same number of samples, at least one; found {found}");
        }

        return new SampleSet(
            inputs.ToDictionary(static input => input.Name, input => Joined(parts[input.Name], input.ElementType)),
            inputs.ToDictionary(static input => input.Name, static input => input.Shape),
            count);
    }

    private static int Stack(List<DenseTensor> tensors) => checked(tensors.Sum(static tensor => tensor.Length));

    private static int Size(ModelInput input) => DenseTensor.ElementCount(input.Shape);

    private static DenseTensor Joined(List<DenseTensor> tensors, TensorElementType type)
    {
        if (tensors is [var only])
        {
            return only;
        }

        DenseTensor joined = DenseTensor.Allocate(type, Stack(tensors));
        int at = 0;
        foreach (DenseTensor tensor in tensors)
        {
            Array.Copy(tensor.Data, 0, joined.Data, at, tensor.Length);
            at += tensor.Length;
        }

        return joined;
    }

    private static List<(string File, string? Name)> Files(string path, IReadOnlyList<ModelInput> inputs)
    {
        if (File.Exists(path))
        {
            return [(path, null)];
        }

        if (!Directory.Exists(path))
        {
            throw new InvalidInputException(path, "no such file or folder");
        }

        var files = Inside(path, inputs);
        foreach (string folder in Directory.GetDirectories(path).Order(StringComparer.Ordinal))
        {
            if (HoldsTestData(folder))
            {
                files.AddRange(Inside(folder, inputs));
            }
            else if (Named(Path.GetFileName(folder), inputs) is { } name)
            {
                files.AddRange(Below(folder).Select(file => (file, (string?)name)));
            }
        }

        return files.Count > 0
            ? files
            : throw new InvalidInputException(path, "the folder holds no .npy, .npz, .pb or .json file");
    }

    /// <summary>The files of one folder, without the expected outputs of test data.</summary>
    private static List<(string File, string? Name)> Inside(string folder, IReadOnlyList<ModelInput> inputs)
    {
        bool isTestData = HoldsTestData(folder);
        return [.. Below(folder)
            .Where(file => !isTestData || !Path.GetFileName(file).StartsWith("output_", StringComparison.Ordinal))
            .Select(file => (file, Named(Path.GetFileNameWithoutExtension(file), inputs) ?? Numbered(file, inputs, isTestData)))];
    }

    private static bool HoldsTestData(string folder) => File.Exists(Path.Combine(folder, "input_0.pb"));

    /// <summary>The input that input_N.pb is about.</summary>
    private static string? Numbered(string file, IReadOnlyList<ModelInput> inputs, bool isTestData)
    {
        const string prefix = "input_";
        string name = Path.GetFileNameWithoutExtension(file);
        bool isNumbered = isTestData && name.StartsWith(prefix, StringComparison.Ordinal);
        return isNumbered && int.TryParse(name.AsSpan(prefix.Length), NumberStyles.None, CultureInfo.InvariantCulture, out int number)
            && number < inputs.Count
            ? inputs[number].Name
            : null;
    }

    private static IEnumerable<string> Below(string folder) => Directory.GetFiles(folder)
        .Where(static file => Extensions.Contains(Path.GetExtension(file).ToLowerInvariant()))
        .Order(StringComparer.Ordinal);

    private static string? Named(string name, IReadOnlyList<ModelInput> inputs) => inputs.Any(input => input.Name == name) ? name : null;

    private static void AddFile(
        string file, string? name, IReadOnlyList<ModelInput> inputs, Dictionary<string, List<DenseTensor>> parts)
    {
        try
        {
            foreach ((string key, DenseTensor tensor) in ModelInputReader.ReadFile(file, name, inputs, LargestStack))
            {
                ModelInput input = inputs.First(candidate => candidate.Name == key);
                CheckShape(tensor, input);
                DenseTensor converted = TensorConversion.Convert(tensor, input.ElementType);
                int bad = converted.Data is float[] floats ? Array.FindIndex(floats, static value => !float.IsFinite(value)) : -1;
                parts[key].Add(bad < 0
                    ? converted
                    : throw new FormatException($"element {bad} of input {key} is not a finite number"));
            }
        }
        catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException or OverflowException)
        {
            throw new InvalidInputException(file, error.Message, error);
        }
    }

    /// <summary>A tensor is a stack of samples if its axes behind the first are the sample's, but for axes of length 1.</summary>
    private static void CheckShape(DenseTensor tensor, ModelInput input)
    {
        int[] Long(IEnumerable<int> shape) => [.. shape.Where(static size => size != 1)];
        int[] sample = Long(input.Shape);
        int[] one = Long(tensor.Shape), behindFirst = Long(tensor.Shape.Skip(1));
        bool fits = tensor.Length > 0 && tensor.Length % Size(input) == 0
            && (one.AsSpan().SequenceEqual(sample) || behindFirst.AsSpan().SequenceEqual(sample) || behindFirst.Length == 0
                || Long(input.Shape.Skip(1)).AsSpan().SequenceEqual(behindFirst)
                || (tensor.Shape.Length == 2 && tensor.Shape[1] == Size(input)));
        if (!fits)
        {
            throw new FormatException($"shape [{string.Join(", ", tensor.Shape)}] is neither one sample nor a stack of samples of input "
                + $"{input.Name}, which wants [{string.Join(", ", input.Shape)}]");
        }
    }
}
