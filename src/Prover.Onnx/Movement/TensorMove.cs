using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Movement;

/// <summary>
/// A rearrangement of elements that does not depend on their values, written as reshapes, transpositions and gathers. Every operator
/// that moves data is one; it applies alike to tensors of the proof, to constants and behind the proven part.
/// </summary>
internal sealed class TensorMove
{
    private readonly int[] from;

    private TensorMove(int[] from, int[] shape, MoveStep[] steps)
    {
        this.from = from;
        Shape = shape;
        Steps = steps;
    }

    /// <summary>The shape of the result.</summary>
    internal int[] Shape { get; }

    /// <summary>The steps, in order.</summary>
    internal IReadOnlyList<MoveStep> Steps { get; }

    /// <summary>The move that leaves a tensor of some shape as it is.</summary>
    internal static TensorMove Of(int[] shape) => new(shape, shape, []);

    /// <summary>Then the same elements under another shape.</summary>
    /// <exception cref="ArgumentException">It has another number of elements.</exception>
    internal TensorMove Reshape(params int[] shape)
    {
        if (DenseTensor.ElementCount(shape) != DenseTensor.ElementCount(Shape))
        {
            throw new ArgumentException($"[{string.Join(", ", Shape)}] does not fit the shape [{string.Join(", ", shape)}]");
        }

        return shape.AsSpan().SequenceEqual(Shape) ? this : Then(shape, new MoveStep(MoveKind.Reshape, 0, shape));
    }

    /// <summary>Then axis i of the result is axis permutation[i].</summary>
    internal TensorMove Transpose(params int[] permutation) => permutation.SequenceEqual(Enumerable.Range(0, Shape.Length))
        ? this
        : Then([.. permutation.Select(axis => Shape[axis])], new MoveStep(MoveKind.Transpose, 0, permutation));

    /// <summary>Then elements of an axis at indices, which may repeat.</summary>
    /// <exception cref="ArgumentException">An index does not exist.</exception>
    internal TensorMove Gather(int axis, params int[] indices)
    {
        int size = Shape[axis];
        if (Array.Exists(indices, index => index < 0 || index >= size))
        {
            throw new ArgumentException($"an index of axis {axis} is not below {size}");
        }

        if (indices.AsSpan().SequenceEqual(Enumerable.Range(0, size).ToArray()))
        {
            return this;
        }

        int[] shape = [.. Shape];
        shape[axis] = indices.Length;
        return Then(shape, new MoveStep(MoveKind.Gather, axis, indices));
    }

    /// <summary>Then elements start, start + step, ... of an axis, count of them.</summary>
    internal TensorMove Slice(int axis, int start, int step, int count) =>
        Gather(axis, [.. Enumerable.Range(0, count).Select(i => start + (i * step))]);

    /// <summary>Applies it to a tensor of the proof.</summary>
    internal Activation Apply(string node, NetworkBuilder builder, Activation x)
    {
        foreach (MoveStep step in Steps)
        {
            x = step.Kind switch
            {
                MoveKind.Reshape => builder.Reshape(node, x, step.Numbers),
                MoveKind.Transpose => builder.Transpose(node, x, step.Numbers),
                _ => builder.Gather(node, x, step.Axis, step.Numbers),
            };
        }

        return x;
    }

    /// <summary>Applies it to known elements.</summary>
    internal DenseTensor Apply(DenseTensor x)
    {
        if (Steps.All(static step => step.Kind == MoveKind.Reshape))
        {
            return x.Reshape(Shape);
        }

        int[] sources = Sources();
        DenseTensor result = DenseTensor.Allocate(x.ElementType, Shape);
        for (int i = 0; i < sources.Length; i++)
        {
            Array.Copy(x.Data, sources[i], result.Data, i, 1);
        }

        return result;
    }

    /// <summary>The row-major position of the element that each element of the result is.</summary>
    internal int[] Sources()
    {
        int[] sources = [.. Enumerable.Range(0, DenseTensor.ElementCount(from))];
        int[] shape = from;
        foreach (MoveStep step in Steps)
        {
            switch (step.Kind)
            {
                case MoveKind.Transpose:
                    sources = new WeightTensor(shape, sources).Transpose(step.Numbers).Values;
                    int[] old = shape;
                    shape = [.. step.Numbers.Select(axis => old[axis])];
                    break;
                case MoveKind.Gather:
                    sources = Gather(sources, shape, step);
                    shape = [.. shape];
                    shape[step.Axis] = step.Numbers.Length;
                    break;
                default:
                    shape = step.Numbers;
                    break;
            }
        }

        return sources;
    }

    /// <summary>Where an axis ends up, and the indices of it that are left; null where a reshape dissolves it.</summary>
    internal (int Axis, int[] Indices)? Follow(int axis)
    {
        int[] shape = from;
        int[] indices = [.. Enumerable.Range(0, from[axis])];
        foreach (MoveStep step in Steps)
        {
            int[] next = [.. shape];
            switch (step.Kind)
            {
                case MoveKind.Transpose:
                    next = [.. step.Numbers.Select(i => shape[i])];
                    axis = Array.IndexOf(step.Numbers, axis);
                    break;
                case MoveKind.Gather:
                    next[step.Axis] = step.Numbers.Length;
                    indices = step.Axis == axis ? [.. step.Numbers.Select(i => indices[i])] : indices;
                    break;
                default:
                    next = step.Numbers;
                    int before = DenseTensor.ElementCount(shape.AsSpan(0, axis));
                    int size = shape[axis];
                    axis = Enumerable.Range(0, next.Length).Append(-1).First(i =>
                        i < 0 || (next[i] == size && DenseTensor.ElementCount(next.AsSpan(0, i)) == before));
                    if (axis < 0)
                    {
                        return null;
                    }

                    break;
            }

            shape = next;
        }

        return (axis, indices);
    }

    private static int[] Gather(int[] sources, int[] shape, MoveStep step)
    {
        int inner = DenseTensor.ElementCount(shape.AsSpan(step.Axis + 1));
        int size = shape[step.Axis];
        int count = step.Numbers.Length;
        int outer = DenseTensor.ElementCount(shape.AsSpan(0, step.Axis));
        int[] gathered = new int[outer * count * inner];
        for (int block = 0; block < outer * count; block++)
        {
            int from = ((block / count * size) + step.Numbers[block % count]) * inner;
            Array.Copy(sources, from, gathered, block * inner, inner);
        }

        return gathered;
    }

    private TensorMove Then(int[] shape, MoveStep step) => new(from, shape, [.. Steps, step]);
}
