using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>
/// LpNormalization, which divides by a norm along an axis, and MeanVarianceNormalization. Exact integer kernels (SPEC §10.11), within
/// one step of ONNX Runtime's result.
/// </summary>
internal sealed class NormOperator : IOperator
{
    private const double VarianceOffset = 1e-9; // what MeanVarianceNormalization adds to the standard deviation

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["LpNormalization", "MeanVarianceNormalization"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        (Activation x, float step) = LinearOperands.Input(node, 0, context);
        bool isNorm = node.Is("LpNormalization");
        int[] axes = isNorm ? [node.Attributes.Int("axis", -1)] : node.Attributes.Ints("axes") ?? [0, 2, 3];
        if (Array.Exists(axes, axis => axis < -x.Rank || axis >= x.Rank))
        {
            throw new UnsupportedOperatorException($"axes [{string.Join(", ", axes)}] of a tensor of {x.Rank} axes");
        }

        axes = [.. axes.Select(axis => (axis + x.Rank) % x.Rank).Distinct().Order()];
        if (context.Batch > 1 && axes is [0, ..])
        {
            throw new UnsupportedOperatorException("it runs over the batch axis", "compile without --batch");
        }

        var kernel = new NormalizationKernel(x, step, axes)
        {
            Kind = !isNorm ? NormalizationKind.Variance
                : node.Attributes.Int("p", 2) == 1 ? NormalizationKind.SumOfMagnitudes
                : NormalizationKind.SumOfSquares,
            Outside = isNorm ? 0 : VarianceOffset,
        };
        return kernel.AsValue(node, x.Shape, context);
    }
}
