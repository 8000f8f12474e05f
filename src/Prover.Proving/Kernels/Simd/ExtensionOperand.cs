using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>Elements of E, with their matrix.</summary>
internal readonly unsafe struct ExtensionOperand : IContractionOperand<ExtensionOperand>
{
    private readonly ExtensionPointer data;
    private readonly ExtensionVector matrix;

    public ExtensionOperand(ExtensionPointer data, ExtensionVector matrix)
    {
        this.data = data;
        this.matrix = matrix;
    }

    /// <inheritdoc/>
    public long Capacity => long.MaxValue / 2;

    /// <inheritdoc/>
    public static int LongAxis => 128;

    /// <inheritdoc/>
    public static int Planes => KoalaBear5.Degree;

    /// <inheritdoc/>
    public long Contract<T>(long first, long weight, long axis, long inner, ExtensionPointer destination, bool add, long i, long end)
        where T : unmanaged, ILanes<T> =>
        AxisContraction<T>.Extension(data + first, axis, inner, matrix, weight, destination, add, i, end);

    /// <inheritdoc/>
    public long Dot<T>(long first, long weight, ref KoalaBear5 sum, long a, long end)
        where T : unmanaged, ILanes<T> =>
        InnerProducts<T>.Extension(data + first, new ExtensionPointer(matrix) + weight, ref sum, a, end);

    /// <inheritdoc/>
    public ExtensionOperand Transpose(long first, long rows, long distance, long columns, FieldBuffer buffer)
    {
        for (int k = 0; k < KoalaBear5.Degree; k++)
        {
            uint* to = buffer.Pointer + (k * rows * columns);
            for (long u = 0; u < rows; u++)
            {
                uint* from = data.Plane(k) + first + (u * distance);
                for (long c = 0; c < columns; c++) to[(c * rows) + u] = from[c];
            }
        }
        return new(new(buffer.Pointer, rows * columns), matrix);
    }
}
