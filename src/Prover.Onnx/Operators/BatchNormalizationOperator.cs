using Prover.Onnx.Compilation;
using Prover.Onnx.Elementwise;
using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

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
        int[] shape = [factors.Length, .. Enumerable.Repeat(1, Math.Max(0, value.Shape.Length - 2))];
        NetworkValue[] inputs =
            [value, new ConstantValue(DenseTensor.Create(factors, shape)), new ConstantValue(DenseTensor.Create(offsets, shape))];
        return ElementwiseRegion.Apply(node, inputs, new ElementwiseFunction(static v => (v[0] * v[1]) + v[2]), context);
    }
}
