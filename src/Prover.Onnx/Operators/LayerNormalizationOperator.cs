using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>
/// LayerNormalization, and RMSNormalization, which subtracts no mean: over the last axes, with a scale and an offset for each position
/// there. An exact integer kernel (SPEC §10.11), within one step of ONNX Runtime's result.
/// </summary>
internal sealed class LayerNormalizationOperator : IOperator
{
    private const float DefaultEpsilon = 1e-5f;

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["LayerNormalization", "RMSNormalization", "SimplifiedLayerNormalization"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        (Activation x, float step) = LinearOperands.Input(node, 0, context);
        int axis = node.Attributes.Int("axis", -1);
        axis = axis < 0 ? axis + x.Rank : axis;
        if (axis < 0 || axis >= x.Rank)
        {
            throw new UnsupportedOperatorException($"axis {axis} of a tensor of {x.Rank} axes");
        }

        if (context.Batch > 1 && axis == 0)
        {
            throw new UnsupportedOperatorException("it runs over the batch axis", "compile without --batch");
        }

        int[] axes = [.. Enumerable.Range(axis, x.Rank - axis)], sizes = x.Shape[axis..];
        float[] factors = NormalizationKernel.Parameters(node, 1, sizes, context);
        bool hasMean = node.Operator == "LayerNormalization";
        var kernel = new NormalizationKernel(x, step, axes)
        {
            Kind = hasMean ? NormalizationKind.Variance : NormalizationKind.MeanSquare,
            Inside = node.Attributes.Float("epsilon", DefaultEpsilon),
            ClassAxes = axes,
            Factors = factors,
            Offsets = hasMean && LoweringContext.Has(node, 2)
                ? NormalizationKernel.Parameters(node, 2, sizes, context)
                : new float[factors.Length],
        };
        return kernel.AsValue(node, x.Shape, context);
    }
}
