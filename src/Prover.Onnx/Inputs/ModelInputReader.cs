using Google.Protobuf;
using Prover.Onnx.Model;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Inputs;

/// <summary>
/// Reads a model's inputs from files (cli.md, Inputs): .json, .npy, .npz and .pb, each optionally as NAME=FILE, and checks
/// them against the model: all inputs there, type, shape, no NaN.
/// </summary>
public static class ModelInputReader
{
    /// <summary>Reads every input of a model.</summary>
    /// <param name="arguments">The values of --input: FILE or NAME=FILE.</param>
    /// <param name="inputs">What the model expects for one run.</param>
    /// <param name="batch">Runs per proof, at least 1: axis 0 of each tensor is that many times the model's.</param>
    /// <returns>One tensor per model input, of the model's type, with axis 0 multiplied by <paramref name="batch"/>.</returns>
    /// <exception cref="InvalidInputException">A file cannot be read or does not fit.</exception>
    public static IReadOnlyDictionary<string, DenseTensor> Read(
        IReadOnlyList<string> arguments, IReadOnlyList<ModelInput> inputs, int batch = 1)
    {
        ArgumentNullException.ThrowIfNull(arguments);
        ArgumentNullException.ThrowIfNull(inputs);
        var result = new Dictionary<string, DenseTensor>();
        foreach (string argument in arguments)
        {
            (string? name, string file) = Split(argument, inputs);
            try
            {
                foreach ((string key, DenseTensor tensor) in ReadFile(file, name, inputs, batch))
                {
                    ModelInput input = inputs.First(candidate => candidate.Name == key);
                    result[key] = Fit(tensor, input, batch);
                }
            }
            catch (Exception error) when (error is FormatException or IOException or UnauthorizedAccessException)
            {
                string problem = error is FileNotFoundException or DirectoryNotFoundException ? "no such file" : error.Message;
                throw new InvalidInputException(file, problem, error);
            }
        }

        ModelInput? missing = inputs.FirstOrDefault(input => !result.ContainsKey(input.Name));
        return missing is null
            ? result
            : throw new InvalidInputException(string.Join(" ", arguments), $"no value for the model's input {missing.Name}");
    }

    private static (string? Name, string File) Split(string argument, IReadOnlyList<ModelInput> inputs)
    {
        ModelInput? named = inputs.FirstOrDefault(input => argument.StartsWith(input.Name + "=", StringComparison.Ordinal));
        return named is null || File.Exists(argument) ? (null, argument) : (named.Name, argument[(named.Name.Length + 1)..]);
    }

    /// <summary>Reads whatever one file holds, without checking it against the model.</summary>
    /// <param name="file">The file.</param>
    /// <param name="name">The input it is for, null where the file or the model says.</param>
    /// <param name="inputs">What the model expects for one run.</param>
    /// <param name="batch">How many times that the file may hold.</param>
    /// <exception cref="FormatException">The content cannot be used; the text says why.</exception>
    internal static Dictionary<string, DenseTensor> ReadFile(string file, string? name, IReadOnlyList<ModelInput> inputs, int batch)
    {
        byte[] bytes = File.ReadAllBytes(file);
        switch (Path.GetExtension(file).ToUpperInvariant())
        {
            case ".JSON":
                return JsonTensorReader.Read(bytes, inputs);
            case ".NPY":
                return new() { [name ?? OnlyInput(inputs)] = NumpyReader.Read(bytes) };
            case ".NPZ":
                const int largestElement = 8;
                const int headerAllowance = 1 << 16;
                return NumpyArchiveReader.Read(bytes, inputs.ToDictionary(
                    static input => input.Name,
                    input => ((long)DenseTensor.ElementCount(input.Shape) * batch * largestElement) + headerAllowance));
            case ".PB":
                TensorProto proto = ParseTensor(bytes);
                string key = name ?? (inputs.Any(input => input.Name == proto.Name) ? proto.Name : OnlyInput(inputs));
                return new() { [key] = TensorProtoReader.Read(proto, null) };
            default:
                throw new FormatException("unknown kind of file: inputs are .json, .npy, .npz or .pb");
        }
    }

    private static TensorProto ParseTensor(byte[] bytes)
    {
        try
        {
            return TensorProto.Parser.ParseFrom(bytes);
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new FormatException("not an ONNX TensorProto: the file is truncated or damaged", error);
        }
    }

    private static string OnlyInput(IReadOnlyList<ModelInput> inputs) => inputs.Count == 1
        ? inputs[0].Name
        : throw new FormatException($"the model has {inputs.Count} inputs: say which with NAME=FILE ("
            + string.Join(", ", inputs.Select(static input => input.Name)) + ")");

    private static DenseTensor Fit(DenseTensor tensor, ModelInput input, int batch)
    {
        int[] wanted = [.. input.Shape];
        if (wanted.Length > 0)
        {
            wanted[0] *= batch;
        }

        int count = DenseTensor.ElementCount(wanted);
        bool flat = tensor.Shape.Length == 1;
        bool stacked = tensor.Shape.AsSpan().SequenceEqual((int[])[batch, .. input.Shape]);
        if (tensor.Length != count || !(flat || stacked || tensor.Shape.AsSpan().SequenceEqual(wanted)))
        {
            throw new FormatException($"shape [{string.Join(", ", tensor.Shape)}] does not fit input {input.Name}, which wants "
                + $"[{string.Join(", ", wanted)}]");
        }

        DenseTensor converted = TensorConversion.Convert(tensor, input.ElementType).Reshape(wanted);
        int nan = converted.Data is float[] floats ? Array.FindIndex(floats, float.IsNaN) : -1;
        return nan < 0 ? converted : throw new FormatException($"element {nan} of input {input.Name} is not a number (NaN)");
    }
}
