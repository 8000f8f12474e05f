using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Heads;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>
/// ArgMax and ArgMin, and TopK. Where nothing but the end of the model reads the positions, both sides compute them from the public
/// values; else they are proven (SPEC §10.6).
/// </summary>
internal sealed class ArgExtremeOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["ArgMax", "ArgMin", "TopK"];

    /// <inheritdoc/>
    public bool FollowsHead => true;

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context) => LowerOutputs(node, context)[0];

    /// <inheritdoc/>
    public IReadOnlyList<NetworkValue> LowerOutputs(GraphNode node, LoweringContext context)
    {
        bool isTop = node.Operator == "TopK";
        NetworkValue input = context.Input(node, 0);
        int[] shape = [.. input.Shape];
        int axis = node.Attributes.Int("axis", isTop ? -1 : 0);
        axis = axis < 0 ? axis + shape.Length : axis;
        if (axis < 0 || axis >= shape.Length)
        {
            throw new UnsupportedOperatorException($"axis {axis} of a value with {shape.Length} axes");
        }

        if (context.Batch > 1 && axis == 0)
        {
            throw new UnsupportedOperatorException("it runs along the batch axis", "compile without --batch");
        }

        bool isKept = isTop || node.Attributes.Int("keepdims", 1) != 0;
        int[] result = isKept
            ? [.. shape.Select((size, i) => i == axis ? 1 : size)]
            : [.. shape.Where((_, i) => i != axis)];
        long count = isTop ? Count(node, context) : 1;
        if (input is HeadValue || HeadReach.EndsInOutputs(context.Graph, node))
        {
            int[] several = isTop ? [.. shape.Select((size, i) => i == axis ? (int)Math.Min(count, size) : size)] : result;
            return [.. node.Outputs.Select(_ => new HeadValue(several))];
        }

        var value = RankedValue.Of(node, input, keepsTies: true, context);
        bool isGreatest = isTop ? node.Attributes.Int("largest", 1) != 0 : node.Operator == "ArgMax";
        bool isLast = !isTop && node.Attributes.Int("select_last_index", 0) != 0;
        if (!isTop)
        {
            Activation position = context.Builder.PositionOfExtreme(node.Name, value.X, axis, isGreatest, isLast);
            return [new QuantizedValue(context.Builder.Reshape(node.Name, position, result), TensorElementType.Int64)];
        }

        if (count < 1 || count > shape[axis])
        {
            throw new UnsupportedOperatorException($"k = {count} of {shape[axis]} elements");
        }

        if (count > 1 && node.Attributes.Int("sorted", 1) == 0)
        {
            context.Notes.Add($"{node.Name} (TopK): ONNX leaves the order of its results open; they are in order here");
        }

        (Activation elements, Activation positions) = TopElements.Of(node, value.X, axis, (int)count, isGreatest, context.Builder);
        return [value.Restore(elements), new QuantizedValue(positions, TensorElementType.Int64)];
    }

    /// <summary>The axis of a TopK.</summary>
    internal static int TopAxis(GraphNode node, int[] shape)
    {
        int axis = node.Attributes.Int("axis", -1);
        return axis < 0 ? axis + shape.Length : axis;
    }

    /// <summary>The k of a TopK, which was an attribute once.</summary>
    private static long Count(GraphNode node, LoweringContext context) => LoweringContext.Has(node, 1)
        ? context.Constant(node, 1).ToInt64()[0]
        : node.Attributes.Int("k", 1);
}
