using Prover.Onnx.Compilation;
using Prover.Onnx.Graphs;
using Prover.Onnx.Operators;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Elementwise;

/// <summary>
/// Composes elementwise operators between integers of the proof and the next QuantizeLinear into one function: of one accumulator, or
/// of activations, each counted once however often it is read; constants of any shape become classes of elements.
/// </summary>
internal static class ElementwiseRegion
{
    /// <summary>Activations that an accumulator of at most this many values is committed as where it meets other values.</summary>
    private const int GreatestCommitted = 1 << 12;

    /// <summary>The value of an elementwise function of values.</summary>
    /// <param name="node">The node.</param>
    /// <param name="inputs">The inputs that are given.</param>
    /// <param name="function">The function.</param>
    /// <param name="context">The network under construction.</param>
    /// <exception cref="UnsupportedOperatorException">They cannot be combined.</exception>
    internal static NetworkValue Apply(GraphNode node, NetworkValue[] inputs, ElementwiseFunction function, LoweringContext context)
    {
        if (Array.Exists(inputs, static input => input is QuantizedConstant or ConstantValue { Tensor.Length: > 1 }))
        {
            context.NoteShown(node, "the constants of an elementwise operator");
        }

        if (Array.Find(inputs, static input => input is MovedValue) is MovedValue moved)
        {
            return ApplyMoved(node, inputs, moved, function, context);
        }

        if (Array.Find(inputs, static input => input is JoinedValue) is JoinedValue joined)
        {
            return ApplyJoined(node, inputs, joined, function, context);
        }

        if (Array.Find(inputs, static input => input is IslandValue) is IslandValue island)
        {
            return ApplyAfter(inputs, island, function);
        }

        if (node.Is("Relu") && inputs[0] is ExtremeValue extreme && Apply(node, [extreme.Inner], function, context) is RealValue inner)
        {
            return extreme with { Inner = inner }; // Relu keeps the order of values, as their extremes need
        }

        ElementwiseOperand[] operands = [.. inputs.Select(ElementwiseOperand.Of)];
        object[] sources = Sources(operands);
        if (sources.Length > 1 && sources.Any(static source => source is Accumulator))
        {
            operands = [.. operands.Select(operand => Committed(operand, context))];
            sources = Sources(operands);
        }

        int[] shape = operands.Select(static operand => operand.Shape).Aggregate(Broadcasting.Shape);
        (ElementClasses? classes, int[][] old) = ElementClasses.Merge(
            [.. operands.Select(operand => operand.Classes?.Shifted(shape.Length - operand.Shape.Length))], shape);
        Func<int, int[], float> composed = Compose(operands, sources, old, function.Evaluate);
        FunctionShape behaviour = Behaviour(operands, sources, function);
        return sources switch
        {
            [] => Constant(shape, classes, composed, function.Result),
            [Accumulator sum] when shape.AsSpan().SequenceEqual(sum.Shape) => OfAccumulator(sum, classes, composed) with
            {
                Behaviour = behaviour,
                ElementType = function.Result,
            },
            [Accumulator] => throw new UnsupportedOperatorException(
                "it repeats the sums of a linear layer before they are rounded", "put QuantizeLinear and DequantizeLinear before it"),
            [Activation x] when classes is null && shape.AsSpan().SequenceEqual(x.Shape) => OfActivation(x, composed) with
            {
                Behaviour = behaviour,
                ElementType = function.Result,
                Scale = function is { Factors: [1], Result: TensorElementType.Float } ? (inputs[0] as PointwiseValue)?.Scale : null,
            },
            _ => new RegionValue([.. sources.Cast<Activation>()], shape, classes, composed)
            {
                Behaviour = behaviour,
                ElementType = function.Result,
                Linear = LinearComposition.Of(operands, sources, old, classes, function),
            },
        };
    }

