using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>
/// data[outer, axis, inner] times matrix[rows, axis] to destination[outer, rows, inner]. Lanes run over the inner entries; where
/// there are too few, over a block of outer indices that is transposed first, or over a long axis.
/// </summary>
internal sealed unsafe class Contraction<TLanes, TOperand>
    where TLanes : unmanaged, ILanes<TLanes>
    where TOperand : struct, IContractionOperand<TOperand>
{
    private const long OuterBlock = 32, TransposedColumns = 1024, Piece = 4096, WorkGrain = 1 << 16;
    private readonly TOperand data;
    private readonly long axis, inner, rows;
    private readonly ExtensionPointer destination;

    public Contraction(TOperand data, long axis, long inner, long rows, ExtensionPointer destination)
    {
        this.data = data;
        this.axis = axis;
        this.inner = inner;
        this.rows = rows;
        this.destination = destination;
    }

    /// <summary>Computes all of the destination.</summary>
    public void Run(Workers workers, long outer)
    {
        if (inner < OuterBlock && outer >= OuterBlock / 2 && (inner > 1 || axis < TOperand.LongAxis))
        {
            long blocks = (outer + OuterBlock - 1) / OuterBlock, work = OuterBlock * axis * inner * rows;
            workers.For(blocks, Math.Max(1, WorkGrain / work), (start, end) =>
            {
                for (long b = start; b < end; b++) ContractTransposed(b * OuterBlock, Math.Min(OuterBlock, outer - (b * OuterBlock)));
            });
        }
        else if (inner == 1)
        {
            workers.For(outer * rows, Math.Max(1, WorkGrain / axis), (start, end) =>
            {
                for (long job = start; job < end; job++) Dot(job / rows, job % rows);
            });
        }
        else
        {
            // The last piece takes the remainder, so that none is shorter than a machine word where inner is not.
            long pieces = Math.Max(1, inner / Piece);
            workers.For(outer * pieces, Math.Max(1, WorkGrain / (axis * Math.Min(Piece, inner) * rows)), (start, end) =>
            {
                for (long job = start; job < end; job++)
                {
                    long first = job % pieces * Piece, last = job % pieces == pieces - 1 ? inner : first + Piece;
                    for (long o = 0; o < rows; o++) ContractRow(job / pieces, o, first, last);
                }
            });
        }
    }

    private void ContractRow(long u, long o, long start, long end)
    {
        ExtensionPointer to = destination + (((u * rows) + o) * inner);
        long done = ContractAll<TLanes>(data, u * axis * inner, o * axis, axis, inner, to, start, end);
        if (done == end) return;
        // A last word that overlaps the one before is far cheaper than single lanes.
        if (end - start >= TLanes.Count) ContractAll<TLanes>(data, u * axis * inner, o * axis, axis, inner, to, end - TLanes.Count, end);
        else ContractAll<Lanes1>(data, u * axis * inner, o * axis, axis, inner, to, done, end);
    }

    private static long ContractAll<T>(
        TOperand operand, long first, long weight, long axis, long inner, ExtensionPointer to, long start, long end)
        where T : unmanaged, ILanes<T>
    {
        long done = start;
        for (long a = 0; a < axis; a += operand.Capacity)
        {
            long count = Math.Min(operand.Capacity, axis - a);
            done = operand.Contract<T>(first + (a * inner), weight + a, count, inner, to, a > 0, start, end);
        }
        return done;
    }

    private void Dot(long u, long o)
    {
        KoalaBear5 sum = KoalaBear5.Zero;
        for (long a = 0; a < axis; a += data.Capacity)
        {
            long end = Math.Min(axis, a + data.Capacity);
            long done = data.Dot<TLanes>(u * axis, o * axis, ref sum, a, end);
            data.Dot<Lanes1>(u * axis, o * axis, ref sum, done, end);
        }
        (destination + ((u * rows) + o)).Store(0, ExtensionLanes<Lanes1>.Broadcast(sum));
    }

    private void ContractTransposed(long firstOuter, long count)
    {
        long axisPiece = Math.Max(1, Math.Min(TransposedColumns / inner, axis)), width = count * inner;
        FieldBuffer buffer = FieldBufferPool.Rent(axisPiece * width * TOperand.Planes);
        using var results = new ExtensionVector(rows * width);
        var to = new ExtensionPointer(results);
        for (long a = 0; a < axis; a += axisPiece)
        {
            long columns = Math.Min(axisPiece, axis - a);
            TOperand block = data.Transpose(((firstOuter * axis) + a) * inner, count, axis * inner, columns * inner, buffer);
            for (long o = 0; o < rows; o++)
            {
                long done = block.Contract<TLanes>(0, (o * axis) + a, columns, width, to + (o * width), a > 0, 0, width);
                block.Contract<Lanes1>(0, (o * axis) + a, columns, width, to + (o * width), a > 0, done, width);
            }
        }
        for (int k = 0; k < KoalaBear5.Degree; k++)
        {
            uint* from = to.Plane(k), row = destination.Plane(k) + (firstOuter * rows * inner);
            for (long u = 0; u < count; u++, row += rows * inner)
            {
                for (long c = 0; c < rows * inner; c++) row[c] = from[(c * count) + u];
            }
        }
        FieldBufferPool.Return(buffer);
        GC.KeepAlive(results);
    }
}
