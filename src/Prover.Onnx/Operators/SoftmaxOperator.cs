using Prover.Onnx.Arithmetic;
using Prover.Onnx.Compilation;
using Prover.Onnx.Elementwise;
using Prover.Onnx.Graphs;
using Prover.Onnx.Heads;
using Prover.Onnx.Movement;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>
/// Softmax, LogSoftmax and QLinearSoftmax. At the end of a model both sides compute them from the proven public integers; elsewhere
/// they are exact integer kernels (SPEC §10.10), within one step of ONNX Runtime's result.
/// </summary>
internal sealed class SoftmaxOperator : IOperator
{
    /// <inheritdoc/>
    public IReadOnlyList<string> Names => ["Softmax", "LogSoftmax", "com.microsoft.QLinearSoftmax"];

    /// <inheritdoc/>
    public bool FollowsHead => true;

    /// <inheritdoc/>
    public NetworkValue Lower(GraphNode node, LoweringContext context)
    {
        NetworkValue input = context.Input(node, 0);
        int[] shape = [.. input.Shape];
        bool isQuantized = node.Operator == "QLinearSoftmax";
        bool isOneAxis = (isQuantized ? node.Attributes.Int("opset", context.Graph.Opset) : context.Graph.Opset) >= 13;
        int axis = node.Attributes.Int("axis", isOneAxis ? -1 : 1);
        axis = axis < 0 ? axis + shape.Length : axis;
        if (axis < 0 || axis >= shape.Length)
        {
            throw new UnsupportedOperatorException($"axis {axis} of a tensor of {shape.Length} axes");
        }

        if (context.Batch > 1 && axis == 0)
        {
            throw new UnsupportedOperatorException("it runs along the batch axis", "compile without --batch");
        }

        if (input is HeadValue || HeadReach.EndsInOutputs(context.Graph, node))
        {
            return new HeadValue(shape);
        }

        if (isQuantized)
        {
            return LowerQuantized(node, shape, axis, isOneAxis, context);
        }

        (Activation x, double step) = IslandInput.Of(node, 0, context);
        return Island(node, (x, step), axis, isOneAxis, context);
    }

    /// <summary>ONNX Runtime's kernel has a table of exponentials of its own, but real numbers close to Softmax's.</summary>
    private static QuantizedValue LowerQuantized(GraphNode node, int[] shape, int axis, bool isOneAxis, LoweringContext context)
    {
        QuantizedRange input = context.Range(node, 2, context.ElementType(node, 0));
        QuantizedRange output = context.Range(node, 4, context.ElementType(node, 0));
        float steps = MathF.Floor(1.0f / context.Scale(node, 3));
        if (steps < 1)
        {
            throw new UnsupportedOperatorException("the scale of its output exceeds 1", "quantise its output by 1/256");
        }

        int count = isOneAxis ? shape[axis] : Product(shape.Skip(axis));
        if (steps > Math.Exp(5) * count)
        {
            context.Notes.Add($"{node.Name} ({node.OperatorName}): with {steps} steps per unit ONNX Runtime's kernel overflows and may "
                + "return 0 for the greatest elements; the proof holds the softmax itself");
        }

        int Round(float y) => Math.Min((int)MathF.Round(y * steps, MidpointRounding.ToEven) + output.ZeroPoint, output.High);
        Activation x = context.Activation(node, 0, input.ZeroPoint);
        var value = (RealValue)Island(node, (x, context.Scale(node, 1)), axis, isOneAxis, context);
        var rounding = new Rounding(Round, output.Low, output.High, output.ZeroPoint, 1 / steps);
        return new QuantizedValue(RegionClosing.Close(node, value, rounding, context), output.ElementType);
    }

    private static NetworkValue Island(
        GraphNode node, (Activation X, double Step) input, int axis, bool isOneAxis, LoweringContext context)
    {
        // Before operator set 13 all axes from the given one on share a sum.
        int[] shape = input.X.Shape;
        int[] worked = isOneAxis ? shape : [Product(shape.Take(axis)), Product(shape.Skip(axis))];
        Activation x = isOneAxis ? input.X : context.Builder.Reshape(node.Name, input.X, worked);
        int along = isOneAxis ? axis : 1;
        bool isLogarithm = node.Operator == "LogSoftmax";
        double Result(double logarithm) => isLogarithm ? logarithm : Math.Exp(logarithm);
        var island = new IslandValue(worked, scaled =>
        {
            var precision = new SoftmaxPrecision(input.Step, x.High - x.Low, worked[along], value => scaled(Result(value)));
            double error = precision.Error;
            if (error >= 1)
            {
                throw new UnsupportedOperatorException(
                    $"{worked[along]} elements share a sum, and results could be off by more than one step",
                    "quantise its output to 8 bits");
            }

            context.Notes.Add($"{node.Name} ({node.OperatorName}): an integer kernel takes the place of float arithmetic; results may "
                + $"differ by one step, where ONNX Runtime's is within {error:F2} steps of a rounding boundary");
            Accumulator logarithm = context.Builder.LogarithmOfSoftmax(node.Name, x, along, precision.Tables);
            double unit = precision.Unit;
            return new AccumulatedValue(logarithm, (_, a) => (float)Result(a * unit), [], null);
        });
        return isOneAxis ? island : Views.Apply(node, island, TensorMove.Of(worked).Reshape(shape), context);
    }

    private static int Product(IEnumerable<int> sizes) => DenseTensor.ElementCount([.. sizes]);
}
