using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>Integers, with a matrix that was multiplied by 2^32.</summary>
internal readonly unsafe struct IntegerOperand : IContractionOperand<IntegerOperand>
{
    private readonly int* data;
    private readonly ExtensionPointer matrix;

    public IntegerOperand(int* data, long capacity, ExtensionPointer matrix)
    {
        this.data = data;
        this.matrix = matrix;
        Capacity = capacity;
    }

    /// <inheritdoc/>
    public long Capacity { get; }

    /// <inheritdoc/>
    public static int LongAxis => 1024;

    /// <inheritdoc/>
    public static int Planes => 1;

    /// <inheritdoc/>
    public long Contract<T>(long first, long weight, long axis, long inner, ExtensionPointer destination, bool add, long i, long end)
        where T : unmanaged, ILanes<T> =>
        AxisContraction<T>.Integers(data + first, axis, inner, matrix + weight, destination, add, i, end);

    /// <inheritdoc/>
    public long Dot<T>(long first, long weight, ref KoalaBear5 sum, long a, long end)
        where T : unmanaged, ILanes<T> => AxisContraction<T>.IntegerDot(data + first, matrix + weight, ref sum, a, end);

    /// <inheritdoc/>
    public IntegerOperand Transpose(long first, long rows, long distance, long columns, FieldBuffer buffer)
    {
        int* to = (int*)buffer.Pointer;
        for (long u = 0; u < rows; u++)
        {
            int* from = data + first + (u * distance);
            for (long c = 0; c < columns; c++) to[(c * rows) + u] = from[c];
        }
        return new(to, Capacity, matrix);
    }
}
