using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Operators;

/// <summary>Arithmetic on shapes, all known at compile time: Shape, and Gather and Cast of integer constants.</summary>
internal sealed class ShapeOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["Shape", "Gather", "Cast"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        NetworkValue value = context.Input(node, 0);
        if (node.Operator == "Shape")
        {
            return new ConstantValue(DenseTensor.Create(Array.ConvertAll(value.Shape, static axis => (long)axis), value.Shape.Length));
        }

        if (value is not ConstantValue { Tensor: { ElementType: TensorElementType.Int64 or TensorElementType.Int32 } tensor })
        {
            throw new UnsupportedOperatorException("it is supported for shapes only");
        }

        long[] values = tensor.ToInt64();
        if (node.Operator == "Cast")
        {
            return (TensorElementType)node.Attributes.Int("to", 0) is TensorElementType.Int64 or TensorElementType.Int32
                ? new ConstantValue(DenseTensor.Create(values, tensor.Shape))
                : throw new UnsupportedOperatorException("it is supported for shapes only");
        }

        DenseTensor indices = context.Constant(node, 1);
        long[] gathered = Array.ConvertAll(indices.ToInt64(), index => values[index < 0 ? index + values.Length : index]);
        return new ConstantValue(DenseTensor.Create(gathered, indices.Shape));
    }
}
