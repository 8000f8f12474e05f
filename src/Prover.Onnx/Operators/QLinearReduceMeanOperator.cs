using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>com.microsoft QLinearReduceMean: dequantise, take the mean, quantise. ONNX Runtime has no kernel for processors.</summary>
internal sealed class QLinearReduceMeanOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["com.microsoft.QLinearReduceMean"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        float inputScale = context.Scale(node, 1);
        QuantizedRange input = context.Range(node, 2, context.ElementType(node, 0));
        float scale = context.Scale(node, 3);
        QuantizedRange output = context.Range(node, 4, context.ElementType(node, 0));
        Activation x = context.Activation(node, 0, input.ZeroPoint);
        int rank = x.Rank;
        int[] given = node.Attributes.Ints("axes") ?? [.. Enumerable.Range(0, rank)];
        int[] axes = [.. given.Select(axis => axis < 0 ? axis + rank : axis).Distinct().Order()];
        if (axes.Length == 0 || axes[0] < 0 || axes[^1] >= rank || (context.Batch > 1 && axes[0] == 0))
        {
            throw new UnsupportedOperatorException("axes that are not those of one element of the batch");
        }

        int count = axes.Aggregate(1, (product, axis) => product * x.Shape[axis]);
        Accumulator sum = context.Builder.Sum(node.Name, x, axes);
        sum = node.Attributes.Int("keepdims", 1) != 0 ? sum : sum.Squeeze(axes);
        var mean = new AccumulatedValue(sum, (_, a) => (float)(a * (double)inputScale) / count, [], null);
        Activation y = QuantizeOperator.Close(
            node, mean, real => LinearQuantization.Quantize(real, scale, output), scale, output, context);
        return new QuantizedValue(y, output.ElementType);
    }
}
