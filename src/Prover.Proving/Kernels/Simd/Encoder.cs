using System.Numerics;

namespace Prover.Proving.Kernels.Simd;

/// <summary>
/// Reed-Solomon encoding by transforms. The codeword of a column is made of 2^LogBlowup cosets; on coset q the message is
/// already the block that the first LogBlowup layers of a transform of the padded message would leave.
/// </summary>
internal static unsafe class Encoder<TLanes, TVector>
    where TLanes : ICodeLanes<TVector>
    where TVector : unmanaged
{
    private const int LogSmallestShared = 12;

    /// <summary>As <see cref="ICodeKernels.Encode"/>; the lengths have been checked and the rows suffice for these lanes.</summary>
    internal static void Run(CodeShape shape, FieldView message, FieldView tail, FieldView codeword, int threads)
    {
        TwiddleTable table = TwiddleTable.For(shape.LogDomain, TLanes.LogWidth);
        uint* source = message.Pointer, target = codeword.Pointer;
        int cosets = 1 << shape.LogBlowup, logBlock = shape.LogRows, blocks = checked(shape.Columns * cosets);
        bool inPlace = shape.TailRows > 0;
        if (inPlace)
        {
            uint* tails = tail.Pointer;
            ThreadedLoop.Run(threads, blocks, block =>
            {
                long column = block >> shape.LogBlowup;
                AddTail(
                    source + (column << logBlock), tails + (column * shape.TailRows), target + ((long)block << logBlock),
                    shape, CosetConstant(table, block & (cosets - 1), shape.LogBlowup));
            });
        }
        // With fewer blocks than the threads need, the first layers are shared out by ranges instead.
        while (threads > 1 && blocks < 4 * threads && logBlock - 2 >= LogSmallestShared)
        {
            ShareSplit(shape, inPlace ? target : source, target, inPlace, logBlock, blocks, table, threads);
            inPlace = true;
            logBlock -= 2;
            blocks *= 4;
        }
        int logDone = logBlock, layerBlocks = 1 << (shape.LogDomain - logBlock);
        bool transformInPlace = inPlace;
        ThreadedLoop.Run(threads, blocks, block =>
        {
            uint* to = target + ((long)block << logDone);
            uint* from = transformInPlace ? to : source + ((long)(block >> shape.LogBlowup) << logDone);
            Transform<TLanes, TVector>.Run(from, to, logDone, block & (layerBlocks - 1), table);
        });
        GC.KeepAlive(table);
        GC.KeepAlive(message.Buffer);
        GC.KeepAlive(tail.Buffer);
        GC.KeepAlive(codeword.Buffer);
    }

    private static void ShareSplit(
        CodeShape shape, uint* source, uint* target, bool inPlace, int logBlock, int blocks, TwiddleTable table, int threads)
    {
        int layerBlocks = 1 << (shape.LogDomain - logBlock);
        int logPieces = Math.Min(logBlock - 2 - TLanes.LogWidth, BitOperations.Log2((uint)(4 * threads)));
        long range = 1L << (logBlock - 2 - logPieces);
        ThreadedLoop.Run(threads, blocks << logPieces, piece =>
        {
            int block = piece >> logPieces;
            long start = range * (piece & ((1 << logPieces) - 1));
            uint* to = target + ((long)block << logBlock);
            uint* from = inPlace ? to : source + ((long)(block >> shape.LogBlowup) << logBlock);
            Transform<TLanes, TVector>.Split4(
                from, to, logBlock, block & (layerBlocks - 1), start, start + range, table.Blocks);
        });
    }

    /// <summary>On the coset where x^rows is a constant, the tail's coefficients add to the message's multiplied by it.</summary>
    private static void AddTail(uint* message, uint* tail, uint* target, CodeShape shape, uint constant)
    {
        long rows = 1L << shape.LogRows;
        Buffer.MemoryCopy(message, target, rows * sizeof(uint), rows * sizeof(uint));
        for (int j = 0; j < shape.TailRows; j++)
            target[j] = CodeLanes1.Add(target[j], CodeLanes1.Multiply(tail[j], constant));
    }

    /// <summary>x^rows on a coset: the root by which the parent block was split, negated for the second half.</summary>
    private static uint CosetConstant(TwiddleTable table, int coset, int logBlowup)
    {
        uint root = logBlowup == 0 ? Verifier.Fields.KoalaBear.One.Representative : table.Blocks[coset >> 1];
        return (coset & 1) == 0 ? root : CodeLanes1.Subtract(0, root);
    }
}
