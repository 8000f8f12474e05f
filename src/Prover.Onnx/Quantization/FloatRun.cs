using Google.Protobuf;
using Prover.Onnx.Graphs;
using Prover.Onnx.Model;
using Prover.Onnx.Runtime;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Quantization;

/// <summary>A graph loaded into ONNX Runtime so that every value between its nodes can be read.</summary>
internal sealed class FloatRun : IDisposable
{
    private readonly InferenceSession session;

    /// <summary>Loads a graph.</summary>
    /// <param name="graph">The graph.</param>
    /// <param name="values">The values to read; of those that something computes.</param>
    /// <param name="threads">The greatest number of threads.</param>
    /// <exception cref="OnnxRuntimeException">The library refuses the model.</exception>
    internal FloatRun(ModelGraph graph, IEnumerable<string> values, int threads)
    {
        var computed = new HashSet<string>(graph.Nodes.SelectMany(static node => node.Outputs));
        string[] wanted = [.. values.Where(computed.Contains).Distinct()];
        wanted = wanted.Length > 0 ? wanted : [.. graph.Outputs]; // the library insists on one
        IEnumerable<ValueInfoProto> outputs = wanted.Select(static name => new ValueInfoProto { Name = name });
        byte[] model = ModelGraphWriter.Write(graph, outputs).ToByteArray();
        session = new InferenceSession(
            model, new SessionOptions { GraphOptimizationLevel = GraphOptimizationLevel.DisableAll, IntraOpNumThreads = threads });
    }

    /// <summary>The names of every value that a node writes and something reads.</summary>
    internal static IEnumerable<string> AllValues(ModelGraph graph)
    {
        var read = new HashSet<string>(graph.Nodes.SelectMany(static node => node.Inputs).Concat(graph.Outputs));
        return graph.Nodes.SelectMany(static node => node.Outputs).Where(output => output.Length > 0 && read.Contains(output));
    }

    /// <summary>Runs one sample.</summary>
    /// <returns>The values by name, the inputs among them.</returns>
    /// <exception cref="OnnxRuntimeException">The library reports an error, such as a wrong shape.</exception>
    internal Dictionary<string, DenseTensor> Run(IReadOnlyDictionary<string, DenseTensor> sample)
    {
        IReadOnlyList<DenseTensor> results = session.Run(sample);
        var values = new Dictionary<string, DenseTensor>(sample);
        for (int i = 0; i < results.Count; i++)
        {
            values[session.OutputNames[i]] = results[i];
        }

        return values;
    }

    /// <inheritdoc/>
    public void Dispose() => session.Dispose();
}
