using Prover.Proving.Kernels;
using Prover.Verifier.Commitments;

namespace Prover.Proving.Commitments;

/// <summary>The columns of models and witness at their places among zero columns (SPEC §6.1), as one vector over F.</summary>
internal sealed class JointVector : IDisposable
{
    private readonly FieldBuffer buffer;
    private readonly int length;
    private bool disposed;

    /// <summary>Copies the columns; an absent matrix has no columns in the shape.</summary>
    /// <exception cref="ArgumentException">Not one matrix for each start of the shape, or one of another size.</exception>
    public JointVector(JointShape shape, IReadOnlyList<CommittedMatrix> models, CommittedMatrix? witness)
    {
        if (models.Count != shape.ModelStarts.Count) throw new ArgumentException("Not one matrix per model.", nameof(models));
        length = checked((int)(1L << shape.Variables));
        buffer = FieldBufferPool.Rent(length);
        int end = 0;
        (int Start, FieldView Columns)[] parts =
        [
            .. models.SelectMany((model, i) => Part(shape, model, shape.ModelStarts[i], shape.ModelColumns)),
            .. Part(shape, witness, shape.WitnessStart, shape.WitnessColumns),
        ];
        foreach ((int start, FieldView columns) in parts.OrderBy(part => part.Start))
        {
            buffer.Slice(end, start - end).Clear();
            columns.Span.CopyTo(buffer.Slice(start, (int)columns.Length));
            end = start + (int)columns.Length;
        }
        buffer.Slice(end, length - end).Clear();
    }

    /// <summary>All entries.</summary>
    public ReadOnlySpan<uint> Entries => buffer.Slice(0, length);

    /// <summary>Gives the memory back.</summary>
    public void Dispose()
    {
        if (!disposed) FieldBufferPool.Return(buffer);
        disposed = true;
    }

    private static (int Start, FieldView Columns)[] Part(JointShape shape, CommittedMatrix? matrix, int start, int columns)
    {
        if (columns == 0) return [];
        if (matrix is null || matrix.LogRows != shape.LogRows || matrix.Columns.Length != (long)columns << shape.LogRows)
        {
            throw new ArgumentException("A committed matrix does not have the shape's size.", nameof(matrix));
        }
        return [(start << shape.LogRows, matrix.Columns)];
    }
}
