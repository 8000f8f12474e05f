using Prover.Verifier.Arguments;
using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;
using Prover.Verifier.Layouts;

namespace Prover.Verifier.Tests.Arguments;

/// <summary>
/// No entry of the joint vector, the leaves or the operands stands for two things (SPEC §4.1, §5.3): a prover could balance one against
/// the other.
/// </summary>
public class CircuitLayoutTests
{
    [Theory]
    [MemberData(nameof(Seeds))]
    public void Nothing_overlaps_in_circuits_that_no_compiler_would_make(int seed)
    {
        var random = new Random(seed);
        Circuit circuit = RandomCircuits.Draw(random).Circuit;
        AssertApart(circuit);
        AssertApart(circuit with { Hiding = true });
        AssertApart(circuit with { Hiding = true, ModelProofs = random.Next(1, 8192) });
    }

    /// <summary>Vectors as long as the validator allows them to be, and one that is much longer than the other.</summary>
    [Theory]
    [InlineData(new[] { 1 << 28 }, new[] { 1 << 28 }, false)]
    [InlineData(new[] { 1 << 28 }, new[] { (1 << 28) - (1 << 15) }, true)]
    [InlineData(new[] { 1 }, new[] { (1 << 28) - (1 << 15) }, true)]
    [InlineData(new[] { 3, 5, 7, 11, 13 }, new[] { 1 }, true)]
    [InlineData(new[] { 129, 1025 }, new[] { 5, 5, 5, 5, 5, 5, 5, 5 }, false)]
    public void Nothing_overlaps_in_vectors_of_extreme_lengths(int[] model, int[] witness, bool hiding)
    {
        CommittedTensor[] tensors =
        [
            new("model", CommittedVector.Model, model),
            new("witness", CommittedVector.Witness, witness),
        ];
        LookupRows rows = new("rows", 0, [5, 3, 1], [[ColumnTerm.Constant(1)]], -1);
        AssertApart(new Circuit(tensors, [rows, rows], [], []) { Hiding = hiding });
    }

    public static TheoryData<int> Seeds => [.. Enumerable.Range(0, 60)];

    private static void AssertApart(Circuit circuit)
    {
        var layout = new CircuitLayout(circuit);
        long rows = 1L << layout.LogRows;
        (long, long) model = (layout.ModelStart, layout.ModelStart + (layout.ModelColumns * rows));
        (long, long) witness = (layout.WitnessStart, layout.WitnessStart + (layout.WitnessColumns * rows));
        AssertDisjoint([model, witness], 0, 1L << layout.Variables);

        Block[] Of(CommittedVector vector) =>
            [.. circuit.Tensors.Zip(layout.TensorBlocks).Where(pair => pair.First.Vector == vector).SelectMany(pair => pair.Second)];
        AssertDisjoint(Of(CommittedVector.Model).Select(Range), model.Item1, model.Item2);
        AssertDisjoint(Of(CommittedVector.Witness).Concat(layout.PadBlocks).Select(Range), witness.Item1, witness.Item2);
        Assert.True(circuit.Hiding == layout.PadBlocks.Length > 0);
        for (int i = 0; i < circuit.Tensors.Length; i++) AssertWhole(circuit.Tensors[i].Shape, layout.TensorBlocks[i]);

        // The dummy leaf is one more.
        (long, long)[] dummy = circuit.Hiding ? [(layout.LeafCount, layout.LeafCount + 1)] : [];
        AssertDisjoint(layout.RowBlocks.SelectMany(blocks => blocks).Select(Range).Concat(dummy), 0, 1L << layout.LogLeaves);
        for (int i = 0; i < circuit.Rows.Length; i++) AssertWhole(circuit.Rows[i].Axes, layout.RowBlocks[i]);

        var claims = new LeafClaims(circuit, layout, new KoalaBear5[layout.LogLeaves], default, default);
        AssertDisjoint(
            claims.Segments.Select(segment => (segment.Offset, segment.Offset + (1L << segment.Bits))), 0, 1L << claims.Variables);
        Assert.All(claims.Segments, segment => Assert.Equal(0, segment.Offset % (1L << segment.Bits)));
    }

    /// <summary>The entries that a block takes up; it is aligned to its size, as the products of its axis weights demand.</summary>
    private static (long, long) Range(Block block)
    {
        Assert.Equal(0, block.Offset % (1L << block.Bits));
        Assert.Equal(block.Bits, block.Chunks.Sum(chunk => chunk.Bits));
        return (block.Offset, block.Offset + (1L << block.Bits));
    }

    /// <summary>Every element of a box is in one block.</summary>
    private static void AssertWhole(int[] shape, Block[] blocks)
    {
        Assert.Equal(
            shape.Aggregate(1L, (product, size) => product * size),
            blocks.Sum(block => block.Chunks.Aggregate(1L, (product, chunk) => product * chunk.Count)));
        for (int axis = 0; axis < shape.Length; axis++)
        {
            AxisChunk[] chunks = [.. blocks.Select(block => block.Chunks[axis]).Distinct().OrderBy(chunk => chunk.Start)];
            AssertDisjoint(chunks.Select(chunk => ((long)chunk.Start, (long)chunk.Start + chunk.Count)), 0, shape[axis]);
            Assert.All(chunks, chunk => Assert.InRange(chunk.Count, 1, 1 << chunk.Bits));
        }
        Assert.Equal(blocks.Length, blocks.Select(block => string.Join(',', block.Chunks.Select(chunk => chunk.Start))).Distinct().Count());
    }

    private static void AssertDisjoint(IEnumerable<(long Start, long End)> ranges, long start, long end)
    {
        long last = start;
        foreach ((long first, long after) in ranges.Order())
        {
            Assert.True(first >= last && after > first, $"{first} lies before {last}");
            last = after;
        }
        Assert.True(last <= end, $"{last} lies behind the end {end}");
    }
}
