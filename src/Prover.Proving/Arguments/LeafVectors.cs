using Prover.Proving.Kernels;
using Prover.Proving.Witness;
using Prover.Verifier.Arguments;
using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;
using Prover.Verifier.Layouts;

namespace Prover.Proving.Arguments;

/// <summary>The leaves of the fraction tree: numerators in F, denominators in E, padding 0/1 (SPEC §4.3, §5.2).</summary>
internal static class LeafVectors
{
    /// <summary>Builds the leaves of a witness for the lookup challenges.</summary>
    public static LeafFractions Build(
        ArgumentKey key, WitnessTrace trace, ReadOnlySpan<KoalaBear5> pads, KoalaBear5 alpha, KoalaBear5 beta, KernelSet kernels)
    {
        var leaves = new LeafFractions(key.Layout.ActiveLeaves);
        for (int rows = 0; rows < key.Circuit.Rows.Length; rows++)
        {
            AddRows(leaves, key, rows, trace, alpha, beta, kernels);
        }
        if (key.Layout.Pads.IsHiding)
        {
            leaves.Numerators[key.Layout.LeafCount] = 0;
            leaves.Denominators[key.Layout.LeafCount] = pads[key.Layout.Pads.DummyLeaf];
        }
        return leaves;
    }

    private static void AddRows(
        LeafFractions leaves, ArgumentKey key, int number, WitnessTrace trace, KoalaBear5 alpha, KoalaBear5 beta, KernelSet kernels)
    {
        LookupRows rows = key.Circuit.Rows[number];
        int[][] columns = [.. Enumerable.Range(0, rows.Columns.Length).Select(column => trace.ColumnValues(number, column))];
        foreach (Block block in key.Layout.RowBlocks[number])
        {
            AddBlock(leaves, rows, block, columns, trace, alpha, beta, kernels);
        }
    }

    private static void AddBlock(
        LeafFractions leaves, LookupRows rows, Block block, int[][] columns, WitnessTrace trace, KoalaBear5 alpha, KoalaBear5 beta,
        KernelSet kernels)
    {
        int size = 1 << block.Bits;
        int[] gathered = new int[size];
        int[] used = new int[size];
        bool padded = BlockGather.HasPadding(block);
        if (padded || !rows.IsTable) BlockGather.GatherOnes(block, used);

        // Padding keeps denominator 1: there, 1 + (alpha - table - 1)·used - sum of beta^i·column_i has no other term.
        KoalaBear5 start = alpha - KoalaBear5.FromInteger(rows.Table);
        using ExtensionVector denominators = leaves.Denominators.Slice(block.Offset, size);
        kernels.Algebra.Fill(denominators, padded ? KoalaBear5.One : start);
        if (padded) kernels.Algebra.AddFingerprint(denominators, start - KoalaBear5.One, used);
        KoalaBear5 power = -KoalaBear5.One;
        foreach (int[] column in columns)
        {
            power *= beta;
            BlockGather.Gather(column, rows.Axes, block, gathered);
            kernels.Algebra.AddFingerprint(denominators, power, gathered);
        }

        Span<uint> numerators = leaves.Numerators.Slice(block.Offset, size);
        if (rows.IsTable)
        {
            BlockGather.Gather(trace.Values[rows.Multiplicity], rows.Axes, block, gathered);
            for (int i = 0; i < size; i++) gathered[i] = -gathered[i];
            kernels.Codes.ToMontgomery(gathered, numerators);
        }
        else
        {
            kernels.Codes.ToMontgomery(used, numerators);
        }
    }
}
