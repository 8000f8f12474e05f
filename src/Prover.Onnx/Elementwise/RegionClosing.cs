using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Elementwise;

/// <summary>Turns functions of integers into tensors of the proof: by thresholds, by tables, or by a weighted sum and thresholds.</summary>
internal static class RegionClosing
{
    /// <summary>The greatest number of rows of a table.</summary>
    private const int GreatestTable = 1 << 20;

    // Costs in lookups as in NetworkBuilder: an element and a row of a table, an element and a row of thresholds.
    private const double TableElement = 1.3, TableRow = 2.15, ThresholdElement = 3.05, ThresholdRow = 2.85;

    /// <summary>A value rounded to an activation.</summary>
    /// <param name="node">The node that rounds it.</param>
    /// <param name="value">The value.</param>
    /// <param name="rounding">How it is rounded.</param>
    /// <param name="context">The network under construction.</param>
    /// <exception cref="UnsupportedOperatorException">No table or threshold can express it.</exception>
    internal static Activation Close(GraphNode node, RealValue value, Rounding rounding, LoweringContext context)
    {
        switch (value)
        {
            case PointwiseValue { X: var x, Function: var function } pointwise:
                var single = new RegionValue([x], x.Shape, null, (_, q) => function(q[0])) { Behaviour = pointwise.Behaviour };
                return CloseSingle(node, single, rounding, context);
            case RegionValue { Sources.Length: 1 } region:
                return CloseSingle(node, region, rounding, context);
            case RegionValue region:
                return CloseSeveral(node, region, rounding, context);
            case AccumulatedValue accumulated:
                return CloseSum(accumulated, rounding, context);
            case IslandValue island:
                return CloseIsland(island, rounding, context);
            case MovedValue moved:
                return moved.Move(Close(node, moved.Inner, rounding, context));
            case ExtremeValue extreme:
                return extreme.Fold(Close(node, extreme.Inner, rounding, context));
            case JoinedValue joined:
                Activation[] parts = [.. joined.Parts.Select(part => Close(node, part, rounding, context))];
                return context.Builder.Concat(node.Name, parts, joined.Axis);
            default:
                throw new UnsupportedOperatorException("it quantises constants at run time", "fold the constants");
        }
    }

    /// <summary>A value whose elements are integers, or truth values, as an activation that holds them.</summary>
    /// <exception cref="UnsupportedOperatorException">They are too many or too great.</exception>
    internal static Activation Integers(GraphNode node, RealValue value, LoweringContext context)
    {
        const float limit = 1 << 24; // floats hold all integers up to it
        int Whole(float v) => MathF.Abs(v) <= limit ? (int)v : throw new UnsupportedOperatorException(
            $"an integer of the network can be {v:R}", "keep integers that are computed in the network below 2^24");
        if (value is RegionValue { Linear: { Finish: null } form } linear && WholeSum(node, linear, form, context) is { } whole)
        {
            return context.Builder.Commit(whole);
        }

        (int low, int high) = value switch
        {
            AccumulatedValue sum => Bounds(sum, Whole),
            RegionValue { Sources: [var x] } region => Bounds(x, region.Classes?.Count ?? 1, region.Function, Whole),
            PointwiseValue { X: var x, Function: var function } => Bounds(x, 1, (_, q) => function(q[0]), Whole),
            _ => (0, 0), // by a table, which needs no bounds
        };
        if (value is AccumulatedValue && (long)high - low > ushort.MaxValue)
        {
            throw new UnsupportedOperatorException(
                $"sums of a linear layer from {low} to {high} are read as integers", "quantise them to 16 bits before");
        }

        return Close(node, value, new Rounding(Whole, low, high, 0, 1), context);
    }

    private static (int Low, int High) Bounds(Activation x, int classes, Func<int, int[], float> function, Func<float, int> whole)
    {
        int[] argument = new int[1];
        (int low, int high) = (int.MaxValue, int.MinValue);
        for (int c = 0; c < classes; c++)
        {
            for (argument[0] = x.Low; argument[0] <= x.High; argument[0]++)
            {
                int result = whole(function(c, argument));
                (low, high) = (Math.Min(low, result), Math.Max(high, result));
            }
        }

        return (low, high);
    }