    private static object[] Sources(ElementwiseOperand[] operands) =>
        [.. operands.SelectMany(static operand => operand.Sources).Distinct(ReferenceEqualityComparer.Instance).Cast<object>()];

    /// <summary>From class and one integer per source to the result.</summary>
    private static Func<int, int[], float> Compose(
        ElementwiseOperand[] operands, object[] sources, int[][] old, Func<float[], float> function)
    {
        int[][] positions = [.. operands.Select(operand => operand.Sources.Select(source => Array.IndexOf(sources, source)).ToArray())];
        int[][] given = [.. positions.Select(static list => new int[list.Length])];
        float[] arguments = new float[operands.Length];
        return (c, values) =>
        {
            for (int i = 0; i < arguments.Length; i++)
            {
                for (int j = 0; j < given[i].Length; j++)
                {
                    given[i][j] = values[positions[i][j]];
                }

                arguments[i] = operands[i].Function(old[i][c], given[i]);
            }

            return function(arguments);
        };
    }

    private static FunctionShape Behaviour(ElementwiseOperand[] operands, object[] sources, ElementwiseFunction function)
    {
        int[] computed = [.. Enumerable.Range(0, operands.Length).Where(i => !operands[i].IsConstant)];
        return computed.Length == 1 ? function.Along(computed[0]).After(operands[computed[0]].Behaviour)
            : sources.Length == 1 ? function.Jointly.Joining(computed.Select(i => operands[i].Behaviour))
            : FunctionShape.Rough;
    }

    private static AccumulatedValue OfAccumulator(Accumulator sum, ElementClasses? classes, Func<int, int[], float> composed)
    {
        int[] argument = new int[1];
        return new AccumulatedValue(
            sum,
            (c, a) =>
            {
                argument[0] = a;
                return composed(c, argument);
            },
            classes?.Axes ?? [],
            classes?.Numbers);
    }

    private static PointwiseValue OfActivation(Activation x, Func<int, int[], float> composed)
    {
        int[] argument = new int[1];
        return new PointwiseValue(x, q =>
        {
            argument[0] = q;
            return composed(0, argument);
        });
    }

    private static ConstantValue Constant(int[] shape, ElementClasses? classes, Func<int, int[], float> composed, TensorElementType type)
    {
        int[] numbers = classes?.Expand(shape) ?? new int[DenseTensor.ElementCount(shape)];
        return new ConstantValue(ElementwiseTensors.Typed(Array.ConvertAll(numbers, c => composed(c, [])), type, shape));
    }

    /// <summary>An operand on an accumulator as one on the same integers committed, where these are few.</summary>
    private static ElementwiseOperand Committed(ElementwiseOperand operand, LoweringContext context) =>
        operand.Sources is not [Accumulator sum] ? operand
        : sum.High.Max() - sum.Low.Min() < GreatestCommitted ? operand with { Sources = [context.Committed(sum)] }
        : throw new UnsupportedOperatorException(
            "it combines the sums of a linear layer with other computed values before they are rounded",
            "put QuantizeLinear and DequantizeLinear between that layer and this operator, as `prover quantize` does");

    /// <summary>A function of the result of a kernel and of numbers.</summary>
    private static IslandValue ApplyAfter(NetworkValue[] inputs, IslandValue island, ElementwiseFunction function)
    {
        int[] computed = [.. Enumerable.Range(0, inputs.Length).Where(i => ReferenceEquals(inputs[i], island))];
        float[] arguments = [.. inputs.Select(input => input switch
        {
            ConstantValue { Tensor: { Length: 1 } tensor } when tensor.Shape.Length <= island.Shape.Length =>
                ElementwiseOperand.Floats(tensor)[0],
            _ when ReferenceEquals(input, island) => 0,
            _ => throw new UnsupportedOperatorException(
                "it combines the result of a normalisation or Softmax with other values before it is rounded",
                "put QuantizeLinear and DequantizeLinear before it"),
        })];
        return island with
        {
            After = value =>
            {
                Array.ForEach(computed, slot => arguments[slot] = island.After(value));
                return function.Evaluate(arguments);
            },
            Behaviour = computed is [var only]
                ? function.Along(only).After(island.Behaviour)
                : function.Jointly.Joining(computed.Select(_ => island.Behaviour)),
            ElementType = function.Result,
        };
    }

