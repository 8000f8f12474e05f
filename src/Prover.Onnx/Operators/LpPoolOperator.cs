using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>LpPool and GlobalLpPool for p = 1 and p = 2: sums of magnitudes or squares by a table, and one rounding.</summary>
internal sealed class LpPoolOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["LpPool", "GlobalLpPool"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        int p = node.Attributes.Int("p", 2);
        if (p is not (1 or 2))
        {
            throw new UnsupportedOperatorException($"p = {p}", "use p = 1 or p = 2");
        }

        (Activation x, float scale) = LinearOperands.Input(node, 0, context);
        int zero = x.ZeroPoint;
        Activation powers = context.Builder.Unary(node.Name, x, q => p == 1 ? Math.Abs(q - zero) : (q - zero) * (q - zero), 0);
        int[] shape = x.Shape;
        Accumulator sum;
        int count;
        if (node.Operator == "LpPool")
        {
            SpatialWindow window = WindowAttributes.Read(node, shape, node.Attributes.Ints("kernel_shape") ?? []);
            count = window.Kernel.Aggregate(1, static (product, size) => product * size);
            sum = context.Builder.WindowSum(node.Name, powers, window);
        }
        else
        {
            int[] axes = [.. Enumerable.Range(2, Math.Max(0, shape.Length - 2))];
            count = axes.Aggregate(1, (product, axis) => product * shape[axis]);
            sum = context.Builder.Sum(node.Name, powers, axes);
        }

        FloatSums.NoteIfRounding(node, scale, count * (p == 1 ? 1 : 255), context);
        double square = (double)scale * scale;
        return new AccumulatedValue(
            sum, p == 1 ? (_, a) => (float)(a * (double)scale) : (_, a) => MathF.Sqrt((float)(a * square)), [], null);
    }
}
