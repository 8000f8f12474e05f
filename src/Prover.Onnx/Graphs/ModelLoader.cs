using Google.Protobuf;
using Prover.Onnx.Model;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Graphs;

/// <summary>Reads an ONNX file into a <see cref="ModelGraph"/>: well-formedness, opset, initialisers, order of nodes.</summary>
internal sealed class ModelLoader
{
    /// <summary>Oldest version of the standard operators whose meanings are implemented.</summary>
    internal const int OldestOpset = 10;

    /// <summary>Newest version of the standard operators whose meanings are implemented.</summary>
    internal const int NewestOpset = 24;

    private readonly string file;
    private readonly string? folder;
    private readonly int oldest;

    private ModelLoader(string file, string? folder, int oldest)
    {
        this.file = file;
        this.folder = folder;
        this.oldest = oldest;
    }

    /// <summary>Reads a file.</summary>
    /// <exception cref="InvalidModelException">It cannot be read or is not a well-formed model.</exception>
    /// <exception cref="ModelNotSupportedException">Its opset, or a construct of the format, is not supported.</exception>
    internal static ModelGraph Load(string file)
    {
        try
        {
            string? folder = Path.GetDirectoryName(Path.GetFullPath(file));
            return Load(File.ReadAllBytes(file), file, folder);
        }
        catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new InvalidModelException(file, "no such file", error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new InvalidModelException(file, $"cannot be read: {error.Message}", error);
        }
    }

    /// <summary>Reads the bytes of a file.</summary>
    /// <param name="bytes">The content.</param>
    /// <param name="file">Its name, for errors.</param>
    /// <param name="folder">Where external data may lie, null for nowhere.</param>
    /// <exception cref="InvalidModelException">It is not a well-formed model.</exception>
    /// <exception cref="ModelNotSupportedException">Its opset, or a construct of the format, is not supported.</exception>
    internal static ModelGraph Load(byte[] bytes, string file, string? folder) => Load(bytes, file, folder, OldestOpset);

    /// <summary>Reads the bytes of a file whose operators may be as old as the given version.</summary>
    /// <param name="bytes">The content.</param>
    /// <param name="file">Its name, for errors.</param>
    /// <param name="folder">Where external data may lie, null for nowhere.</param>
    /// <param name="oldest">The oldest version of the standard operators.</param>
    /// <exception cref="InvalidModelException">It is not a well-formed model.</exception>
    /// <exception cref="ModelNotSupportedException">Its opset, or a construct of the format, is not supported.</exception>
    internal static ModelGraph Load(byte[] bytes, string file, string? folder, int oldest)
    {
        try
        {
            return new ModelLoader(file, folder, oldest).Read(ModelProto.Parser.ParseFrom(bytes));
        }
        catch (InvalidProtocolBufferException error)
        {
            throw new InvalidModelException(file, "not an ONNX model: the file is truncated or damaged", error);
        }
        catch (Exception error) when (error is FormatException or InvalidCastException or ArgumentException or IOException)
        {
            throw new InvalidModelException(file, error.Message, error);
        }
    }

    private ModelGraph Read(ModelProto model)
    {
        if (model.Graph is null || model.Graph.Node.Count == 0 || model.OpsetImport.Count == 0)
        {
            throw new InvalidModelException(file, "not an ONNX model: no graph or no operator set");
        }

        var graph = new ModelGraph { Opset = CheckOpsets(model) };
        foreach (TensorProto initializer in model.Graph.Initializer)
        {
            graph.Constants[initializer.Name] = ReadTensor(initializer);
        }

        foreach (ValueInfoProto input in model.Graph.Input)
        {
            if (!graph.Constants.ContainsKey(input.Name))
            {
                graph.Inputs.Add(ReadInput(input));
            }
        }

        foreach (ValueInfoProto value in model.Graph.ValueInfo)
        {
            if (value.Type?.TensorType is { ElemType: (int)TensorElementType.Float, Shape: { } dims }
                && dims.Dim.All(static dim => dim.DimValue is > 0 and <= int.MaxValue))
            {
                graph.DeclaredShapes[value.Name] = [.. dims.Dim.Select(static dim => (int)dim.DimValue)];
            }
        }

        graph.Outputs.AddRange(model.Graph.Output.Select(static output => output.Name));
        AddNodes(model.Graph, graph);
        string? missing = graph.Outputs.Find(output => graph.Producer(output) is null && graph.Constant(output) is null
            && graph.Inputs.TrueForAll(input => input.Name != output));
        return missing is null && graph.Outputs.Count > 0
            ? graph
            : throw new InvalidModelException(file, $"nothing computes the output {missing ?? "(none declared)"}");
    }