    /// <summary>A sum of integers with integer factors and constants; null where it is not that.</summary>
    private static Accumulator? WholeSum(GraphNode node, RegionValue region, LinearForm form, LoweringContext context)
    {
        const double greatest = 1 << 20;
        double[] offsets = [.. Enumerable.Range(0, region.Classes?.Count ?? 1).Select(form.Offset)];
        if (!form.Slopes.Concat(offsets).All(static v => Math.Floor(v) == v && Math.Abs(v) <= greatest))
        {
            return null;
        }

        // Offset(c) belongs to the zero points, as the sum of the builder does.
        List<(Activation, int)> terms = [.. region.Sources.Select((x, i) => (x, (int)form.Slopes[i]))];
        if (region.Classes is { } classes)
        {
            int[] sizes = [.. region.Shape.Select((size, axis) => classes.Axes.Contains(axis) ? size : 1)];
            int[] values = Array.ConvertAll(classes.Numbers, c => (int)offsets[c]);
            terms.Add((context.Builder.Constant(node.Name + "/constants", sizes, values, 0), 1));
        }

        return context.Builder.Combine(node.Name, [.. terms], region.Classes is null ? (int)offsets[0] : 0);
    }

    private static (int Low, int High) Bounds(AccumulatedValue value, Func<float, int> whole)
    {
        int count = value.Classes is { } classes ? classes.Max() + 1 : 1;
        long[] ends = [value.Sum.Low.Min(), value.Sum.High.Max()];
        int[] values = [.. Enumerable.Range(0, count).SelectMany(c => ends.Select(end => whole(value.Function(c, (int)end))))];
        return value.Behaviour is FunctionShape.Monotone or FunctionShape.Stepwise
            ? (values.Min(), values.Max())
            : throw new UnsupportedOperatorException("integers are made of the sums of a linear layer", "quantise the sums before");
    }

    /// <summary>One activation: a table, or thresholds where these are cheaper.</summary>
    private static Activation CloseSingle(GraphNode node, RegionValue region, Rounding rounding, LoweringContext context)
    {
        Activation x = region.Sources[0];
        int[] argument = new int[1];
        int Function(int c, int q)
        {
            argument[0] = q;
            return rounding.Round(region.Function(c, argument));
        }

        int range = x.High - x.Low + 1;
        (ElementClasses? classes, int[] old) = SameResults(region, Function, range);
        int count = classes?.Count ?? 1;
        double elements = region.Shape.Aggregate(1.0, static (product, size) => product * size);
        double rows = (double)range * count;
        double steps = Math.Min(range, rounding.High - rounding.Low + 1.0) * count;
        bool isRough = region.Behaviour == FunctionShape.Rough || (region.Behaviour == FunctionShape.Smooth && range <= ushort.MaxValue);
        bool isTable = rows <= GreatestTable && (isRough || (double)rounding.High - rounding.Low > ushort.MaxValue
            || (TableElement * elements) + (TableRow * rows) <= (ThresholdElement * elements) + (ThresholdRow * steps));
        bool isWhole = region.Shape.AsSpan().SequenceEqual(x.Shape);
        if (isTable && classes is null && isWhole)
        {
            return Unary(node, x, q => Function(old[0], q), rounding.ZeroPoint, context);
        }

        if (isTable)
        {
            Activation number = ClassNumbers(node, classes, region.Shape, context);
            return context.Builder.Tabulate(node.Name, [x, number], q => Function(old[q[1]], q[0]), rounding.ZeroPoint);
        }

        if (!isWhole || (region.Behaviour == FunctionShape.Rough && range > TurningPoints.GreatestDomain))
        {
            throw new UnsupportedOperatorException(
                $"a function of {range} values with {count} different constants", "quantise between, or use fewer constants");
        }

        if (rounding.Low == rounding.High)
        {
            // Whole numbers have no range of their own: thresholds need that of the results.
            int[] results = [.. old.SelectMany(c => Enumerable.Range(x.Low, range).Select(q => Function(c, q)))];
            rounding = rounding with { Low = results.Min(), High = results.Max() };
        }

        Accumulator copy = context.Builder.Combine(node.Name, [(x, 1)], 0);
        var value = new AccumulatedValue(
            copy,
            (c, a) =>
            {
                argument[0] = a + x.ZeroPoint;
                return region.Function(old[c], argument);
            },
            classes?.Axes ?? [],
            classes?.Numbers)
        {
            Behaviour = region.Behaviour,
        };
        return CloseSum(value, rounding, context);
    }

