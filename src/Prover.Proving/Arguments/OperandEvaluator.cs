using Prover.Proving.Kernels;
using Prover.Verifier.Arguments;
using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;
using Prover.Verifier.Layouts;

namespace Prover.Proving.Arguments;

/// <summary>
/// The operands of the inner-product sumcheck (SPEC §5.3): each read of a segment, partially evaluated one axis after another,
/// because weights factor over axes.
/// </summary>
internal sealed class OperandEvaluator
{
    private readonly Circuit circuit;
    private readonly int[][] values;
    private readonly IAlgebraKernels kernels;

    /// <summary>An evaluator of a circuit's tensors.</summary>
    public OperandEvaluator(Circuit circuit, int[][] values, IAlgebraKernels kernels)
    {
        this.circuit = circuit;
        this.values = values;
        this.kernels = kernels;
    }

    /// <summary>Both operands of all segments, zero-padded to 2^Variables elements.</summary>
    public (ExtensionVector Left, ExtensionVector Right) Evaluate(LeafClaims claims)
    {
        var left = new ExtensionVector(1L << claims.Variables);
        var right = new ExtensionVector(1L << claims.Variables);
        left.Clear();
        right.Clear();
        foreach (Segment segment in claims.Segments)
        {
            Evaluate(segment, true, segment.Weight, left);
            Evaluate(segment, false, KoalaBear5.One, right);
        }
        return (left, right);
    }

    private void Evaluate(Segment segment, bool isLeft, KoalaBear5 weight, ExtensionVector destination)
    {
        TensorRead read = isLeft ? segment.Product.Left : segment.Product.Right;
        int[] shape = circuit.Tensors[read.Tensor].Shape;
        AxisMatrix[] axes =
            [.. shape.Select((size, axis) => AxisMatrix.Of(read.Indices[axis], size, segment.Leaf, segment, isLeft))];
        KoalaBear5[] result = Contract(values[read.Tensor], shape, axes);
        Scatter(result, axes, segment, weight, destination);
    }

    /// <summary>Applies the matrices, the one that shrinks the tensor most first; the result is row-major over their outputs.</summary>
    private KoalaBear5[] Contract(int[] data, int[] shape, AxisMatrix[] axes)
    {
        int[] sizes = [.. shape];
        ExtensionVector? current = null;
        IEnumerable<int> order = Enumerable.Range(0, axes.Length).Where(axis => axes[axis].Entries is not null)
            .OrderBy(axis => (double)axes[axis].Outputs / axes[axis].Inputs);
        foreach (int axis in order)
        {
            int inner = sizes.Skip(axis + 1).Aggregate(1, (product, size) => product * size);
            using ExtensionVector matrix = ExtensionVector.From(axes[axis].Entries);
            long length = sizes.Aggregate(1L, (product, size) => product * size) / sizes[axis] * axes[axis].Outputs;
            var next = new ExtensionVector(length);
            if (current is null) kernels.ContractAxis(data, sizes[axis], inner, matrix, next);
            else kernels.ContractAxis(current, sizes[axis], inner, matrix, next);
            current?.Dispose();
            current = next;
            sizes[axis] = axes[axis].Outputs;
        }
        if (current is null) return [.. data.Select(value => KoalaBear5.FromInteger(value))];
        KoalaBear5[] result = current.ToArray();
        current.Dispose();
        return result;
    }

    /// <summary>Writes a contracted read to its segment; along kept variables that the read does not use it is constant.</summary>
    private static void Scatter(
        KoalaBear5[] source, AxisMatrix[] axes, Segment segment, KoalaBear5 weight, ExtensionVector destination)
    {
        int kept = segment.Kept.Length;
        long[] strides = new long[kept];
        long stride = 1;
        for (int axis = axes.Length - 1; axis >= 0; axis--)
        {
            for (int i = axes[axis].Kept.Length - 1; i >= 0; i--)
            {
                int position = axes[axis].Kept[i];
                strides[position] = stride;
                stride *= segment.Kept[position].Count;
            }
        }
        int[] index = new int[kept];
        for (long entry = 0; entry < 1L << segment.Bits; entry++)
        {
            long rest = entry, at = 0;
            bool used = true;
            for (int i = kept - 1; i >= 0; i--)
            {
                AxisChunk chunk = segment.Kept[i];
                index[i] = (int)(rest & ((1L << chunk.Bits) - 1));
                rest >>= chunk.Bits;
                used &= strides[i] == 0 || index[i] < chunk.Count;
                at += strides[i] * index[i];
            }
            if (used) destination[segment.Offset + entry] = weight * source[at];
        }
    }
}
