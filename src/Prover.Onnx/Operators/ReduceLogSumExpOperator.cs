using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Movement;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>Logarithms of sums of exponentials, as exact integer kernels (SPEC §10.10) within one step of ONNX Runtime's result.</summary>
internal sealed class ReduceLogSumExpOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["ReduceLogSumExp"];

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        (Activation given, double step) = IslandInput.Of(node, 0, context);
        int[] shape = given.Shape;
        var axes = ReducedAxes.Read(node, shape, context);
        int count = axes.Count(shape);
        int[] kept = [.. Enumerable.Range(0, shape.Length).Where(axis => !axes.Axes.Contains(axis))];
        TensorMove last = TensorMove.Of(shape).Transpose([.. kept, .. axes.Axes]);
        last = last.Reshape(shape.Aggregate(1, static (product, size) => product * size) / count, count);
        Activation x = last.Apply(node.Name, context.Builder, given);

        // A result is a value of x, whose reals are linear in it, plus a logarithm of at most the number of elements.
        double zero = context.Input(node, 0) is PointwiseValue value ? value.Function(x.Low) - (step * (x.Low - x.ZeroPoint)) : 0;
        double greatest = zero + (step * (x.High - x.ZeroPoint)) + Math.Log(count);
        int reach = Math.Max(Math.Abs(x.Low - x.ZeroPoint), Math.Abs(x.High - x.ZeroPoint));
        var island = new IslandValue([x.Shape[0], 1], scaled =>
        {
            var precision = new SoftmaxPrecision(step, x.High - x.Low, count, below => scaled(greatest + below), reach);
            if (precision.Error >= 1 || precision.Step < step)
            {
                throw new UnsupportedOperatorException(
                    $"{count} elements share a sum, and results could be off by more than one step", "quantise its output to 8 bits");
            }

            context.Notes.Add($"{node.Name} ({node.OperatorName}): an integer kernel takes the place of float arithmetic; results may "
                + $"differ by one step, where ONNX Runtime's is within {precision.Error:F2} steps of a rounding boundary");
            Accumulator sum = context.Builder.LogarithmOfSum(node.Name, x, 1, precision.Tables);
            return new AccumulatedValue(sum, (_, a) => (float)((a * precision.Unit) + zero), [], null);
        });
        return Views.Apply(node, island, TensorMove.Of(island.Shape).Reshape(axes.Result(shape)), context);
    }
}