    /// <summary>Several activations: a table of all tuples of values, or a weighted sum.</summary>
    private static Activation CloseSeveral(GraphNode node, RegionValue region, Rounding rounding, LoweringContext context)
    {
        double classes = region.Classes?.Count ?? 1;
        double tuples = region.Sources.Aggregate(classes, static (product, x) => product * (x.High - x.Low + 1));
        if (tuples > GreatestTable)
        {
            return CloseLinear(node, region, rounding, context);
        }

        if (region.Sources is [var left, var right] && region.Classes is null)
        {
            int[] pair = new int[2];
            RescaleHint? slopes = region.Linear is { Slopes: [var l, var r], Finish: null } && l != 0 && r != 0
                ? new(l / rounding.Scale, r / rounding.Scale)
                : null;
            return context.Builder.Binary(
                node.Name,
                left,
                right,
                (a, b) =>
                {
                    (pair[0], pair[1]) = (a, b);
                    return rounding.Round(region.Function(0, pair));
                },
                rounding.ZeroPoint,
                slopes);
        }

        Activation[] operands = region.Classes is null
            ? region.Sources
            : [.. region.Sources, ClassNumbers(node, region.Classes, region.Shape, context)];
        return context.Builder.Tabulate(
            node.Name, operands, q => rounding.Round(region.Function(region.Classes is null ? 0 : q[^1], q)), rounding.ZeroPoint);
    }

    /// <summary>A weighted sum with integer weights in a fine common unit; it may be off by one step at a boundary.</summary>
    private static Activation CloseLinear(GraphNode node, RegionValue region, Rounding rounding, LoweringContext context)
    {
        const double greatestSum = 1 << 29;
        if (region.Linear is not { } form || form.Shape == FunctionShape.Rough)
        {
            string sizes = string.Join(" x ", region.Sources.Select(static x => x.High - x.Low + 1));
            throw new UnsupportedOperatorException(
                $"a function of {region.Sources.Length} computed tensors ({sizes} combinations of values) before the next QuantizeLinear",
                "put QuantizeLinear and DequantizeLinear between its operators, as `prover quantize` does");
        }

        double extent = region.Sources.Select((x, i) => Math.Abs(form.Slopes[i])
            * Math.Max(Math.Abs((double)x.Low - x.ZeroPoint), Math.Abs((double)x.High - x.ZeroPoint))).Sum();
        double unit = Math.Max(extent, double.Epsilon) / greatestSum;
        (Activation, int)[] terms = [.. region.Sources.Select((x, i) => (x, (int)Math.Round(form.Slopes[i] / unit)))];
        Accumulator sum = context.Builder.Combine(node.Name, terms, 0);
        double[] offsets = [.. Enumerable.Range(0, region.Classes?.Count ?? 1).Select(form.Offset)];
        context.Notes.Add($"{node.Name} ({node.OperatorName}): a sum of {region.Sources.Length} tensors is rounded once, while ONNX "
            + "Runtime rounds after each float operation; results at a rounding boundary may differ by one step");
        var value = new AccumulatedValue(
            sum,
            (c, a) => form.Finish is { } finish ? finish(c, (float)((a * unit) + offsets[c])) : (float)((a * unit) + offsets[c]),
            region.Classes?.Axes ?? [],
            region.Classes?.Numbers)
        {
            Behaviour = form.Shape,
        };
        return CloseSum(value, rounding, context);
    }

