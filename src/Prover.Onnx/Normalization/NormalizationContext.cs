using Prover.Onnx.Graphs;
using Prover.Onnx.Model;
using Prover.Onnx.Quantization;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Normalization;

/// <summary>What the passes share: the graph, shapes of its values, notes, and what cannot be normalised.</summary>
internal sealed class NormalizationContext
{
    private readonly IReadOnlyDictionary<string, int> dimensions;
    private Dictionary<string, DenseTensor>? values;

    /// <summary>Starts with a graph.</summary>
    /// <param name="graph">The graph; passes change it in place.</param>
    /// <param name="dimensions">Lengths of symbolic axes by name.</param>
    internal NormalizationContext(ModelGraph graph, IReadOnlyDictionary<string, int> dimensions)
    {
        Graph = graph;
        this.dimensions = dimensions;
    }

    /// <summary>The graph.</summary>
    internal ModelGraph Graph { get; private set; }

    /// <summary>What people should know of.</summary>
    internal List<string> Notes { get; } = [];

    /// <summary>Nodes that have no counterpart in the normal form.</summary>
    internal List<UnsupportedNode> Problems { get; } = [];

    /// <summary>Values whose range follows from their definition.</summary>
    internal Dictionary<string, (float Low, float High)> FixedRanges { get; } = [];

    /// <summary>Values computed from inputs before these are quantised.</summary>
    internal List<string> Prepared { get; } = [];

    /// <summary>Scores after which everything can be computed by everybody: labels, probabilities.</summary>
    internal List<string> Published { get; } = [];

    /// <summary>Adds a note, if there is one.</summary>
    internal void AddNote(string? note)
    {
        if (note is not null)
        {
            Notes.Add(note);
        }
    }

    /// <summary>Follows a value that got another name.</summary>
    internal void Rename(string from, string to)
    {
        Replace(Prepared);
        Replace(Published);
        if (FixedRanges.Remove(from, out (float Low, float High) range))
        {
            FixedRanges[to] = range;
        }

        if (values?.Remove(from, out DenseTensor? value) == true)
        {
            values[to] = value;
        }

        void Replace(List<string> names)
        {
            for (int i = 0; i < names.Count; i++)
            {
                names[i] = names[i] == from ? to : names[i];
            }
        }
    }

    /// <summary>Goes on with another graph.</summary>
    internal void Replace(ModelGraph graph)
    {
        Graph = graph;
        Invalidate();
    }

    /// <summary>Forgets shapes after a change.</summary>
    internal void Invalidate() => values = null;

    /// <summary>Type and shape of a value in a run of the declared shapes, or null where nothing computes it.</summary>
    internal TensorInfo? Info(string value)
    {
        if (Graph.Constant(value) is { } constant)
        {
            return new TensorInfo(constant.ElementType, constant.Shape);
        }

        if (values is not null && !values.ContainsKey(value))
        {
            Invalidate(); // a pass has added it since
        }

        return Values().TryGetValue(value, out DenseTensor? found) ? new TensorInfo(found.ElementType, found.Shape) : null;
    }

    /// <summary>The shape of a value.</summary>
    /// <exception cref="FormatException">Nothing computes it.</exception>
    internal int[] Shape(string value) => Info(value)?.Shape ?? throw new FormatException($"the shape of {value} is not known");

    /// <summary>Every value of one run whose float inputs are 0; only what depends on shapes alone has a meaning.</summary>
    internal Dictionary<string, DenseTensor> Values()
    {
        if (values is null)
        {
            using var run = new FloatRun(Graph, FloatRun.AllValues(Graph), 1);
            values = run.Run(Sample(Graph));
        }

        return values;
    }

    /// <summary>Whether the length of a symbolic axis is given.</summary>
    internal bool IsGiven(string? axisName) => axisName is not null && dimensions.ContainsKey(axisName);

    /// <summary>The length that each axis of an input has; an unknown first axis is 1.</summary>
    internal static int[] FixedShape(GraphInput input, IReadOnlyDictionary<string, int> dimensions)
    {
        int[] shape = [.. input.Shape];
        for (int axis = 0; axis < shape.Length; axis++)
        {
            if (shape[axis] < 0)
            {
                bool given = input.AxisNames[axis] is { } name && dimensions.TryGetValue(name, out shape[axis]);
                shape[axis] = given ? shape[axis] : 1;
            }
        }

        return shape;
    }

    /// <summary>The length that each axis of an input has in this context.</summary>
    internal int[] InputShape(GraphInput input) => FixedShape(input, dimensions);

    /// <summary>Inputs of zeros for a graph.</summary>
    internal Dictionary<string, DenseTensor> Sample(ModelGraph graph) => graph.Inputs.ToDictionary(
        static input => input.Name, input => DenseTensor.Allocate(input.ElementType, InputShape(input)));
}
