using Prover.Onnx.Compilation;
using Prover.Onnx.Elementwise;
using Prover.Onnx.Graphs;
using Prover.Onnx.Heads;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Operators;

/// <summary>
/// Every operator that computes each element from one element per input: it composes functions and adds nothing to the network until a
/// QuantizeLinear, or a reader of integers or truth values, closes them.
/// </summary>
internal sealed class ElementwiseOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ElementwiseFunctions.Names;

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        NetworkValue[] inputs = [.. node.Inputs.Where(static input => input.Length > 0).Select(context.Value)];
        if (node.Is("Cast")
            && inputs[0] is ConstantValue { Tensor: { ElementType: TensorElementType.Int32 or TensorElementType.Int64 } tensor }
            && (TensorElementType)node.Attributes.Int("to", 0) == TensorElementType.Int64)
        {
            return new ConstantValue(DenseTensor.Create(tensor.ToInt64(), tensor.Shape)); // limits of slices have more than 24 bits
        }

        TensorElementType[] types = [.. inputs.Select(LoweringContext.TypeOf)];
        ElementwiseFunction function = ElementwiseFunctions.Of(node, context.Graph.Opset, types);
        bool isInteger = ElementwiseNode.IsIntegral(function.Result);
        bool IsHead() => HeadReach.EndsInOutputs(context.Graph, node);
        NetworkValue head = new HeadValue(inputs.Select(static input => input.Shape).Aggregate(Broadcasting.Shape));
        try
        {
            return ElementwiseRegion.Apply(node, inputs, function, context) switch
            {
                RealValue when isInteger && IsHead() => head,
                RealValue value and not AccumulatedValue when isInteger =>
                    new QuantizedValue(RegionClosing.Integers(node, value, context), function.Result),
                var result => result,
            };
        }
        catch (UnsupportedOperatorException) when (IsHead())
        {
            return head;
        }
    }
}
