using Prover.Onnx.Graphs;

namespace Prover.Onnx.Normalization;

/// <summary>Joins exp(x - max(x)) / sum(exp(x - max(x))), with or without the maximum, to one Softmax.</summary>
internal static class SoftmaxPattern
{
    /// <summary>Applies the rule.</summary>
    internal static void Apply(NormalizationContext context)
    {
        ModelGraph graph = context.Graph;
        foreach (GraphNode quotient in graph.Nodes.Where(static node => node.Is("Div")).ToList())
        {
            string exponentials = quotient.Input(0);
            if (graph.Producer(exponentials) is not { } exponential || !exponential.Is("Exp")
                || Reductions.Read(context, quotient.Input(1), "ReduceSum") is not ({ } summed, [var axis])
                || summed != exponentials || !KeepsAxis(context, quotient.Input(1), exponentials, axis))
            {
                continue;
            }

            string x = exponential.Input(0);
            if (graph.Producer(x) is { } difference && difference.Is("Sub")
                && Reductions.Read(context, difference.Input(1), "ReduceMax") is ({ } maximised, [var sameAxis])
                && maximised == difference.Input(0) && sameAxis == axis && KeepsAxis(context, difference.Input(1), maximised, axis))
            {
                x = maximised;
            }

            var target = new NodeReplacement(context, quotient);
            target.Commit(target.Node("Softmax", NodeAttributes.Empty.With("axis", axis - context.Shape(x).Length), x));
        }

        graph.RemoveUnused();
    }

    /// <summary>Whether a reduced value has length 1 where the full one was reduced, so that broadcasting fits.</summary>
    internal static bool KeepsAxis(NormalizationContext context, string reduced, string full, params int[] axes) => context.Shape(reduced)
        .AsSpan().SequenceEqual(context.Shape(full).Select((size, axis) => axes.Contains(axis) ? 1 : size).ToArray());
}
