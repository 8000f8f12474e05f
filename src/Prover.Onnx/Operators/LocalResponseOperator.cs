using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>
/// LRN: x / (bias + alpha / size · sum of squares of neighbouring channels)^beta, as an exact integer kernel (SPEC §10.11) within one
/// step of ONNX Runtime's result.
/// </summary>
internal sealed class LocalResponseOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["LRN"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        (Activation x, float step) = LinearOperands.Input(node, 0, context);
        int size = node.Attributes.Int("size", 1);
        double alpha = node.Attributes.Float("alpha", 0.0001f), beta = node.Attributes.Float("beta", 0.75f);
        double bias = node.Attributes.Float("bias", 1);
        if (size < 1 || !(alpha > 0 && beta > 0 && bias > 0) || x.Rank < 2)
        {
            throw new UnsupportedOperatorException(
                $"size {size}, alpha {alpha:R}, beta {beta:R}, bias {bias:R}", "its parameters must be positive");
        }

        (int before, int after) = ((size - 1) / 2, size / 2);
        int greatest = Math.Max(Math.Abs(x.Low - x.ZeroPoint), Math.Abs(x.High - x.ZeroPoint));
        long most = Math.Min(size, x.Shape[1]) * (long)greatest * greatest;
        SpreadFunction spread = SpreadFunction.Power(bias, alpha / size * step * step, beta, step);
        return new IslandValue(x.Shape, inSteps =>
        {
            var output = OutputSensitivity.Of([inSteps], greatest / spread.At(0));
            NormalizationPrecision precision = NormalizationPrecision.OfNorm(spread, false, greatest, most, output);
            NormalizationKernel.AddNote(node, precision.Error, context);
            Accumulator sum = context.Builder.DivideByNeighbours(node.Name, x, 1, before, after, precision.Reciprocal);
            double unit = Math.ScaleB(1, -precision.Bits);
            return new AccumulatedValue(sum, (_, a) => (float)(a * unit), [], null);
        });
    }
}
