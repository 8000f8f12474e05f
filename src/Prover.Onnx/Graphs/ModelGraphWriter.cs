using Prover.Onnx.Model;

namespace Prover.Onnx.Graphs;

/// <summary>Writes a <see cref="ModelGraph"/> as an ONNX model; equal graphs give equal bytes.</summary>
internal static class ModelGraphWriter
{
    private const int NewestIrVersionBeforeOpset21 = 8;
    private const int IrVersionOfOpset21 = 10;

    /// <summary>Writes a graph.</summary>
    /// <param name="graph">The graph, its nodes in topological order.</param>
    /// <param name="outputs">The outputs to declare; with a type each, or with a name only, which ONNX Runtime accepts.</param>
    internal static ModelProto Write(ModelGraph graph, IEnumerable<ValueInfoProto> outputs)
    {
        var proto = new GraphProto { Name = "model" };
        proto.Input.AddRange(graph.Inputs.Select(Describe));
        proto.Output.AddRange(outputs);
        var read = new HashSet<string>(graph.Nodes.SelectMany(static node => node.Inputs).Concat(graph.Outputs));
        proto.Initializer.AddRange(graph.Constants.Where(pair => read.Contains(pair.Key))
            .OrderBy(static pair => pair.Key, StringComparer.Ordinal)
            .Select(static pair => TensorProtoWriter.Write(pair.Key, pair.Value)));
        var names = new HashSet<string>();
        foreach (GraphNode node in graph.Nodes)
        {
            var entry = new NodeProto { Name = Unique(node.Name, names), Domain = node.Domain, OpType = node.Operator };
            entry.Input.AddRange(node.Inputs);
            entry.Output.AddRange(node.Outputs);
            entry.Attribute.AddRange(node.Attributes.Messages);
            proto.Node.Add(entry);
        }

        var model = new ModelProto
        {
            IrVersion = graph.Opset >= 21 ? IrVersionOfOpset21 : NewestIrVersionBeforeOpset21,
            ProducerName = "prover",
            Graph = proto,
        };
        model.OpsetImport.Add(new OperatorSetIdProto { Domain = string.Empty, Version = graph.Opset });
        foreach (string domain in graph.Nodes.Select(static node => node.Domain).Where(static d => d.Length > 0).Distinct().Order(
            StringComparer.Ordinal))
        {
            model.OpsetImport.Add(new OperatorSetIdProto { Domain = domain, Version = 1 });
        }

        return model;
    }

    /// <summary>Nodes that stand for one node of a file share its name, which files do not allow.</summary>
    private static string Unique(string name, HashSet<string> names)
    {
        string unique = name;
        for (int i = 1; !names.Add(unique); i++)
        {
            unique = $"{name}~{i}";
        }

        return unique;
    }

    /// <summary>An output with its type and shape; an axis of length -1 is written without length or with a name.</summary>
    internal static ValueInfoProto Describe(GraphInput value)
    {
        var shape = new TensorShapeProto();
        for (int axis = 0; axis < value.Shape.Length; axis++)
        {
            shape.Dim.Add(value.Shape[axis] >= 0
                ? new TensorShapeProto.Types.Dimension { DimValue = value.Shape[axis] }
                : value.AxisNames[axis] is { Length: > 0 } name
                    ? new TensorShapeProto.Types.Dimension { DimParam = name }
                    : new TensorShapeProto.Types.Dimension());
        }

        var tensor = new TypeProto.Types.Tensor { ElemType = (int)value.ElementType, Shape = shape };
        return new ValueInfoProto { Name = value.Name, Type = new TypeProto { TensorType = tensor } };
    }
}
