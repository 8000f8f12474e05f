using Google.Protobuf;
using Prover.Onnx.Model;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Graphs;

/// <summary>A node's parameters by name, with the type each reader expects.</summary>
internal sealed class NodeAttributes
{
    private readonly Dictionary<string, AttributeProto> attributes;

    /// <summary>Wraps a node's attribute list; the last of several with one name counts.</summary>
    internal NodeAttributes(IEnumerable<AttributeProto> list)
    {
        attributes = list.GroupBy(static a => a.Name).ToDictionary(static g => g.Key, static g => g.Last());
    }

    private NodeAttributes(Dictionary<string, AttributeProto> attributes)
    {
        this.attributes = attributes;
    }

    /// <summary>No parameters.</summary>
    internal static NodeAttributes Empty => new(new Dictionary<string, AttributeProto>());

    /// <summary>The parameters as messages, by name.</summary>
    internal IEnumerable<AttributeProto> Messages => attributes.Values.OrderBy(static a => a.Name, StringComparer.Ordinal);

    /// <summary>Whether a parameter is given.</summary>
    internal bool Has(string name) => attributes.ContainsKey(name);

    /// <summary>The integer parameter, or the default.</summary>
    /// <exception cref="FormatException">It does not fit 32 bits.</exception>
    internal int Int(string name, int absent)
    {
        long value = attributes.TryGetValue(name, out AttributeProto? found) ? found.I : absent;
        return value == (int)value ? (int)value : throw new FormatException($"attribute {name} is {value}");
    }

    /// <summary>The list of integers, or null.</summary>
    /// <exception cref="FormatException">An element does not fit 32 bits.</exception>
    internal int[]? Ints(string name) => attributes.TryGetValue(name, out AttributeProto? found)
        ? [.. found.Ints.Select(value => value == (int)value ? (int)value : throw new FormatException($"attribute {name} holds {value}"))]
        : null;

    /// <summary>The list of integers of any size, or null.</summary>
    internal long[]? Longs(string name) => attributes.TryGetValue(name, out AttributeProto? found) ? [.. found.Ints] : null;

    /// <summary>The float parameter, or the default.</summary>
    internal float Float(string name, float absent) => attributes.TryGetValue(name, out AttributeProto? found) ? found.F : absent;

    /// <summary>The text parameter, or the default.</summary>
    internal string Text(string name, string absent) =>
        attributes.TryGetValue(name, out AttributeProto? found) ? found.S.ToStringUtf8() : absent;

    /// <summary>The tensor held by a Constant node in any of its forms, or null.</summary>
    /// <exception cref="FormatException">The tensor is not well formed.</exception>
    internal DenseTensor? ConstantValue(string? folder)
    {
        if (attributes.TryGetValue("value", out AttributeProto? found) && found.T is { } tensor)
        {
            return TensorProtoReader.Read(tensor, folder);
        }

        foreach ((string name, AttributeProto a) in attributes)
        {
            switch (name)
            {
                case "value_float":
                    return DenseTensor.Create(new[] { a.F });
                case "value_int":
                    return DenseTensor.Create(new[] { a.I });
                case "value_floats":
                    return DenseTensor.Create(a.Floats.ToArray(), a.Floats.Count);
                case "value_ints":
                    return DenseTensor.Create(a.Ints.ToArray(), a.Ints.Count);
            }
        }

        return null;
    }

    /// <summary>The same parameters without some.</summary>
    internal NodeAttributes Without(params string[] names) => new(
        attributes.Where(pair => !names.Contains(pair.Key)).ToDictionary(static pair => pair.Key, static pair => pair.Value));

    /// <summary>The list of floats, or null.</summary>
    internal float[]? Floats(string name) => attributes.TryGetValue(name, out AttributeProto? found) ? [.. found.Floats] : null;

    /// <summary>The list of texts, or null.</summary>
    internal string[]? Texts(string name) => attributes.TryGetValue(name, out AttributeProto? found)
        ? [.. found.Strings.Select(static text => text.ToStringUtf8())]
        : null;

    /// <summary>The tensor parameter, or null.</summary>
    /// <exception cref="FormatException">The tensor is not well formed.</exception>
    internal DenseTensor? Tensor(string name) =>
        attributes.TryGetValue(name, out AttributeProto? found) && found.T is { } tensor ? TensorProtoReader.Read(tensor, null) : null;

    /// <summary>The graph held by a control flow operator, or null.</summary>
    internal GraphProto? Graph(string name) => attributes.TryGetValue(name, out AttributeProto? found) ? found.G : null;

    /// <summary>The same parameters and one more integer.</summary>
    internal NodeAttributes With(string name, long value) =>
        new(new Dictionary<string, AttributeProto>(attributes)
        {
            [name] = new AttributeProto { Name = name, I = value, Type = AttributeProto.Types.AttributeType.Int },
        });

    /// <summary>The same parameters and one more float.</summary>
    internal NodeAttributes With(string name, float value) =>
        With(new AttributeProto { Name = name, F = value, Type = AttributeProto.Types.AttributeType.Float });

    /// <summary>The same parameters and one more text.</summary>
    internal NodeAttributes With(string name, string value) => With(
        new AttributeProto { Name = name, S = ByteString.CopyFromUtf8(value), Type = AttributeProto.Types.AttributeType.String });

    /// <summary>The same parameters and one more list of integers.</summary>
    internal NodeAttributes With(string name, long[] values) =>
        With(new AttributeProto { Name = name, Ints = { values }, Type = AttributeProto.Types.AttributeType.Ints });

    private NodeAttributes With(AttributeProto added) =>
        new(new Dictionary<string, AttributeProto>(attributes) { [added.Name] = added });
}
