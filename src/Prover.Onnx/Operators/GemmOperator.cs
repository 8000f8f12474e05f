using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>
/// Gemm on dequantised operands that ONNX Runtime does not fuse into QGemm: it then multiplies in float32; the circuit rounds
/// once (see <see cref="ConvOperator"/>).
/// </summary>
internal sealed class GemmOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["Gemm"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        if (node.Attributes.Float("alpha", 1f) != 1f || node.Attributes.Float("beta", 1f) != 1f)
        {
            throw new UnsupportedOperatorException("alpha and beta other than 1", "fold them into the weights and the bias");
        }

        (Activation x, float inputScale) = LinearOperands.Input(node, 0, context);
        x = LinearOperands.Transposed(node, x, context);
        QuantizedConstant weights = LinearOperands.Weights(node, 1, context);
        bool transposed = node.Attributes.Int("transB", 0) != 0;
        int outputAxis = transposed ? 0 : 1;
        if (weights.Shape.Length != 2 || (weights.Scales.Length > 1 && weights.Axis != outputAxis))
        {
            throw new UnsupportedOperatorException("weights must have two axes and scales per output");
        }

        WeightTensor matrix = WeightTensor.Of(weights.Shape, weights.Integers, weights.Axis, weights.ZeroPoints);
        matrix = transposed ? matrix.Transpose(1, 0) : matrix;
        LinearOperands.Bias bias = LinearOperands.ReadBias(node, 2, weights, inputScale, matrix.Shape[1], context);
        Accumulator sum = context.Builder.MatMul(node.Name, x, matrix, bias.Integers);
        context.Notes.Add(LinearOperands.FloatNote(node));
        return LinearOperands.Rescaled(sum, sum.Shape.Length - 1, weights, inputScale, bias);
    }
}
