using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Movement;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>
/// Resize and Upsample. The nearest mode moves elements; linear and cubic interpolation is a product with a matrix of integers over a
/// common denominator for each axis, exact where the weights are fractions of small numbers.
/// </summary>
internal sealed class ResizeOperator : MovementOperator
{
    /// <summary>The denominator where no smaller one is exact: off by a quarter of a step per axis at most, with small sums.</summary>
    private const int UsualDenominator = 1024;

    /// <inheritdoc/>
    public override IReadOnlyList<string> Names => ["Resize", "Upsample"];

    /// <inheritdoc/>
    public override IReadOnlyList<NetworkValue> LowerOutputs(GraphNode node, LoweringContext context)
    {
        NetworkValue value = context.Input(node, 0);
        string mode = node.Attributes.Text("mode", "nearest");
        if (mode == "nearest" || value is HeadValue or ConstantValue or QuantizedConstant)
        {
            return base.LowerOutputs(node, context);
        }

        if (node.Attributes.Int("antialias", 0) != 0)
        {
            throw new UnsupportedOperatorException("antialiasing", "export it with antialias = 0, or pool (AveragePool) before resizing");
        }

        ResizeAxis[] axes = ResizeAxis.Read(node, value.Shape, context);
        KeepBatch(context, !axes[0].IsSame, "resizes");
        (Activation x, float scale) = value is QuantizedValue quantized ? (quantized.X, 1f) : LinearOperands.Input(node, 0, context);
        (Accumulator sum, double denominator, int[] order) = Interpolate(node, x, axes, mode, context);
        TensorMove back = TensorMove.Of(sum.Shape).Transpose([.. Enumerable.Range(0, x.Rank).Select(axis => Array.IndexOf(order, axis))]);
        if (value is not QuantizedValue integers)
        {
            FloatSums.NoteIfRounding(node, scale, (int)Math.Min(denominator, int.MaxValue), context);
            var real = new AccumulatedValue(sum, (_, a) => (float)(a / denominator * scale), [], null);
            return [Views.Apply(node, real, back, context)];
        }

        // The runtime interpolates 8-bit integers in float32 and cuts the fraction off.
        var range = new QuantizedRange(integers.ElementType, x.ZeroPoint);
        int Truncate(int a) => Math.Clamp((int)((a / denominator) + x.ZeroPoint), range.Low, range.High);
        Activation y = QuantizeOperator.Requantise(sum, (_, a) => Truncate(a), [], null, range, context);
        return [Views.Apply(node, new QuantizedValue(y, integers.ElementType), back, context)];
    }

    /// <inheritdoc/>
    internal override IReadOnlyList<TensorMove> Moves(GraphNode node, int[] shape, LoweringContext context)
    {
        bool isOld = node.Operator == "Upsample" || context.Graph.Opset < 11;
        string mode = node.Attributes.Text("mode", "nearest");
        if (mode != "nearest")
        {
            throw new UnsupportedOperatorException($"mode {mode} behind the proven part or of a constant");
        }

        string rounding = isOld ? "simple" : node.Attributes.Text("nearest_mode", "round_prefer_floor");
        ResizeAxis[] axes = ResizeAxis.Read(node, shape, context);
        KeepBatch(context, axes is [{ IsSame: false }, ..], "resizes");
        TensorMove move = TensorMove.Of(shape);
        for (int axis = 0; axis < axes.Length; axis++)
        {
            move = move.Gather(axis, axes[axis].Nearest(rounding));
        }

        return [move];
    }

    /// <summary>
    /// One product per axis, which is the last one then; sums before the last are committed as they are. The order lists which axis of the
    /// input each axis of the result is.
    /// </summary>
    private static (Accumulator Sum, double Denominator, int[] Order) Interpolate(
        GraphNode node, Activation x, ResizeAxis[] axes, string mode, LoweringContext context)
    {
        int[] resized = [.. Enumerable.Range(0, axes.Length).Where(axis => !axes[axis].IsSame)];
        if (resized.Length is 0 or > 2)
        {
            throw new UnsupportedOperatorException($"{mode} interpolation along {resized.Length} axes", "resize one or two axes");
        }

        double denominator = 1;
        Accumulator? sum = null;
        int[] order = [.. Enumerable.Range(0, axes.Length)];
        foreach (int axis in resized.Reverse())
        {
            double[,] weights = mode == "linear"
                ? axes[axis].Linear()
                : axes[axis].Cubic(node.Attributes.Float("cubic_coeff_a", -0.75f), node.Attributes.Int("exclude_outside", 0) != 0);
            (int[] integers, int common) = Integers(weights);
            denominator *= common;
            if (common == UsualDenominator)
            {
                context.Notes.Add($"{node.Name} ({node.OperatorName}): interpolation weights are rounded to multiples of 1/{common}; "
                    + "results may differ by one step");
            }

            x = sum is null ? x : context.Builder.Commit(sum);
            int[] swap = [.. Enumerable.Range(0, axes.Length)];
            int at = Array.IndexOf(order, axis);
            (swap[at], swap[^1]) = (swap[^1], swap[at]);
            (order[at], order[^1]) = (order[^1], order[at]);
            var matrix = new WeightTensor([axes[axis].Input, axes[axis].Output], integers);
            sum = context.Builder.MatMul(node.Name, context.Builder.Transpose(node.Name, x, swap), matrix, null);
        }

        return (sum!, denominator, order);
    }

    /// <summary>Weights as integers over the smallest common denominator that is exact, or else over the usual one.</summary>
    private static (int[] Integers, int Denominator) Integers(double[,] weights)
    {
        const double tolerance = 1e-5; // float32 coordinates
        double[] all = [.. weights.Cast<double>()];
        int denominator = Enumerable.Range(1, UsualDenominator).First(d =>
            d == UsualDenominator || Array.TrueForAll(all, weight => Math.Abs((weight * d) - Math.Round(weight * d)) < tolerance));
        return (Array.ConvertAll(all, weight => (int)Math.Round(weight * denominator)), denominator);
    }
}