    /// <summary>An accumulator: thresholds, found on intervals on which the function keeps its direction.</summary>
    private static Activation CloseSum(AccumulatedValue value, Rounding rounding, LoweringContext context)
    {
        long domain = value.Sum.High.Max() - value.Sum.Low.Min() + 1;
        if (value.Behaviour == FunctionShape.Rough && domain > TurningPoints.GreatestDomain)
        {
            throw new UnsupportedOperatorException(
                $"a function that may turn anywhere, of sums with {domain} possible values",
                "put QuantizeLinear and DequantizeLinear between the linear layer and this function");
        }

        return context.Builder.Requantise(
            value.Sum,
            new Requantisation((c, a) => rounding.Round(value.Function(c, a)), rounding.Low, rounding.High, rounding.ZeroPoint)
            {
                ClassAxes = value.Classes is null ? [] : value.ClassAxes,
                Classes = value.Classes,
                Pieces = (c, low, high) => TurningPoints.Of(a => value.Function(c, a), value.Behaviour, low, high),
            });
    }

    /// <summary>The kernel of an island with the precision that this rounding needs.</summary>
    private static Activation CloseIsland(IslandValue island, Rounding rounding, LoweringContext context)
    {
        double low = rounding.Low - rounding.ZeroPoint - 1.0, high = rounding.High - rounding.ZeroPoint + 1.0;
        AccumulatedValue kernel = island.Kernel(result => Math.Clamp(island.After((float)result) / rounding.Scale, low, high));
        AccumulatedValue value = kernel with
        {
            Function = (c, a) => island.After(kernel.Function(c, a)),
            Behaviour = island.Behaviour.After(kernel.Behaviour),
        };
        return CloseSum(value, rounding, context);
    }

    /// <summary>Joins classes in which all values of the source have the same result.</summary>
    private static (ElementClasses? Classes, int[] Old) SameResults(RegionValue region, Func<int, int, int> function, int range)
    {
        const double greatestEffort = 1 << 24;
        if (region.Classes is not { } classes || (double)classes.Count * range > greatestEffort)
        {
            return (region.Classes, [.. Enumerable.Range(0, region.Classes?.Count ?? 1)]);
        }

        int low = region.Sources[0].Low;
        string[] results = new string[classes.Count];
        char[] signature = new char[2 * range];
        for (int c = 0; c < results.Length; c++)
        {
            for (int i = 0; i < range; i++)
            {
                int result = function(c, low + i);
                (signature[2 * i], signature[(2 * i) + 1]) = (unchecked((char)result), unchecked((char)(result >> 16)));
            }

            results[c] = new string(signature);
        }

        int[] sizes = [.. classes.Axes.Select(axis => region.Shape[axis])];
        string[] keys = Array.ConvertAll(classes.Numbers, c => results[c]);
        ElementClasses? joined = ElementClasses.Of(sizes, keys, out int[] first);
        int[] old = Array.ConvertAll(first, i => classes.Numbers[i]);
        return (joined is null ? null : joined with { Axes = [.. joined.Axes.Select(axis => classes.Axes[axis])] }, old);
    }

    /// <summary>The class of each element as a constant activation, broadcast along the axes that do not matter.</summary>
    private static Activation ClassNumbers(GraphNode node, ElementClasses? classes, int[] shape, LoweringContext context)
    {
        int[] sizes = [.. shape.Select((size, axis) => classes?.Axes.Contains(axis) == true ? size : 1)];
        return context.Builder.Constant(node.Name + "/class", sizes, classes?.Numbers ?? [0], 0);
    }

    /// <summary>An elementwise function, or the activation itself where the function changes nothing.</summary>
    internal static Activation Unary(GraphNode node, Activation x, Func<int, int> function, int zeroPoint, LoweringContext context)
    {
        bool identity = x.ZeroPoint == zeroPoint;
        for (int q = x.Low; q <= x.High && identity; q++)
        {
            identity = function(q) == q;
        }

        return identity ? x : context.Builder.Unary(node.Name, x, function, zeroPoint);
    }
}
