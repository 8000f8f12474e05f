using Prover.Verifier.Fields;
using Prover.Verifier.Hiding;
using Prover.Verifier.Layouts;

namespace Prover.Proving.Hiding;

/// <summary>The pads of one proof: uniform, except products and the dummy leaf's denominator, which is not 0 (SPEC §11.3).</summary>
internal static class PadValues
{
    /// <summary>Draws the pads of a plan.</summary>
    /// <param name="plan">The plan.</param>
    /// <param name="next">Draws a uniform element of E from secret randomness that serves this proof alone.</param>
    public static KoalaBear5[] Draw(PadPlan plan, Func<KoalaBear5> next)
    {
        var pads = new KoalaBear5[plan.Count];
        for (int i = 0; i < pads.Length; i++) pads[i] = next();
        while (plan.IsHiding && pads[plan.DummyLeaf] == KoalaBear5.Zero) pads[plan.DummyLeaf] = next();
        for (int i = 0; plan.IsHiding && i < plan.TripleCount; i++)
        {
            (int left, int right, int product) = plan.Triple(i);
            pads[product] = pads[left] * pads[right];
        }
        return pads;
    }

    /// <summary>Writes the pads' representatives to their places in the witness' columns.</summary>
    public static void Write(ReadOnlySpan<KoalaBear5> pads, CircuitLayout layout, Span<uint> columns)
    {
        foreach (Block block in layout.PadBlocks)
        {
            AxisChunk slots = block.Chunks[0], numbers = block.Chunks[1];
            Span<uint> stored = columns.Slice((int)(block.Offset - layout.WitnessStart), 1 << block.Bits);
            int slotStride = 1 << block.Bits - block.Coordinates[0].Start - block.Coordinates[0].Count;
            int numberStride = 1 << block.Bits - block.Coordinates[1].Start - block.Coordinates[1].Count;
            for (int slot = 0; slot < slots.Count; slot++)
            {
                for (int i = 0; i < numbers.Count; i++)
                {
                    stored[(slot * slotStride) + (i * numberStride)] = pads[numbers.Start + i][slots.Start + slot].Representative;
                }
            }
        }
    }
}
