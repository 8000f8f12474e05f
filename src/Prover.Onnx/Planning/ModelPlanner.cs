using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Model;
using Prover.Onnx.Quantization;
using Prover.Onnx.Runtime;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Planning;

/// <summary>Says of every node of a model whether it can be proven and what it adds to the circuit.</summary>
public static class ModelPlanner
{
    private const int MadeUpSamples = 2;

    /// <summary>Plans a model: quantised ones as they are, float ones as `prover quantize` would leave them.</summary>
    /// <param name="file">The model.</param>
    /// <param name="options">How it would be compiled.</param>
    /// <exception cref="InvalidModelException">It is not a well-formed model.</exception>
    public static ModelPlan Plan(string file, CompilationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        ModelGraph graph = ModelLoader.Load(File.ReadAllBytes(file), file, Path.GetDirectoryName(Path.GetFullPath(file)), oldest: 1);
        if (graph.Nodes.Exists(IsQuantized))
        {
            return Compile(() => ModelCompiler.Compile(file, options), graph, false, []);
        }

        if (!OnnxRuntimeLibrary.TryLoad(out string? reason))
        {
            return Refused(graph, [new("model", "float", $"it is not quantised, and planning it needs ONNX Runtime: {reason}",
                "run `prover quantize` on it first")], false);
        }

        try
        {
            byte[] quantized = Quantize(file, options, out IReadOnlyList<string> notes);
            return Compile(
                () => ModelCompiler.Compile(quantized, file, options), ModelLoader.Load(quantized, file, null), true, notes);
        }
        catch (ModelNotSupportedException error)
        {
            return Refused(graph, error.Nodes, true);
        }
    }

    private static bool IsQuantized(GraphNode node) => node.IsQuantize || node.IsDequantize
        || node.Operator.StartsWith("QLinear", StringComparison.Ordinal) || node.Operator == "QGemm";

    private static ModelPlan Compile(Func<CompiledModel> compile, ModelGraph graph, bool wasQuantized, IReadOnlyList<string> notes)
    {
        (string Name, string Operator)[] nodes = [.. graph.Nodes.Select(static node => (node.Name, node.OperatorName))];
        CompiledModel model;
        try
        {
            model = compile();
        }
        catch (ModelNotSupportedException error)
        {
            return Refused(graph, error.Nodes, wasQuantized);
        }

        var layers = model.Network.Statistics.Layers.Where(static layer => layer.Lookups + layer.TableRows + layer.Parameters
            + layer.Committed + layer.Products > 0).ToDictionary(static layer => layer.Node);
        List<NodePlan> plans = [];
        foreach ((string name, string op) in nodes)
        {
            plans.Add(new NodePlan(name, op, null, layers.Remove(name, out LayerStatistics? cost) ? cost : null));
        }

        // What belongs to no node: inputs and their range checks, tables of several nodes.
        plans.AddRange(layers.Values.Select(static layer => new NodePlan(
            layer.Node, layer.TableRows > 0 && layer.Committed == 0 ? "table" : "input", null, layer)));
        return new ModelPlan(plans, model, wasQuantized, [.. notes, .. model.Notes]);
    }

    private static ModelPlan Refused(ModelGraph graph, IReadOnlyList<UnsupportedNode> problems, bool wasQuantized)
    {
        var left = problems.ToList();
        List<NodePlan> plans = [];
        foreach (GraphNode node in graph.Nodes)
        {
            UnsupportedNode? problem = left.Find(entry => entry.Node == node.Name);
            if (problem is not null) left.Remove(problem);
            plans.Add(new NodePlan(node.Name, node.OperatorName, problem, null));
        }

        plans.AddRange(left.Select(static problem => new NodePlan(problem.Node, problem.Operator, problem, null)));
        return new ModelPlan(plans, null, wasQuantized, []);
    }

    /// <summary>Quantises with made-up inputs: the placement does not depend on values, and counts hardly do.</summary>
    private static byte[] Quantize(string file, CompilationOptions options, out IReadOnlyList<string> notes)
    {
        var quantizer = new ModelQuantizer(file, new QuantizationOptions { Dimensions = options.Dimensions, BiasCorrection = false });
        var random = new Random(1);
        var stacks = new Dictionary<string, DenseTensor>();
        foreach (Inputs.ModelInput input in quantizer.Inputs)
        {
            DenseTensor stack = DenseTensor.Allocate(input.ElementType, [MadeUpSamples, .. input.Shape]);
            if (stack.Data is float[] values)
            {
                for (int i = 0; i < values.Length; i++) values[i] = random.NextSingle();
            }

            stacks[input.Name] = stack;
        }

        var shapes = quantizer.Inputs.ToDictionary(static input => input.Name, static input => input.Shape);
        QuantizedModel quantized = quantizer.Quantize(new SampleSet(stacks, shapes, MadeUpSamples), static (_, _, _) => { });
        notes = quantized.Notes;
        return quantized.Bytes;
    }
}
