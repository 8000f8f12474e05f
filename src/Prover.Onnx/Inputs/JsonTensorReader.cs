using System.Text.Json;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Inputs;

/// <summary>
/// Reads inputs from JSON: {"input_data": [[...], ...]} with one flat list per model input in order, or
/// {"input name": nested lists, ...}.
/// </summary>
internal static class JsonTensorReader
{
    private const string FlatKey = "input_data";

    /// <summary>Reads every model input that the text holds.</summary>
    /// <exception cref="FormatException">The text is not of either form; the message says why.</exception>
    internal static Dictionary<string, DenseTensor> Read(byte[] text, IReadOnlyList<ModelInput> inputs)
    {
        try
        {
            var options = new JsonDocumentOptions { MaxDepth = 64, CommentHandling = JsonCommentHandling.Disallow };
            using JsonDocument document = JsonDocument.Parse(text, options);
            JsonElement root = document.RootElement;
            if (root.ValueKind != JsonValueKind.Object)
            {
                throw new FormatException("the JSON text is not an object");
            }

            bool flat = root.TryGetProperty(FlatKey, out JsonElement lists) && inputs.All(static input => input.Name != FlatKey);
            return flat ? ReadFlat(lists, inputs) : ReadNamed(root, inputs);
        }
        catch (JsonException error)
        {
            throw new FormatException($"not valid JSON (line {error.LineNumber + 1}, byte {error.BytePositionInLine + 1})", error);
        }
    }

    private static Dictionary<string, DenseTensor> ReadFlat(JsonElement lists, IReadOnlyList<ModelInput> inputs)
    {
        if (lists.ValueKind != JsonValueKind.Array || lists.GetArrayLength() != inputs.Count)
        {
            throw new FormatException($"\"{FlatKey}\" must be a list of {inputs.Count} lists, one per model input");
        }

        return inputs.Select((input, i) => (input.Name, Tensor: ReadTensor(lists[i], input)))
            .ToDictionary(static pair => pair.Name, static pair => pair.Tensor);
    }

    private static Dictionary<string, DenseTensor> ReadNamed(JsonElement root, IReadOnlyList<ModelInput> inputs)
    {
        var tensors = new Dictionary<string, DenseTensor>();
        foreach (JsonProperty property in root.EnumerateObject())
        {
            ModelInput? input = inputs.FirstOrDefault(candidate => candidate.Name == property.Name);
            tensors[property.Name] = input is not null
                ? ReadTensor(property.Value, input)
                : throw new FormatException($"the model has no input named \"{property.Name}\"; it has "
                    + string.Join(", ", inputs.Select(static candidate => candidate.Name)));
        }

        return tensors;
    }

    private static DenseTensor ReadTensor(JsonElement lists, ModelInput input)
    {
        var shape = new List<int>();
        for (JsonElement level = lists; level.ValueKind == JsonValueKind.Array; level = level[0])
        {
            shape.Add(level.GetArrayLength());
            if (level.GetArrayLength() == 0)
            {
                break;
            }
        }

        var numbers = new List<JsonElement>();
        Collect(lists, [.. shape], 0, numbers, input.Name);
        if (input.ElementType == TensorElementType.Float)
        {
            return DenseTensor.Create(numbers.Select(static number => number.GetSingle()).ToArray(), [.. shape]);
        }

        long[] integers = new long[numbers.Count];
        for (int i = 0; i < integers.Length; i++)
        {
            bool isInteger = numbers[i].TryGetInt64(out integers[i]);
            if (!isInteger)
            {
                throw new FormatException($"input {input.Name}: element {i} is {numbers[i].GetRawText()}, not an integer");
            }
        }

        return TensorConversion.FromIntegers(integers, input.ElementType, [.. shape]);
    }

    private static void Collect(JsonElement element, int[] shape, int depth, List<JsonElement> numbers, string name)
    {
        if (depth == shape.Length)
        {
            if (element.ValueKind != JsonValueKind.Number)
            {
                throw new FormatException($"input {name}: element {numbers.Count} is not a number");
            }

            numbers.Add(element);
            return;
        }

        if (element.ValueKind != JsonValueKind.Array || element.GetArrayLength() != shape[depth])
        {
            throw new FormatException($"input {name}: the nested lists are ragged at depth {depth + 1}");
        }

        foreach (JsonElement child in element.EnumerateArray())
        {
            Collect(child, shape, depth + 1, numbers, name);
        }
    }
}
