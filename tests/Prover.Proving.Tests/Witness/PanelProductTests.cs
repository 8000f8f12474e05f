using Prover.Proving.Kernels.Simd;
using Prover.Proving.Witness;

namespace Prover.Proving.Tests.Witness;

public sealed class PanelProductTests
{
    [Theory]
    [InlineData(1, 8)]
    [InlineData(5, 1)]
    [InlineData(7, 2)]
    [InlineData(300, 7)]
    public void Every_code_path_gives_the_plain_sums(int pairs, int rows)
    {
        var random = new Random(pairs);
        int[] left = [.. Enumerable.Range(0, pairs * PanelProduct.Rows).Select(_ => random.Next(int.MinValue, int.MaxValue))];
        int[] right = [.. Enumerable.Range(0, pairs * PanelProduct.Columns).Select(_ => random.Next(int.MinValue, int.MaxValue))];
        left[0] = right[0] = unchecked((int)0x80008000);
        foreach (InstructionSet instructions in InstructionSets.Available)
        {
            var sums = new int[PanelProduct.Rows * PanelProduct.Columns];
            PanelProduct.Multiply(instructions, left, right, sums, rows);
            for (int row = 0; row < rows; row++)
            {
                for (int column = 0; column < PanelProduct.Columns; column++)
                {
                    long expected = 0;
                    for (int pair = 0; pair < pairs; pair++)
                    {
                        int a = left[(pair * PanelProduct.Rows) + row], b = right[(pair * PanelProduct.Columns) + column];
                        expected += ((long)(short)a * (short)b) + ((long)(a >> 16) * (b >> 16));
                    }
                    Assert.Equal(unchecked((int)expected), sums[(row * PanelProduct.Columns) + column]);
                }
            }
        }
    }
}
