using Prover.Onnx.Graphs;
using Prover.Onnx.Heads;
using Prover.Onnx.Inputs;
using Prover.Onnx.Model;
using Prover.Onnx.Operators;
using Prover.Onnx.Rewriting;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Compilation;

/// <summary>Compiles quantised ONNX models. Equal files and options give equal networks, on every machine.</summary>
public sealed class ModelCompiler
{
    private const string Int8Note = "an int8 activation has several readers: the circuit computes what ONNX Runtime computes with "
        + "session.qdqisint8allowed=1 (its default on Arm); without it, on x86-64, it runs such layers in float32 and may differ by one "
        + "step (uint8 activations have no such question)";

    private readonly string file;
    private readonly ModelGraph graph;
    private readonly CompilationOptions options;
    private readonly LoweringContext context;
    private readonly List<UnsupportedNode> problems = [];

    private ModelCompiler(string file, ModelGraph graph, CompilationOptions options)
    {
        this.file = file;
        this.graph = graph;
        this.options = options;
        bool hidesModel = options.Visibility.Weights == TensorVisibility.Private;
        context = new LoweringContext(graph, options.Batch, hidesModel) { Visibility = options.Visibility };
    }

    /// <summary>Compiles a file.</summary>
    /// <exception cref="InvalidModelException">It is not a well-formed model.</exception>
    /// <exception cref="ModelNotSupportedException">It uses what cannot be proven; names every such node.</exception>
    public static CompiledModel Compile(string file, CompilationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Compile(ModelLoader.Load(file), file, options);
    }

    /// <summary>Compiles the bytes of a file; external data is not read.</summary>
    /// <param name="model">The content.</param>
    /// <param name="file">Its name, for errors.</param>
    /// <param name="options">How to compile it.</param>
    /// <exception cref="InvalidModelException">It is not a well-formed model.</exception>
    /// <exception cref="ModelNotSupportedException">It uses what cannot be proven; names every such node.</exception>
    public static CompiledModel Compile(byte[] model, string file, CompilationOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        return Compile(ModelLoader.Load(model, file, null), file, options);
    }

