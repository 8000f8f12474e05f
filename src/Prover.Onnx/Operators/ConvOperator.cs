using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>
/// Conv on dequantised operands that ONNX Runtime does not fuse into QLinearConv: it then convolves in float32. The circuit
/// convolves the integers and rounds once, so a value at a rounding boundary may differ by one step.
/// </summary>
internal sealed class ConvOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["Conv"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        QuantizedConstant weights = LinearOperands.Weights(node, 1, context);
        if (weights.Scales.Length > 1 && weights.Axis != 0)
        {
            throw new UnsupportedOperatorException("weight scales along an axis other than the output channel");
        }

        (Activation x, float inputScale) = LinearOperands.Input(node, 0, context);
        var weightTensor = weights.Weights();
        LinearOperands.Bias bias = LinearOperands.ReadBias(node, 2, weights, inputScale, weights.Shape[0], context);
        Accumulator sum = QLinearConvOperator.Convolve(node, context, x, weightTensor, bias.Integers);
        context.Notes.Add(LinearOperands.FloatNote(node));
        return LinearOperands.Rescaled(sum, 1, weights, inputScale, bias);
    }
}
