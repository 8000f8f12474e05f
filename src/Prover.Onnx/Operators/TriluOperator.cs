using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>Trilu: keeps the upper or lower triangle of matrices, by a table over element and mask.</summary>
internal sealed class TriluOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["Trilu"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        NetworkValue value = context.Input(node, 0);
        int[] shape = value.Shape;
        if (shape.Length < 2)
        {
            throw new UnsupportedOperatorException($"a value with {shape.Length} axes");
        }

        int diagonal = LoweringContext.Has(node, 1) ? (int)context.Constant(node, 1).ToInt64()[0] : 0;
        bool isUpper = node.Attributes.Int("upper", 1) != 0;
        int columns = shape[^1];
        int[] kept = [.. Enumerable.Range(0, shape[^2] * columns).Select(i =>
        {
            int ahead = (i % columns) - (i / columns) - diagonal;
            return (isUpper ? ahead >= 0 : ahead <= 0) ? 1 : 0;
        })];
        if (value is ConstantValue { Tensor: var tensor })
        {
            DenseTensor masked = DenseTensor.Allocate(tensor.ElementType, shape);
            Array.Clear(masked.Data);
            foreach (int i in Enumerable.Range(0, tensor.Length).Where(i => kept[i % kept.Length] == 1))
            {
                Array.Copy(tensor.Data, i, masked.Data, i, 1);
            }

            return new ConstantValue(masked);
        }

        Activation mask = context.Builder.Constant($"{node.Name} mask", shape[^2..], kept, 0);
        return value switch
        {
            QuantizedValue { X: var x, ElementType: var type } => new QuantizedValue(
                context.Builder.Binary(node.Name, x, mask, static (q, keep) => keep == 1 ? q : 0, x.ZeroPoint), type),
            PointwiseValue { X: var x, Function: var function } => new RegionValue(
                [x, mask], shape, null, (_, q) => q[1] == 1 ? function(q[0]) : 0f),
            _ => throw new UnsupportedOperatorException("its input is not a quantised value", "quantise the value before it"),
        };
    }
}