    private static CompiledModel Compile(ModelGraph graph, string file, CompilationOptions options)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(options.Batch, 1);
        CheckNames(graph, file, options.Visibility);
        try
        {
            return new ModelCompiler(file, graph, options).Compile();
        }
        catch (Exception error) when (IsInconsistency(error))
        {
            throw new InvalidModelException(file, $"a node's inputs or attributes do not belong together: {error.Message}", error);
        }
    }

    /// <summary>A misspelt name would leave public what was to be private.</summary>
    private static void CheckNames(ModelGraph graph, string file, VisibilityRules visibility)
    {
        string[] known = [.. graph.Inputs.Select(static input => input.Name), .. graph.Outputs];
        string? unknown = visibility.Names.Keys.Order(StringComparer.Ordinal).FirstOrDefault(name => !known.Contains(name));
        if (unknown is not null)
        {
            throw new InvalidModelException(
                file, $"the visibility of {unknown} was given; the model's inputs and outputs are {string.Join(", ", known)}");
        }
    }

    private CompiledModel Compile()
    {
        int nodeCount = graph.Nodes.Count;
        DefineInputs();
        PreparedInputs.Apply(graph, context);
        problems.AddRange(OperatorTable.Unknown(graph));
        LowerAll();
        PublicHead? head = problems.Count == 0 ? BuildHead() : null;
        if (head is null || problems.Count > 0)
        {
            throw new ModelNotSupportedException(file, problems);
        }

        Network network = Finish();
        return new CompiledModel(network, context.InputQuantizations, head, [.. context.Notes.Distinct()], nodeCount)
        {
            UsesInt8Kernels = graph.KeepsInt8,
        };
    }

    private static bool IsInconsistency(Exception error) => error is InvalidCastException or FormatException or ArgumentException
        or IndexOutOfRangeException or KeyNotFoundException or OverflowException;

    /// <summary>
    /// Lowers every node, also where an operator is unknown already: people want to hear of everything at once. What cannot be
    /// looked at because of an unknown operator is passed over.
    /// </summary>
    private void LowerAll()
    {
        bool incomplete = problems.Count > 0;
        try
        {
            context.Notes.AddRange(TransposeChains.Notes(graph));
            GraphRewriter.Apply(graph);
            if (graph.KeepsInt8) context.Notes.Add(Int8Note);
            graph.Nodes.ForEach(Lower);
        }
        catch (Exception error) when (incomplete && IsInconsistency(error))
        {
        }
    }

    private void DefineInputs()
    {
        foreach (GraphInput input in graph.Inputs)
        {
            int[] shape = Shape(input);
            switch (input.ElementType)
            {
                case TensorElementType.Float:
                    context.Define(input.Name, new FloatInputValue(input.Name, shape));
                    break;
                case TensorElementType.UInt8 or TensorElementType.Int8:
                    context.Define(input.Name, IntegerInput(input, shape));
                    break;
                case TensorElementType.Int16 or TensorElementType.UInt16 or TensorElementType.Int32 or TensorElementType.Int64
                    or TensorElementType.Bool:
                    context.Define(input.Name, IndexInput(input, shape));
                    break;
                default:
                    string reason = $"inputs of type {input.ElementType} are not supported";
                    problems.Add(new(input.Name, "input", reason, "use float or integer inputs"));
                    context.Define(input.Name, new UnknownValue());
                    break;
            }
        }
    }

    private int[] Shape(GraphInput input)
    {
        int[] shape = [.. input.Shape];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            string? name = input.AxisNames[axis];
            if (shape[axis] < 0)
            {
                bool given = name is not null && options.Dimensions.TryGetValue(name, out shape[axis]);
                if (!given && axis > 0)
                {
                    string rewrite = $"give it one with --dim {name ?? "NAME"}=N";
                    problems.Add(new(input.Name, "input", $"axis {axis} has no fixed length", rewrite));
                }

                shape[axis] = given ? shape[axis] : 1;
            }
        }

        if (shape.Length > 0)
        {
            shape[0] = checked(shape[0] * options.Batch);
        }

        return shape;
    }

    private QuantizedValue IntegerInput(GraphInput input, int[] shape)
    {
        GraphNode? reader = graph.Consumers(input.Name).Select(static read => read.Node).FirstOrDefault();
        int slot = reader is null || reader.Operator is "QLinearConcat" ? -1 : reader.Inputs.IndexOf(input.Name) + 2;
        DenseTensor? constant = slot > 0 ? graph.Constant(reader!.Input(slot)) : null;
        int zero = constant is { Length: 1, ElementType: TensorElementType.UInt8 or TensorElementType.Int8 } ? constant.ToInt32()[0] : 0;
        (int low, int high) = input.ElementType == TensorElementType.Int8 ? (-128, 127) : (0, 255);
        var declared = new ModelInput(input.Name, input.ElementType, shape);
        context.InputQuantizations.Add(new InputQuantization(declared, 0f, zero, input.ElementType));
        return new QuantizedValue(Declare(input, shape, zero, low, high), input.ElementType);
    }

    /// <summary>An input of integers that mean themselves: tokens, positions, truth values.</summary>
    private QuantizedValue IndexInput(GraphInput input, int[] shape)
    {
        (int low, int high) = IntegerInputRange.Of(graph, input.Name, input.ElementType);
        var declared = new ModelInput(input.Name, input.ElementType, shape);
        context.InputQuantizations.Add(new InputQuantization(declared, 0f, 0, input.ElementType));
        return new QuantizedValue(Declare(input, shape, 0, low, high), input.ElementType);
    }

    private Activation Declare(GraphInput input, int[] shape, int zero, int low, int high) =>
        context.Builder.Input(input.Name, shape, zero, low, high, options.Visibility.OfInput(input.Name));

    private void Lower(GraphNode node)
    {
        IReadOnlyList<NetworkValue>? results = null;
        NetworkValue[] inputs = [.. node.Inputs.Where(static input => input.Length > 0).Select(context.Value)];
        try
        {
            IOperator? op = OperatorTable.Find(node);
            if (op is null)
            {
                results = Behind(node, inputs); // reported already
            }
            else if (!op.FollowsHead && Array.Exists(inputs, static input => input is HeadValue))
            {
                results = FollowHead(node, inputs);
            }
            else if (!Array.Exists(inputs, static input => input is UnknownValue))
            {
                results = op.LowerOutputs(node, context);
            }
        }
        catch (UnsupportedOperatorException error)
        {
            problems.Add(node.Unsupported(error.Message, error.Rewrite));
            results = Behind(node, inputs);
        }
        catch (InvalidNetworkException error)
        {
            problems.Add(node.Unsupported(error.Reason));
            results = Behind(node, inputs);
        }

        for (int i = 0; i < node.Outputs.Count; i++)
        {
            string output = node.Outputs[i];
            bool isMissing = results is not null && i >= results.Count && output.Length > 0;
            if (isMissing && (graph.IsOutput(output) || graph.Consumers(output).Count > 0))
            {
                problems.Add(node.Unsupported($"its output {i} ({output}) is used"));
            }

            context.Define(output, i < results?.Count ? results[i] : new UnknownValue());
        }
    }

    /// <summary>What stands for the results of a refused node; null where nothing can.</summary>
    private IReadOnlyList<NetworkValue>? Behind(GraphNode node, NetworkValue[] inputs)
    {
        try
        {
            return Placeholders.Of(node, inputs, context);
        }
        catch (Exception error) when (error is UnsupportedOperatorException or InvalidNetworkException || IsInconsistency(error))
        {
            return null;
        }
    }

    /// <summary>A node behind values that only both sides compute.</summary>
    /// <exception cref="UnsupportedOperatorException">They cannot compute it either.</exception>
    private static IReadOnlyList<NetworkValue> FollowHead(GraphNode node, NetworkValue[] inputs) => HeadEvaluator.Supports(node)
        ? [new HeadValue(inputs.Select(static input => input.Shape).Aggregate(Broadcasting.Shape))]
        : throw new UnsupportedOperatorException(
            "it follows values that are not proven but computed from the public outputs",
            "put QuantizeLinear and DequantizeLinear before it");

    private PublicHead? BuildHead()
    {
        var builder = new HeadBuilder(graph, context);
        try
        {
            graph.Outputs.ForEach(builder.AddOutput);
            return builder.Build();
        }
        catch (UnsupportedOperatorException error)
        {
            problems.Add((builder.Current ?? graph.Nodes[^1]).Unsupported(error.Message, error.Rewrite));
        }
        catch (InvalidNetworkException error)
        {
            problems.Add((builder.Current ?? graph.Nodes[^1]).Unsupported(error.Reason));
        }

        return null;
    }

    private Network Finish()
    {
        try
        {
            return context.Builder.Build(options.ZeroKnowledge, options.ModelProofs ?? 0);
        }
        catch (InvalidNetworkException error)
        {
            GraphNode? node = graph.Nodes.Find(candidate => candidate.Name == error.Node);
            throw new ModelNotSupportedException(
                file, [node?.Unsupported(error.Reason) ?? new UnsupportedNode(error.Node, "network", error.Reason, null)]);
        }
    }
}
