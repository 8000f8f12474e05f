using Prover.Verifier.Fields;
using Prover.Verifier.Forms;
using Prover.Verifier.Layouts;

namespace Prover.Verifier.Hiding;

/// <summary>A linear combination of pads as terms of a linear form: slot j of a pad weighs theta^j (SPEC §11.3).</summary>
internal static class PadForm
{
    /// <summary>Adds the combination of all pads with these factors.</summary>
    public static void AddTo(LinearForm form, Block[] blocks, ReadOnlySpan<KoalaBear5> factors)
    {
        foreach (Block block in blocks)
        {
            AxisChunk slots = block.Chunks[0], numbers = block.Chunks[1];
            var powers = new KoalaBear5[1 << slots.Bits];
            var values = new KoalaBear5[1 << numbers.Bits];
            for (int slot = 0; slot < slots.Count; slot++) powers[slot] = Basis(slots.Start + slot);
            factors.Slice(numbers.Start, numbers.Count).CopyTo(values);
            form.Add(block, [new(powers), new(values)]);
        }
    }

    /// <summary>theta^j, whose only coefficient that is not 0 is the j-th.</summary>
    private static KoalaBear5 Basis(int j)
    {
        KoalaBear At(int i) => i == j ? KoalaBear.One : default;
        return new(At(0), At(1), At(2), At(3), At(4));
    }
}