    /// <summary>Works before the move: constants are moved back, other operands must have been moved alike.</summary>
    private static MovedValue ApplyMoved(
        GraphNode node, NetworkValue[] inputs, MovedValue moved, ElementwiseFunction function, LoweringContext context)
    {
        NetworkValue[] inner = [.. inputs.Select<NetworkValue, NetworkValue>(input => input switch
        {
            MovedValue other when ReferenceEquals(other.Move, moved.Move) => other.Inner,
            ConstantValue constant => MovedBack(ElementwiseOperand.Floats(constant.Tensor), constant.Shape, moved),
            QuantizedConstant constant => MovedBack(ConstantActivation.Dequantize(constant), constant.Shape, moved),
            _ => throw new UnsupportedOperatorException(
                "it combines values of which one was rearranged before it was rounded",
                "put QuantizeLinear and DequantizeLinear before the rearrangement"),
        })];
        return Apply(node, inner, function, context) is RealValue result && result.Shape.AsSpan().SequenceEqual(moved.Inner.Shape)
            ? moved with { Inner = result, ElementType = result.ElementType }
            : throw new UnsupportedOperatorException("it enlarges a rearranged value", "put QuantizeLinear and DequantizeLinear before it");
    }

    private static ConstantValue MovedBack(float[] values, int[] shape, MovedValue moved)
    {
        if (values.Length == 1)
        {
            return new ConstantValue(DenseTensor.Create(values, []));
        }

        int[] sources = moved.Rearrangement?.Sources() ?? [];
        float[] back = new float[DenseTensor.ElementCount(moved.Inner.Shape)];
        if (sources.Distinct().Count() != back.Length || sources.Length != back.Length)
        {
            throw new UnsupportedOperatorException(
                "a constant meets a value of which elements were repeated or left out before it was rounded",
                "put QuantizeLinear and DequantizeLinear before the rearrangement");
        }

        float[] all = ElementwiseTensors.Broadcast(values, shape, moved.Shape);
        for (int i = 0; i < sources.Length; i++)
        {
            back[sources[i]] = all[i];
        }

        return new ConstantValue(DenseTensor.Create(back, moved.Inner.Shape));
    }

    /// <summary>Works on each part; constants are cut as the value is.</summary>
    private static JoinedValue ApplyJoined(
        GraphNode node, NetworkValue[] inputs, JoinedValue joined, ElementwiseFunction function, LoweringContext context)
    {
        var parts = new List<RealValue>();
        int start = 0;
        foreach (RealValue part in joined.Parts)
        {
            int at = start;
            NetworkValue[] cut = [.. inputs.Select<NetworkValue, NetworkValue>(input => input switch
            {
                JoinedValue when ReferenceEquals(input, joined) => part,
                ConstantValue constant => ElementwiseTensors.Cut(constant.Tensor, joined.Shape.Length, joined.Axis, at, part.Shape),
                QuantizedConstant constant => ElementwiseTensors.Cut(
                    DenseTensor.Create(ConstantActivation.Dequantize(constant), constant.Shape),
                    joined.Shape.Length, joined.Axis, at, part.Shape),
                _ => throw new UnsupportedOperatorException(
                    "it combines values of which one was joined from parts of different scales",
                    "put QuantizeLinear and DequantizeLinear behind the Concat"),
            })];
            parts.Add(Apply(node, cut, function, context) as RealValue
                ?? throw new UnsupportedOperatorException("a part of its input is a constant", "fold the constant"));
            start += part.Shape[joined.Axis];
        }

        return joined with { Parts = [.. parts], ElementType = function.Result };
    }
}
