using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;

namespace Prover.Onnx.Operators;

/// <summary>BatchNormalization in inference form: a scale and an offset per channel, folded into what surrounds it.</summary>
internal sealed class BatchNormalizationOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["BatchNormalization"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        if (node.Attributes.Int("training_mode", 0) != 0 || context.Input(node, 0) is not RealValue value)
        {
            throw new UnsupportedOperatorException("it is not an inference-time normalisation of a dequantised value");
        }

        float[] scale = context.Floats(node, 1);
        float[] offset = context.Floats(node, 2);
        float[] mean = context.Floats(node, 3);
        float[] variance = context.Floats(node, 4);
        float epsilon = node.Attributes.Float("epsilon", 1e-5f);
        float[] factors = [.. scale.Select((s, i) => s / MathF.Sqrt(variance[i] + epsilon))];
        float[] offsets = [.. offset.Select((o, i) => o - (mean[i] * factors[i]))];
        if (Array.Exists(factors, static factor => factor < 0) && value is not PointwiseValue)
        {
            throw new UnsupportedOperatorException("negative scales after a linear layer", "fold the normalisation into its weights");
        }

        return PointwiseFunction.ApplyAlong(value, 1, (c, v) => (v * factors[c]) + offsets[c]);
    }
}
