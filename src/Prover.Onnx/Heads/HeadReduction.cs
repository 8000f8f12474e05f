using Prover.Onnx.Arithmetic;
using Prover.Onnx.Graphs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Heads;

/// <summary>Operators of a head that run along an axis: Softmax in its three forms, and ArgMax.</summary>
internal static class HeadReduction
{
    /// <summary>Softmax, LogSoftmax or QLinearSoftmax.</summary>
    internal static DenseTensor Softmax(GraphNode node, DenseTensor x, Dictionary<string, DenseTensor> values, int opset)
    {
        bool quantized = node.Operator == "QLinearSoftmax";
        bool oneAxis = (quantized ? node.Attributes.Int("opset", opset) : opset) >= 13;
        int axis = node.Attributes.Int("axis", oneAxis ? -1 : 1);
        axis = axis < 0 ? axis + x.Shape.Length : axis;
        int length = oneAxis ? x.Shape[axis] : DenseTensor.ElementCount(x.Shape.AsSpan(axis));
        int stride = oneAxis ? DenseTensor.ElementCount(x.Shape.AsSpan(axis + 1)) : 1;
        return quantized ? Quantized(node, x, values, length, stride) : Real(node.Operator == "LogSoftmax", x, length, stride);
    }

    /// <summary>ReduceSum, or another fold over the same axes.</summary>
    /// <param name="node">A ReduceSum node.</param>
    /// <param name="x">What is folded.</param>
    /// <param name="values">The constants.</param>
    /// <param name="join">From two elements to one.</param>
    internal static DenseTensor Fold(
        GraphNode node, DenseTensor x, Dictionary<string, DenseTensor> values, Func<float, float, float> join)
    {
        int rank = x.Shape.Length;
        int[] given = node.Input(1).Length > 0 ? values[node.Input(1)].ToInt32() : node.Attributes.Ints("axes") ?? [];
        var axes = new HashSet<int>(given.Length > 0 ? given.Select(axis => axis < 0 ? axis + rank : axis) : Enumerable.Range(0, rank));
        int[] kept = [.. x.Shape.Select((size, axis) => axes.Contains(axis) ? 1 : size)];
        float[] elements = x.As<float>();
        float[] result = new float[DenseTensor.ElementCount(kept)];
        bool[] started = new bool[result.Length];
        for (int i = 0; i < elements.Length; i++)
        {
            int position = HeadArithmetic.Position(i, x.Shape, kept);
            result[position] = started[position] ? join(result[position], elements[i]) : elements[i];
            started[position] = true;
        }

        bool keeps = node.Attributes.Int("keepdims", 1) != 0;
        return DenseTensor.Create(result, keeps ? kept : [.. x.Shape.Where((_, axis) => !axes.Contains(axis))]);
    }

    /// <summary>The index of the greatest (ArgMin: least) element along an axis; the first of equal ones unless told otherwise.</summary>
    internal static DenseTensor ArgMax(GraphNode node, DenseTensor x)
    {
        int axis = node.Attributes.Int("axis", 0);
        axis = axis < 0 ? axis + x.Shape.Length : axis;
        int sign = node.Operator == "ArgMin" ? -1 : 1;
        bool last = node.Attributes.Int("select_last_index", 0) != 0;
        int length = x.Shape[axis];
        int stride = DenseTensor.ElementCount(x.Shape.AsSpan(axis + 1));
        double[] elements = x.Data is float[] floats
            ? Array.ConvertAll(floats, v => sign * (double)v)
            : Array.ConvertAll(x.ToInt64(), v => sign * (double)v);
        long[] result = new long[x.Length / length];
        for (int group = 0; group < result.Length; group++)
        {
            int start = Start(group, length, stride);
            for (int i = 1; i < length; i++)
            {
                double best = elements[start + ((int)result[group] * stride)];
                double next = elements[start + (i * stride)];
                result[group] = next > best || (last && next == best) ? i : result[group];
            }
        }

        int[] shape = node.Attributes.Int("keepdims", 1) != 0
            ? [.. x.Shape.Select((size, i) => i == axis ? 1 : size)]
            : [.. x.Shape.Where((_, i) => i != axis)];
        return DenseTensor.Create(result, shape);
    }

    private static DenseTensor Real(bool logarithm, DenseTensor x, int length, int stride)
    {
        float[] elements = x.As<float>();
        float[] result = new float[elements.Length];
        float[] input = new float[length];
        float[] output = new float[length];
        for (int group = 0; group < elements.Length / length; group++)
        {
            int start = Start(group, length, stride);
            for (int i = 0; i < length; i++)
            {
                input[i] = elements[start + (i * stride)];
            }

            if (logarithm)
            {
                FloatSoftmax.LogSoftmax(input, output);
            }
            else
            {
                FloatSoftmax.Softmax(input, output);
            }

            for (int i = 0; i < length; i++)
            {
                result[start + (i * stride)] = output[i];
            }
        }

        return DenseTensor.Create(result, x.Shape);
    }

    private static DenseTensor Quantized(GraphNode node, DenseTensor x, Dictionary<string, DenseTensor> values, int length, int stride)
    {
        DenseTensor zero = values[node.Input(4)];
        var range = new QuantizedRange(zero.ElementType, (int)zero.ToInt64()[0]);
        var softmax = new QuantizedSoftmax(values[node.Input(1)].As<float>()[0], values[node.Input(3)].As<float>()[0], range, length);
        int[] elements = x.ToInt32();
        int[] result = new int[elements.Length];
        int[] input = new int[length];
        int[] output = new int[length];
        for (int group = 0; group < elements.Length / length; group++)
        {
            int start = Start(group, length, stride);
            for (int i = 0; i < length; i++)
            {
                input[i] = elements[start + (i * stride)];
            }

            softmax.Apply(input, output);
            for (int i = 0; i < length; i++)
            {
                result[start + (i * stride)] = output[i];
            }
        }

        return DenseTensor.Create(QuantizedRange.Narrow(result, range.ElementType), x.Shape);
    }

    /// <summary>Position of the first element of a group whose elements lie a stride apart.</summary>
    private static int Start(int group, int length, int stride) => (group / stride * stride * length) + (group % stride);
}
