using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Movement;

namespace Prover.Onnx.Operators;

/// <summary>DepthToSpace in both orders, and SpaceToDepth.</summary>
internal sealed class DepthToSpaceOperator : MovementOperator
{
    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => ["DepthToSpace", "SpaceToDepth"];

    /// <inheritdoc/>
    internal override IReadOnlyList<TensorMove> Moves(GraphNode node, int[] shape, LoweringContext context)
    {
        int block = node.Attributes.Int("blocksize", 0);
        bool deepens = node.Operator == "SpaceToDepth";
        bool fits = block > 0 && shape.Length == 4
            && (deepens ? shape[2] % block == 0 && shape[3] % block == 0 : shape[1] % (block * block) == 0);
        if (!fits)
        {
            throw new UnsupportedOperatorException($"blocks of {block} do not fit the shape [{string.Join(", ", shape)}]");
        }

        (int batch, int channels, int height, int width) = (shape[0], shape[1], shape[2], shape[3]);
        if (deepens)
        {
            return [TensorMove.Of(shape).Reshape(batch, channels, height / block, block, width / block, block)
                .Transpose(0, 3, 5, 1, 2, 4).Reshape(batch, channels * block * block, height / block, width / block)];
        }

        int depth = channels / (block * block);
        bool columnsFirst = node.Attributes.Text("mode", "DCR") == "DCR";
        TensorMove split = columnsFirst
            ? TensorMove.Of(shape).Reshape(batch, block, block, depth, height, width).Transpose(0, 3, 4, 1, 5, 2)
            : TensorMove.Of(shape).Reshape(batch, depth, block, block, height, width).Transpose(0, 1, 4, 2, 5, 3);
        return [split.Reshape(batch, depth, height * block, width * block)];
    }
}
