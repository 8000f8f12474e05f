using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;
using Prover.Onnx.Elementwise;
using Prover.Onnx.Graphs;
using Prover.Onnx.Movement;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>
/// (x - mean) / spread · factor + offset over the elements that share mean and spread, as an exact integer kernel (SPEC §10.11).
/// Its integers are chosen when it is known how the result is rounded.
/// </summary>
/// <param name="X">The quantised input, in the shape in which the kernel runs.</param>
/// <param name="Step">The real difference of neighbouring inputs.</param>
/// <param name="Axes">The axes whose elements share mean and spread.</param>
internal sealed record NormalizationKernel(Activation X, float Step, int[] Axes)
{
    // Costs in lookups as in NetworkBuilder: a rounded element, a row of thresholds; and the length of a typical row.
    private const double Element = 3.05, Row = 2.85, RowLength = 1 << 13;

    // Shares of a step of the output: normalised values as integers, factors and offsets as integers.
    private const double ValueShare = 0.1, FactorShare = 0.05;
    private const long GreatestSum = 1L << 29;

    /// <summary>What is added to the mean of squares, as a real number.</summary>
    internal double Inside { get; init; }

    /// <summary>What is added to the root, as a real number.</summary>
    internal double Outside { get; init; }

    /// <summary>What elements are divided by.</summary>
    internal NormalizationKind Kind { get; init; }

    /// <summary>The axes along which factors and offsets differ, ascending.</summary>
    internal int[] ClassAxes { get; init; } = [];

    /// <summary>The factor of each index of those axes, row-major.</summary>
    internal float[] Factors { get; init; } = [1];

    /// <summary>The offset of each index of those axes, row-major.</summary>
    internal float[] Offsets { get; init; } = [0];

    private int Count => Axes.Aggregate(1, (product, axis) => product * X.Shape[axis]);

    /// <summary>The result as a value of the network.</summary>
    /// <param name="node">The node.</param>
    /// <param name="shape">The shape of the node's result, of the same elements as <see cref="X"/>.</param>
    /// <param name="context">The network under construction.</param>
    internal RealValue AsValue(GraphNode node, int[] shape, LoweringContext context)
    {
        var value = new IslandValue(X.Shape, inSteps => Build(node, inSteps, context));
        return X.Shape.AsSpan().SequenceEqual(shape)
            ? value
            : new MovedValue(value, shape, activation => context.Builder.Reshape(node.Name, activation, shape))
            {
                Rearrangement = TensorMove.Of(X.Shape).Reshape(shape),
            };
    }

    /// <summary>The kernel with the precision that its output needs.</summary>
    /// <exception cref="UnsupportedOperatorException">It could differ by more than a step.</exception>
    private AccumulatedValue Build(GraphNode node, Func<double, double> inSteps, LoweringContext context)
    {
        int[] sizes = [.. ClassAxes.Select(axis => X.Shape[axis])];
        (float, float)[] pairs = [.. Factors.Zip(Offsets)];
        ElementClasses? classes = ElementClasses.Of(sizes, pairs, out int[] first);
        (float Factor, float Offset)[] distinct = Array.ConvertAll(first, i => pairs[i]);
        double most = Kind == NormalizationKind.Variance ? Math.Sqrt(Math.Max(0, Count - 1))
            : Kind == NormalizationKind.MeanSquare ? Math.Sqrt(Count) : 1;
        OutputSensitivity output = OutputSensitivity.Of(
            distinct.Select<(float F, float O), Func<double, double>>(pair => y => inSteps((pair.F * y) + pair.O)), most);
        NormalizationPrecision precision = Precision(output);
        if (double.IsPositiveInfinity(precision.Error))
        {
            throw new UnsupportedOperatorException(
                $"sums of squares of {Count} elements of {X.High - X.Low + 1} values leave the field", "quantise its input to 8 bits");
        }

        var plan = new SecondRounding(this, precision, output, distinct, most, inSteps);
        bool isDirect = plan.Unit == 0 || DirectCost(distinct.Length, precision, most) <= plan.Cost;
        double error = precision.Error + (isDirect ? 0 : ValueShare + FactorShare);
        AddNote(node, error, context);
        Accumulator sum = precision.Centred is { } scaling
            ? context.Builder.Normalize(node.Name, X, Axes, scaling)
            : context.Builder.DivideByNorm(node.Name, X, Axes, Kind == NormalizationKind.SumOfMagnitudes, precision.Reciprocal);
        return isDirect
            ? Direct(sum, precision, distinct, [.. (classes?.Axes ?? []).Select(i => ClassAxes[i])], classes?.Numbers)
            : plan.Rounded(node, sum, context);
    }

    /// <summary>Says how far the result may be off.</summary>
    /// <exception cref="UnsupportedOperatorException">It could differ by more than a step.</exception>
    internal static void AddNote(GraphNode node, double error, LoweringContext context)
    {
        if (error >= 1)
        {
            throw new UnsupportedOperatorException(
                $"a result of its integer kernel could be off by {error:G2} steps", "use coarser scales around it, or fewer elements");
        }

        context.Notes.Add($"{node.Name} ({node.OperatorName}): an integer kernel takes the place of a normalisation in float arithmetic; "
            + $"results may differ by one step, where ONNX Runtime's is within {error:F2} steps of a rounding boundary");
    }

