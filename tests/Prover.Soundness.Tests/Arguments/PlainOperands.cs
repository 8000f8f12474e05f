using Prover.Verifier.Arguments;
using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;
using Prover.Verifier.Tests.Arguments;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>The operands of the inner product, entry by entry as SPEC §5.3 reads.</summary>
internal sealed class PlainOperands(Circuit circuit, int[][] values)
{
    private readonly NaiveCircuit naive = new(circuit, null!, values);

    public (KoalaBear5[] A, KoalaBear5[] B) Evaluate(LeafClaims claims)
    {
        var a = new KoalaBear5[1 << claims.Variables];
        var b = new KoalaBear5[a.Length];
        foreach (Segment segment in claims.Segments)
        {
            for (int entry = 0; entry < 1 << segment.Bits; entry++)
            {
                a[segment.Offset + entry] = segment.Weight * Entry(segment, entry, isLeft: true);
                b[segment.Offset + entry] = Entry(segment, entry, isLeft: false);
            }
        }
        return (a, b);
    }

    private KoalaBear5 Entry(Segment segment, int entry, bool isLeft)
    {
        TensorRead read = isLeft ? segment.Product.Left : segment.Product.Right;
        int[] variables = new int[segment.Leaf.Length + segment.Product.InnerSizes.Length];
        KoalaBear5 weight = KoalaBear5.One;
        for (int i = segment.Kept.Length - 1; i >= 0; i--)
        {
            int variable = segment.KeptVariables[i], index = entry & ((1 << segment.Kept[i].Bits) - 1);
            entry >>= segment.Kept[i].Bits;
            if (!read.Uses(variable)) continue; // constant along it, padding included
            if (index >= segment.Kept[i].Count) return default;
            variables[variable] = segment.Kept[i].Start + index;
            if (isLeft && variable < segment.Leaf.Length) weight *= segment.Leaf[variable].Table()[index];
        }
        int[] free = [.. Enumerable.Range(0, segment.Leaf.Length).Where(axis => read.Uses(axis) && !segment.KeptVariables.Contains(axis))];
        KoalaBear5 total = default;
        foreach (int[] at in NaiveCircuit.Indices([.. free.Select(axis => segment.Leaf[axis].Count)]))
        {
            KoalaBear5 product = weight;
            for (int i = 0; i < free.Length; i++)
            {
                product *= segment.Leaf[free[i]].Table()[at[i]];
                variables[free[i]] = segment.Leaf[free[i]].Start + at[i];
            }
            total += product * KoalaBear5.FromInteger(naive.Read(read, variables));
        }
        return total;
    }
}
