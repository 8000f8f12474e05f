using Prover.Proving.Kernels;
using Prover.Proving.Witness;
using Prover.Verifier.Arguments;
using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;
using Prover.Verifier.Layouts;

namespace Prover.Proving.Arguments;

/// <summary>
/// Computes the leaves of the fraction tree (SPEC §4.3, §5.2): numerators in F, denominators in E, 0/1 in the padding of blocks. Blocks
/// are cut into pieces whose columns stay in the cache until they are in the leaves.
/// </summary>
internal sealed class LeafVectors
{
    private const int PieceBits = 12;
    private const long PiecesPerThread = 4;
    private readonly LeafFractions leaves;
    private readonly KernelSet kernels;
    private readonly KoalaBear5 alpha, beta;
    private readonly int threads;

    private LeafVectors(LeafFractions leaves, KoalaBear5 alpha, KoalaBear5 beta, KernelSet kernels, int threads)
    {
        this.leaves = leaves;
        (this.alpha, this.beta) = (alpha, beta);
        this.kernels = kernels;
        this.threads = threads;
    }

    /// <summary>The leaves of a witness for the lookup challenges.</summary>
    /// <param name="key">The circuit and its layout.</param>
    /// <param name="trace">The witness.</param>
    /// <param name="pads">The pads of a proof that hides, which has a leaf 0/pad after all others.</param>
    /// <param name="alpha">The challenge from which tuples are subtracted.</param>
    /// <param name="beta">The challenge whose powers weigh the columns.</param>
    /// <param name="kernels">Do the work.</param>
    /// <param name="threads">The greatest number of threads.</param>
    public static LeafFractions Build(
        ArgumentKey key, WitnessTrace trace, ReadOnlySpan<KoalaBear5> pads, KoalaBear5 alpha, KoalaBear5 beta, KernelSet kernels,
        int threads)
    {
        var leaves = new LeafFractions(key.Layout.ActiveLeaves);
        var vectors = new LeafVectors(leaves, alpha, beta, kernels, threads);
        for (int rows = 0; rows < key.Circuit.Rows.Length; rows++) vectors.AddRows(key, rows, trace);
        if (key.Layout.Pads.IsHiding)
        {
            leaves.Numerators[key.Layout.LeafCount] = 0;
            leaves.Denominators[key.Layout.LeafCount] = pads[key.Layout.Pads.DummyLeaf];
        }
        return leaves;
    }

    private void AddRows(ArgumentKey key, int number, WitnessTrace trace)
    {
        LookupRows rows = key.Circuit.Rows[number];
        int[][] columns = [.. Enumerable.Range(0, rows.Columns.Length).Select(column => trace.ColumnValues(number, column, threads))];
        int[]? multiplicities = rows.IsTable ? trace.Values[rows.Multiplicity] : null;
        Block[] pieces = [.. key.Layout.RowBlocks[number].SelectMany(block => BlockGather.Pieces(block, PieceBits))];
        int size = 1 << pieces.Max(piece => piece.Bits);
        ThreadedLoop.RunRanges(threads, pieces.Length, PiecesPerThread, (start, end) =>
        {
            int[][] gathered = [.. Enumerable.Range(0, columns.Length + 2).Select(_ => new int[size])];
            for (long i = start; i < end; i++) AddPiece(rows, pieces[i], columns, multiplicities, gathered);
        });
    }

    private void AddPiece(LookupRows rows, Block piece, int[][] columns, int[]? multiplicities, int[][] gathered)
    {
        int size = 1 << piece.Bits;
        using ExtensionVector denominators = leaves.Denominators.Slice(piece.Offset, size);
        Span<uint> numerators = leaves.Numerators.Slice(piece.Offset, size);
        if (BlockGather.IsEmpty(piece))
        {
            kernels.Algebra.Fill(denominators, KoalaBear5.One);
            numerators.Clear();
            return;
        }

        var factors = new List<KoalaBear5>();
        var terms = new List<ReadOnlyMemory<int>>();
        KoalaBear5 constant = alpha - KoalaBear5.FromInteger(rows.Table), power = -KoalaBear5.One;
        Span<int> used = gathered[columns.Length].AsSpan(0, size), counts = gathered[columns.Length + 1].AsSpan(0, size);
        BlockGather.GatherOnes(piece, used);
        if (BlockGather.HasPadding(piece))
        {
            // Padding keeps denominator 1: there, 1 + (alpha - table - 1)·used - sum of beta^i·column_i has no other term.
            factors.Add(constant - KoalaBear5.One);
            terms.Add(gathered[columns.Length].AsMemory(0, size));
            constant = KoalaBear5.One;
        }
        for (int i = 0; i < columns.Length; i++)
        {
            BlockGather.Gather(columns[i], rows.Axes, piece, gathered[i].AsSpan(0, size));
            factors.Add(power *= beta);
            terms.Add(gathered[i].AsMemory(0, size));
        }
        kernels.Algebra.Fingerprint(denominators, constant, factors.ToArray(), terms);
        if (multiplicities is null)
        {
            kernels.Codes.ToMontgomery(used, numerators);
            return;
        }
        BlockGather.Gather(multiplicities, rows.Axes, piece, counts);
        foreach (ref int count in counts) count = -count;
        kernels.Codes.ToMontgomery(counts, numerators);
    }
}