    private NormalizationPrecision Precision(OutputSensitivity output)
    {
        long greatest = Math.Max(Math.Abs((long)X.Low - X.ZeroPoint), Math.Abs((long)X.High - X.ZeroPoint));
        double inside = Inside / ((double)Step * Step), outside = Outside / Step;
        return Kind switch
        {
            NormalizationKind.Variance => NormalizationPrecision.OfVariance(Count, X.High - X.Low, inside, outside, output),
            NormalizationKind.SumOfMagnitudes => NormalizationPrecision.OfNorm(
                SpreadFunction.Identity, true, (int)greatest, Count * greatest, output),
            _ => NormalizationPrecision.OfNorm(
                SpreadFunction.Root(Kind == NormalizationKind.MeanSquare ? Count : 1, inside, outside),
                false,
                (int)greatest,
                Count * greatest * greatest,
                output),
        };
    }

    /// <summary>Factors and offsets are part of the rounding: a table of thresholds for each pair.</summary>
    private static AccumulatedValue Direct(
        Accumulator sum, NormalizationPrecision precision, (float Factor, float Offset)[] pairs, int[] axes, int[]? classes)
    {
        double unit = Math.ScaleB(1, -precision.Bits);
        return new AccumulatedValue(
            sum, (c, a) => (float)((pairs[c].Factor * (a * unit)) + pairs[c].Offset), axes, classes);
    }

    private static double DirectCost(int pairs, NormalizationPrecision precision, double most) =>
        Row * pairs * (256 + (2 * most * Math.ScaleB(1, precision.Bits) / RowLength));

    /// <summary>
    /// Normalised values are rounded to a unit of their own; integer factors and offsets then give sums that are rounded by one table.
    /// </summary>
    private sealed class SecondRounding
    {
        private readonly NormalizationKernel kernel;
        private readonly NormalizationPrecision precision;
        private readonly int shift;
        private readonly int greatest;

        internal SecondRounding(
            NormalizationKernel kernel, NormalizationPrecision precision, OutputSensitivity output, (float Factor, float Offset)[] pairs,
            double most, Func<double, double> inSteps)
        {
            this.kernel = kernel;
            this.precision = precision;
            double one = Math.ScaleB(1, precision.Bits);
            shift = (int)Math.Floor(Math.Log2(Math.Max(1, 2 * ValueShare * one / Math.Max(output.Slope, 1e-9))));
            double count = Math.Ceiling(Math.Min(output.Reach, most) * Math.ScaleB(one, -shift)) + 2;
            greatest = (int)Math.Min(count, 1 << 20);
            double reals = pairs.Max(pair => (Math.Abs(pair.Factor) * most) + Math.Abs(pair.Offset));
            double slope = OutputSensitivity.Of([inSteps], Math.Max(reals, 1e-30)).Slope;
            Unit = 2 * FactorShare / Math.Max(slope, 1e-30) / (greatest + 1);
            double top = greatest * Math.ScaleB(1 / one, shift);
            double sums = pairs.Max(pair => (Math.Abs(pair.Factor) * top) + Math.Abs(pair.Offset)) / Unit;
            Cost = (Element * kernel.X.Count) + (Row * ((2 * greatest) + (2 * (sums + (2 * most * one)) / RowLength)));
            if (greatest >= short.MaxValue || sums > GreatestSum)
            {
                Unit = 0;
            }
        }

        /// <summary>The real value of one of its sums; 0 where they would be too great.</summary>
        internal double Unit { get; }

        /// <summary>What it costs, in lookups.</summary>
        internal double Cost { get; }

        internal AccumulatedValue Rounded(GraphNode node, Accumulator sum, LoweringContext context)
        {
            NetworkBuilder builder = context.Builder;
            Activation y = builder.Requantise(sum, new(
                (_, a) => (int)Math.Clamp(CentredScaling.Round(a, 1L << shift), -greatest, greatest), -greatest, greatest, 0));
            double factor = Math.ScaleB(1, shift - precision.Bits) / Unit;
            Accumulator scaled = builder.MultiplyAdd(
                node.Name, y, Constant("factors", kernel.Factors, factor), Constant("offsets", kernel.Offsets, 1 / Unit));
            return new AccumulatedValue(scaled, (_, a) => (float)(a * Unit), [], null);

            Activation Constant(string name, float[] reals, double scale)
            {
                int[] sizes = [.. kernel.X.Shape.Select((size, axis) => kernel.ClassAxes.Contains(axis) ? size : 1)];
                return builder.Constant($"{node.Name} {name}", sizes, Array.ConvertAll(reals, v => (int)Math.Round(v * scale)), 0);
            }
        }
    }

    /// <summary>Constant factors or offsets, float or quantised, for each index of some axes.</summary>
    /// <exception cref="UnsupportedOperatorException">They are computed, or have another shape.</exception>
    internal static float[] Parameters(GraphNode node, int slot, int[] sizes, LoweringContext context)
    {
        (float[] values, int[] shape) = context.Input(node, slot) switch
        {
            ConstantValue { Tensor: { Data: float[] floats } tensor } => (floats, tensor.Shape),
            QuantizedConstant constant => (ConstantActivation.Dequantize(constant), constant.Shape),
            _ => throw new UnsupportedOperatorException($"input {slot} ({node.Input(slot)}) must be a float constant"),
        };
        return Broadcasting.Shape(shape, sizes).AsSpan().SequenceEqual(sizes)
            ? ElementwiseTensors.Broadcast(values, shape, sizes)
            : throw new UnsupportedOperatorException($"input {slot} ({node.Input(slot)}) does not have the shape of what is normalised");
    }
}
