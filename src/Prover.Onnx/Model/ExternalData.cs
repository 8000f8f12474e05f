using Google.Protobuf;

namespace Prover.Onnx.Model;

/// <summary>The files beside a model that hold elements of its tensors.</summary>
public static class ExternalData
{
    /// <summary>
    /// The names of the files that a model refers to and that it may read, each once, in ordinal order: what a model says beside its own
    /// bytes. None if the bytes are no model; names that compilation would refuse are left out.
    /// </summary>
    /// <param name="model">The content of an ONNX file.</param>
    /// <param name="folder">The folder it is in.</param>
    /// <returns>Full paths of files that exist.</returns>
    public static IReadOnlyList<string> Files(byte[] model, string folder)
    {
        try
        {
            var files = new SortedSet<string>(StringComparer.Ordinal);
            if (ModelProto.Parser.ParseFrom(model).Graph is { } graph) Collect(graph, folder, files);
            return [.. files];
        }
        catch (InvalidProtocolBufferException)
        {
            return [];
        }
    }

    private static void Collect(GraphProto graph, string folder, SortedSet<string> files)
    {
        foreach (TensorProto tensor in graph.Initializer) Collect(tensor, folder, files);
        foreach (SparseTensorProto tensor in graph.SparseInitializer)
        {
            Collect(tensor.Values, folder, files);
            Collect(tensor.Indices, folder, files);
        }
        foreach (AttributeProto attribute in graph.Node.SelectMany(static node => node.Attribute))
        {
            Collect(attribute.T, folder, files);
            if (attribute.G is { } inner) Collect(inner, folder, files);
        }
    }

    private static void Collect(TensorProto? tensor, string folder, SortedSet<string> files)
    {
        if (tensor is not { DataLocation: TensorProto.Types.DataLocation.External }) return;
        string location = tensor.ExternalData.LastOrDefault(static entry => entry.Key == "location")?.Value ?? "";
        if (location.Length > 0 && ExternalTensorReader.Resolve(location, folder) is { } path && File.Exists(path)) files.Add(path);
    }
}
