using Prover.Onnx.Graphs;

namespace Prover.Onnx.Normalization.MachineLearning;

/// <summary>The classes of a classifier: numbers, or texts, which become their index because circuits have no texts.</summary>
internal sealed class ClassLabels
{
    private readonly long[] numbers;

    private ClassLabels(long[] numbers, string? note)
    {
        this.numbers = numbers;
        Note = note;
    }

    /// <summary>How many classes are named.</summary>
    internal int Count => numbers.Length;

    /// <summary>What people should know of, or null.</summary>
    internal string? Note { get; }

    /// <summary>Reads the classes of a classifier.</summary>
    internal static ClassLabels Read(GraphNode node)
    {
        if (node.Attributes.Texts("classlabels_strings") is { Length: > 0 } texts)
        {
            string meaning = string.Join(", ", texts.Select(static (text, i) => $"{i} = {text}"));
            return new ClassLabels(
                [.. Enumerable.Range(0, texts.Length).Select(static i => (long)i)],
                $"{node.Name} ({node.OperatorName}): labels are numbers instead of texts: {meaning}");
        }

        return new ClassLabels(node.Attributes.Longs("classlabels_int64s") ?? node.Attributes.Longs("classlabels_ints") ?? [], null);
    }

    /// <summary>Writes the class of the greatest score: [batch] from [batch, classes].</summary>
    /// <param name="target">Where nodes go.</param>
    /// <param name="scores">The scores.</param>
    /// <param name="lastOfEqual">Whether the last of several greatest scores counts, not the first.</param>
    internal string Greatest(NodeReplacement target, string scores, bool lastOfEqual = false)
    {
        NodeAttributes attributes = NodeAttributes.Empty.With("axis", 1).With("keepdims", 0);
        string index = target.Node("ArgMax", lastOfEqual ? attributes.With("select_last_index", 1) : attributes, scores);
        bool plain = !numbers.Where(static (label, i) => label != i).Any();
        return plain ? index : target.Node("Gather", target.Integers("labels", numbers), index);
    }
}
