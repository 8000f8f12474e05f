using Prover.Onnx.Graphs;

namespace Prover.Onnx.Normalization;

/// <summary>
/// A product of a one-hot vector and a table, Cast(Equal(tokens, 0..n-1)) · table, reads a row of the table: it becomes Gather.
/// A token outside 0..n-1 reads zeros in the one form and is not allowed in the other.
/// </summary>
internal static class OneHotProduct
{
    /// <summary>Applies the rule.</summary>
    internal static void Apply(NormalizationContext context)
    {
        ModelGraph graph = context.Graph;
        foreach (GraphNode product in graph.Nodes.Where(static node => node.Is("MatMul")).ToList())
        {
            if (graph.Constant(product.Input(1)) is not { Shape: [var rows, _], Data: float[] }
                || graph.Producer(product.Input(0)) is not { } cast || !cast.Is("Cast")
                || graph.Producer(cast.Input(0)) is not { } equal || !equal.Is("Equal")
                || Tokens(graph, equal, rows) is not { } column || context.Shape(column) is not [.., 1])
            {
                continue;
            }

            int[] shape = context.Shape(column)[..^1];
            int[] full = context.Shape(cast.Output);
            if (!full.AsSpan(0, full.Length - 1).SequenceEqual(shape))
            {
                continue;
            }

            var target = new NodeReplacement(context, product);
            string tokens = target.Node("Squeeze", column, target.Integers("axis", shape.Length));
            target.Commit(target.Node("Gather", NodeAttributes.Empty.With("axis", 0), product.Input(1), tokens));
            context.AddNote($"{product.Name} (MatMul): tokens must be 0 to {rows - 1}");
        }

        graph.RemoveUnused();
    }

    /// <summary>The value that is compared with 0..n-1 along the last axis, or null.</summary>
    private static string? Tokens(ModelGraph graph, GraphNode equal, int count)
    {
        for (int slot = 0; slot < 2; slot++)
        {
            if (graph.Constant(equal.Input(slot)) is { } numbers && numbers.Shape is [.., var last] && last == count
                && numbers.Length == count && numbers.Data is int[] or long[]
                && numbers.ToInt64().SequenceEqual(Enumerable.Range(0, count).Select(static i => (long)i)))
            {
                return equal.Input(1 - slot);
            }
        }

        return null;
    }
}
