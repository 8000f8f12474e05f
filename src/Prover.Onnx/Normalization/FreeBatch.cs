using Prover.Onnx.Graphs;
using Prover.Onnx.Quantization;
using Prover.Onnx.Runtime;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Normalization;

/// <summary>
/// Declares the lengths that were assumed. A first axis without a length stays free only where the graph computes rows
/// independently of each other, which a run with two rows shows; otherwise it has length 1.
/// </summary>
internal static class FreeBatch
{
    private const float Tolerance = 1e-3f;

    /// <summary>Applies the rule to the inputs of the graph.</summary>
    internal static void Apply(NormalizationContext context)
    {
        List<GraphInput> inputs = context.Graph.Inputs;
        bool isFree = inputs.Exists(input => IsUnknown(context, input));
        bool keepsRows = isFree && inputs.TrueForAll(input => IsUnknown(context, input)) && RowsAreIndependent(context);
        for (int i = 0; i < inputs.Count; i++)
        {
            if (!(keepsRows && IsUnknown(context, inputs[i])))
            {
                int[] shape = context.InputShape(inputs[i]);
                inputs[i] = inputs[i] with { Shape = shape, AxisNames = new string?[shape.Length] };
            }
        }

        if (isFree && !keepsRows)
        {
            context.Notes.Add("the first axis of an input has no length and the network does not treat it as a batch; length 1 is assumed");
        }
    }

    private static bool IsUnknown(NormalizationContext context, GraphInput input) =>
        input.Shape is [-1, ..] && !context.IsGiven(input.AxisNames[0]);

    private static bool RowsAreIndependent(NormalizationContext context)
    {
        var random = new Random(1);
        Dictionary<string, DenseTensor>[] rows = [.. Enumerable.Range(0, 2).Select(_ => context.Graph.Inputs.ToDictionary(
            static input => input.Name, input => Draw(input.ElementType, context.InputShape(input), random)))];
        Dictionary<string, DenseTensor> both = rows[0].ToDictionary(
            static pair => pair.Key, pair => Joined(pair.Value, rows[1][pair.Key]));
        try
        {
            using var run = new FloatRun(context.Graph, context.Graph.Outputs, 1);
            Dictionary<string, DenseTensor>[] separate = Array.ConvertAll(rows, run.Run);
            Dictionary<string, DenseTensor> together = run.Run(both);
            return context.Graph.Outputs.TrueForAll(output =>
                !together.TryGetValue(output, out DenseTensor? found)
                || Agree(separate[0][output], separate[1][output], found));
        }
        catch (OnnxRuntimeException)
        {
            return false;
        }
    }

    private static bool Agree(DenseTensor first, DenseTensor second, DenseTensor both)
    {
        if (both.Shape.Length == 0 || both.Shape[0] != 2 * first.Shape[0] || both.Length != first.Length + second.Length)
        {
            return false;
        }

        DenseTensor expected = Joined(first, second);
        return expected.Data is not float[] floats
            ? expected.Bytes().SequenceEqual(both.Bytes())
            : floats.Zip(both.As<float>()).All(static pair =>
                MathF.Abs(pair.First - pair.Second) <= Tolerance * MathF.Max(1, MathF.Abs(pair.First)) || float.IsNaN(pair.First));
    }

    private static DenseTensor Joined(DenseTensor first, DenseTensor second)
    {
        DenseTensor joined = DenseTensor.Allocate(first.ElementType, [first.Shape[0] + second.Shape[0], .. first.Shape[1..]]);
        first.Data.CopyTo(joined.Data, 0);
        second.Data.CopyTo(joined.Data, first.Length);
        return joined;
    }

    private static DenseTensor Draw(TensorElementType type, int[] shape, Random random)
    {
        DenseTensor tensor = DenseTensor.Allocate(type, shape);
        if (tensor.Data is float[] floats)
        {
            for (int i = 0; i < floats.Length; i++)
            {
                floats[i] = (random.NextSingle() * 2) - 1;
            }
        }

        return tensor;
    }
}
