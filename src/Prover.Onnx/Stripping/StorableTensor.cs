using Google.Protobuf;
using Prover.Onnx.Model;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Stripping;

/// <summary>A tensor of a model whose elements can be taken out and put back.</summary>
internal sealed class StorableTensor
{
    private readonly TensorProto proto;
    private readonly ByteString elements;

    private StorableTensor(string name, TensorProto proto)
    {
        Name = name;
        this.proto = proto;
        elements = proto.RawData;
        Elements = proto.Dims.Aggregate(1L, static (product, size) => product * size);
    }

    /// <summary>The name of the initialiser, or of the first output of the node that holds the tensor.</summary>
    internal string Name { get; }

    /// <summary>The number of elements.</summary>
    internal long Elements { get; }

    /// <summary>The number of axes.</summary>
    internal int Rank => proto.Dims.Count;

    /// <summary>The type of the elements.</summary>
    internal TensorElementType Type => (TensorElementType)proto.DataType;

    /// <summary>Whether the elements are floats.</summary>
    internal bool IsFloat => Type is TensorElementType.Float or TensorElementType.Double or TensorElementType.Float16;

    /// <summary>Puts zeros in place of the elements.</summary>
    internal void Clear() => proto.RawData = ByteString.CopyFrom(new byte[elements.Length]);

    /// <summary>Puts the elements back.</summary>
    internal void Restore() => proto.RawData = elements;

    /// <summary>
    /// All tensors of a model, initialisers and those that nodes hold. Each is rewritten to have its elements inside the model, as raw
    /// bytes, and nothing else.
    /// </summary>
    /// <param name="graph">The model's graph, which is changed.</param>
    /// <param name="folder">Where external data may lie.</param>
    /// <exception cref="FormatException">A tensor is not well formed.</exception>
    internal static List<StorableTensor> AllOf(GraphProto graph, string? folder)
    {
        var tensors = new List<StorableTensor>();
        TensorProto Rewrite(string name, TensorProto old)
        {
            TensorProto proto = TensorProtoWriter.Write(old.Name, TensorProtoReader.Read(old, folder));
            tensors.Add(new(name, proto));
            return proto;
        }
        for (int i = 0; i < graph.Initializer.Count; i++)
        {
            graph.Initializer[i] = Rewrite(graph.Initializer[i].Name, graph.Initializer[i]);
        }

        foreach (NodeProto node in graph.Node)
        {
            foreach (AttributeProto attribute in node.Attribute.Where(static attribute => attribute.T is not null))
            {
                attribute.T = Rewrite(node.Output[0], attribute.T);
            }
        }
        return tensors;
    }
}
