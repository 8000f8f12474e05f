using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>com.microsoft QLinearSigmoid and QLinearLeakyRelu: tables of 256 entries.</summary>
internal sealed class QLinearActivationOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["com.microsoft.QLinearSigmoid", "com.microsoft.QLinearLeakyRelu"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        float inputScale = context.Scale(node, 1);
        QuantizedRange input = context.Range(node, 2, context.ElementType(node, 0));
        float scale = context.Scale(node, 3);
        QuantizedRange output = context.Range(node, 4, context.ElementType(node, 0));
        float alpha = node.Attributes.Float("alpha", 0.01f);
        Func<float, float> function = node.Operator == "QLinearSigmoid"
            ? RationalActivations.Sigmoid
            : v => v >= 0 ? v : alpha * v;
        Activation x = context.Activation(node, 0, input.ZeroPoint);
        Activation y = QuantizeOperator.Unary(
            node,
            x,
            q => LinearQuantization.Quantize(function(LinearQuantization.Dequantize(q, inputScale, input.ZeroPoint)), scale, output),
            output,
            context);
        return new QuantizedValue(y, output.ElementType);
    }
}
