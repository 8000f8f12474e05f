using Prover.Proving.Arguments;
using Prover.Verifier.Layouts;

namespace Prover.Proving.Tests.Arguments;

public class BlockGatherTests
{
    public static TheoryData<int[]> Shapes =>
        new() { new[] { 1 }, new[] { 37 }, new[] { 3, 5, 6 }, new[] { 12, 1, 9 }, new[] { 2, 16, 11 } };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Pieces_of_a_block_hold_what_the_block_holds(int[] shape)
    {
        int[] values = [.. Enumerable.Range(1, shape.Aggregate(1, (product, size) => product * size))];
        Block[] blocks = Block.OfBox(shape);
        Block.Place(blocks, 0);
        foreach (Block block in blocks)
        {
            int[] expected = new int[1 << block.Bits], ones = new int[1 << block.Bits];
            BlockGather.Gather(values, shape, block, expected);
            BlockGather.GatherOnes(block, ones);
            foreach (int bits in (int[])[0, 1, 3, 30])
            {
                var gathered = new List<int>();
                foreach (Block piece in BlockGather.Pieces(block, bits))
                {
                    Assert.True(piece.Bits <= bits);
                    Assert.Equal(block.Offset + gathered.Count, piece.Offset);
                    int[] part = new int[1 << piece.Bits], used = new int[1 << piece.Bits];
                    if (!BlockGather.IsEmpty(piece))
                    {
                        BlockGather.Gather(values, shape, piece, part);
                        BlockGather.GatherOnes(piece, used);
                    }
                    Assert.Equal(ones[gathered.Count..(gathered.Count + used.Length)], used);
                    gathered.AddRange(part);
                }
                Assert.Equal(expected, gathered);
            }
        }
    }
}