    private int CheckOpsets(ModelProto model)
    {
        var problems = new List<UnsupportedNode>();
        long version = 0;
        foreach (OperatorSetIdProto set in model.OpsetImport.Where(static set => set.Domain is "" or "ai.onnx"))
        {
            version = set.Version;
        }

        if (version < oldest || version > NewestOpset)
        {
            problems.Add(new("opset_import", $"ai.onnx {version}", $"operator sets {oldest} to {NewestOpset} are supported",
                "convert the model with onnx.version_converter"));
        }

        problems.AddRange(model.Functions.Select(static f => new UnsupportedNode(
            f.Name, f.Domain, "model-local functions are not supported", "inline them (onnx.inliner)")));
        problems.AddRange(model.Graph.SparseInitializer.Select(static s => new UnsupportedNode(
            s.Values?.Name ?? "sparse initialiser", "SparseTensor", "sparse initialisers are not supported", "store it dense")));
        return problems.Count == 0 ? (int)version : throw new ModelNotSupportedException(file, problems);
    }

    private DenseTensor ReadTensor(TensorProto proto)
    {
        try
        {
            return TensorProtoReader.Read(proto, folder);
        }
        catch (FormatException error)
        {
            throw new InvalidModelException(file, $"initialiser {proto.Name}: {error.Message}", error);
        }
    }

    private GraphInput ReadInput(ValueInfoProto input)
    {
        if (input.Type?.TensorType is not { } type)
        {
            throw new InvalidModelException(file, $"input {input.Name} is not a tensor");
        }

        int[] shape = new int[type.Shape?.Dim.Count ?? 0];
        string?[] names = new string?[shape.Length];
        for (int i = 0; i < shape.Length; i++)
        {
            TensorShapeProto.Types.Dimension dim = type.Shape!.Dim[i];
            bool known = dim.ValueCase == TensorShapeProto.Types.Dimension.ValueOneofCase.DimValue && dim.DimValue > 0;
            shape[i] = known ? checked((int)Math.Min(dim.DimValue, int.MaxValue)) : -1;
            names[i] = known ? null : dim.DimParam;
        }

        return new GraphInput(input.Name, (TensorElementType)type.ElemType, shape, names);
    }

    private void AddNodes(GraphProto proto, ModelGraph graph)
    {
        var known = new HashSet<string>(graph.Constants.Keys.Concat(graph.Inputs.Select(static input => input.Name))) { string.Empty };
        var waiting = proto.Node.Select((node, i) => Convert(node, i)).ToList();
        while (waiting.Count > 0)
        {
            var ready = waiting.Where(node => node.Inputs.TrueForAll(known.Contains)).ToList();
            if (ready.Count == 0)
            {
                GraphNode stuck = waiting[0];
                string value = stuck.Inputs.First(input => !known.Contains(input));
                throw new InvalidModelException(file, $"node {stuck.Name} ({stuck.OperatorName}) reads {value}, which is neither an "
                    + "input, an initialiser nor the output of a node before it");
            }

            graph.Nodes.AddRange(ready);
            known.UnionWith(ready.SelectMany(static node => node.Outputs));
            waiting.RemoveAll(ready.Contains);
        }
    }

    private GraphNode Convert(NodeProto node, int position)
    {
        string name = node.Name.Length > 0 ? node.Name : node.Output.FirstOrDefault(static o => o.Length > 0) ?? $"node {position}";
        string domain = node.Domain == "ai.onnx" ? string.Empty : node.Domain;
        return node.Output.Count > 0
            ? new GraphNode(name, domain, node.OpType, node.Input, node.Output, new NodeAttributes(node.Attribute))
            : throw new InvalidModelException(file, $"node {name} ({node.OpType}) has no output");
    }
}
