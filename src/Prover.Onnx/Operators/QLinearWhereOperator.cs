using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;
using Prover.Onnx.Elementwise;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>com.microsoft QLinearWhere: either of two quantised values, rescaled by a table each.</summary>
internal sealed class QLinearWhereOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["com.microsoft.QLinearWhere"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        float scale = context.Scale(node, 7);
        QuantizedRange range = context.Range(node, 8, context.ElementType(node, 1));
        NetworkValue[] inputs = [context.Input(node, 0), Dequantized(node, 1, context), Dequantized(node, 4, context)];
        var function = new ElementwiseFunction(static values => values[0] != 0 ? values[1] : values[2]);
        var value = (RealValue)ElementwiseRegion.Apply(node, inputs, function, context);
        Activation y = QuantizeOperator.Close(
            node, value, real => LinearQuantization.Quantize(real, scale, range), scale, range, context);
        return new QuantizedValue(y, range.ElementType);
    }

    private static PointwiseValue Dequantized(GraphNode node, int slot, LoweringContext context)
    {
        float scale = context.Scale(node, slot + 1);
        int zero = context.Range(node, slot + 2, context.ElementType(node, slot)).ZeroPoint;
        Activation x = context.Activation(node, slot, zero);
        return new PointwiseValue(x, q => LinearQuantization.Dequantize(q, scale, zero))
        {
            Scale = scale,
            Behaviour = FunctionShape.Monotone,
        };
    }
}
