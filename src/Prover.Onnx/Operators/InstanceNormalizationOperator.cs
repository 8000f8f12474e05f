using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>
/// InstanceNormalization and GroupNormalization: over the positions of each channel, or group of channels, with a scale and an offset per
/// channel. An exact integer kernel (SPEC §10.11), within one step of ONNX Runtime's result.
/// </summary>
internal sealed class InstanceNormalizationOperator : IOperator
{
    private const int PerChannelSince = 21;
    private const float DefaultEpsilon = 1e-5f;

    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["InstanceNormalization", "GroupNormalization"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        (Activation x, float step) = LinearOperands.Input(node, 0, context);
        if (x.Rank < 2)
        {
            throw new UnsupportedOperatorException("it needs a channel axis");
        }

        int channels = x.Shape[1];
        int groups = node.Is("GroupNormalization") ? node.Attributes.Int("num_groups", 1) : channels;
        if (groups < 1 || channels % groups != 0)
        {
            throw new UnsupportedOperatorException($"{channels} channels in {groups} groups");
        }

        // [N, groups, channels of a group, positions]
        int[] worked = [x.Shape[0], groups, channels / groups, .. x.Shape[2..]];
        bool perGroup = node.Is("GroupNormalization") && context.Graph.Opset < PerChannelSince;
        float[] Parameter(int slot)
        {
            float[] values = NormalizationKernel.Parameters(node, slot, [perGroup ? groups : channels], context);
            return perGroup ? [.. values.SelectMany(value => Enumerable.Repeat(value, channels / groups))] : values;
        }

        var kernel = new NormalizationKernel(
            context.Builder.Reshape(node.Name, x, worked), step, [.. Enumerable.Range(2, worked.Length - 2)])
        {
            Inside = node.Attributes.Float("epsilon", DefaultEpsilon),
            ClassAxes = [1, 2],
            Factors = Parameter(1),
            Offsets = Parameter(2),
        };
        return kernel.AsValue(node, x.Shape, context);
    }
}
