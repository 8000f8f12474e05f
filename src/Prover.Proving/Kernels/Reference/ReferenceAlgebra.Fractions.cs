using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Reference;

/// <content>The fraction tree: levels and vectors are written out in full, constants and all.</content>
internal sealed partial class ReferenceAlgebra
{
    /// <inheritdoc/>
    public void FractionLayer(ExtensionVector n, ExtensionVector d, ExtensionVector sumN, ExtensionVector sumD)
    {
        KernelShape.PowerOfTwo(d.Length, 2);
        KernelShape.Equal(n.Length, d.Length);
        KernelShape.Equal(sumN.Length, d.Length / 2);
        KernelShape.Equal(sumD.Length, d.Length / 2);
        (KoalaBear5[] sumsN, KoalaBear5[] sumsD) = Sum(n.ToArray(), d.ToArray());
        Assign(sumN, sumsN);
        Assign(sumD, sumsD);
    }

    /// <inheritdoc/>
    public void SumLeaves(LeafFractions leaves, ExtensionVector sumN, ExtensionVector sumD)
    {
        KernelShape.PowerOfTwo(leaves.Length, 4);
        KernelShape.Equal(sumN.Length, leaves.Length / 4);
        KernelShape.Equal(sumD.Length, leaves.Length / 4);
        (KoalaBear5[] n, KoalaBear5[] d) = WriteOut(FractionLevel.Above(leaves));
        (KoalaBear5[] sumsN, KoalaBear5[] sumsD) = Sum(n, d);
        Assign(sumN, sumsN);
        Assign(sumD, sumsD);
    }

    /// <inheritdoc/>
    public KoalaBear5 FractionLead(FractionLevel level, EqualityProduct eq, KoalaBear5 blend)
    {
        KernelShape.PowerOfTwo(level.Length, 4);
        KernelShape.Equal(eq.Length, level.Length / 4);
        return Round(Blend(level, blend), eq).AtInfinity;
    }

    /// <inheritdoc/>
    public RoundEvaluations FoldLevel(
        FractionLevel level, EqualityProduct eq, KoalaBear5 blend, KoalaBear5 challenge, FoldedFractions result)
    {
        KernelShape.PowerOfTwo(level.Length, 8);
        KernelShape.Equal(result.Length, level.Length / 4);
        KernelShape.Equal(eq.Length, level.Length / 8);
        result.CheckShape(2);
        return FoldAndRound(Blend(level, blend), eq, challenge, result);
    }

    /// <inheritdoc/>
    public RoundEvaluations FoldFractionRound(FoldedFractions vectors, EqualityProduct eq, KoalaBear5 blend, KoalaBear5 challenge)
    {
        vectors.CheckShape(4);
        KernelShape.Equal(eq.Length, vectors.Length / 4);
        int constants = (int)(vectors.Length - vectors.Right);
        KoalaBear5[] m = [.. vectors.M.ToArray(), .. Enumerable.Repeat(blend, constants)];
        KoalaBear5[] d1 = [.. vectors.D1.ToArray(), .. Enumerable.Repeat(KoalaBear5.One, constants)];
        return FoldAndRound([vectors.N0.ToArray(), vectors.D0.ToArray(), m, d1], eq, challenge, vectors.Half);
    }

    private static (KoalaBear5[] N, KoalaBear5[] D) Sum(KoalaBear5[] n, KoalaBear5[] d)
    {
        int half = n.Length / 2;
        IEnumerable<int> indices = Enumerable.Range(0, half);
        return (
            [.. indices.Select(i => (n[i] * d[i + half]) + (n[i + half] * d[i]))],
            [.. indices.Select(i => d[i] * d[i + half])]);
    }

    private static (KoalaBear5[] N, KoalaBear5[] D) WriteOut(FractionLevel level)
    {
        if (level.Leaves is not { } leaves) return (level.Numerators!.ToArray(), level.Denominators!.ToArray());
        var n = new KoalaBear5[leaves.Length];
        var d = new KoalaBear5[leaves.Length];
        Array.Fill(d, KoalaBear5.One);
        for (long i = 0; i < leaves.Active; i++) (n[i], d[i]) = (Embed(leaves.Numerators[i]), leaves.Denominators[i]);
        return level.IsSummed ? Sum(n, d) : (n, d);
    }

    /// <summary>n0, d0, m = n1 + blend·d1 and d1.</summary>
    private static KoalaBear5[][] Blend(FractionLevel level, KoalaBear5 blend)
    {
        (KoalaBear5[] n, KoalaBear5[] d) = WriteOut(level);
        int half = n.Length / 2;
        return [n[..half], d[..half], [.. n[half..].Zip(d[half..], (n1, d1) => n1 + (blend * d1))], d[half..]];
    }

    private static RoundEvaluations FoldAndRound(KoalaBear5[][] vectors, EqualityProduct eq, KoalaBear5 challenge, FoldedFractions result)
    {
        int half = vectors[0].Length / 2;
        KoalaBear5[][] folded =
            [.. vectors.Select(v => v[..half].Zip(v[half..], (low, high) => low + (challenge * (high - low))).ToArray())];
        Assign(result.N0, folded[0]);
        Assign(result.D0, folded[1]);
        Assign(result.M, folded[2]);
        Assign(result.D1, folded[3]);
        return Round(folded, eq);
    }

    private static RoundEvaluations Round(KoalaBear5[][] vectors, EqualityProduct eq)
    {
        int half = vectors[0].Length / 2;
        RoundEvaluations round = default;
        for (int i = 0; i < half; i++)
        {
            KoalaBear5 Step(int v) => vectors[v][i + half] - vectors[v][i];
            KoalaBear5 atZero = (vectors[0][i] * vectors[3][i]) + (vectors[1][i] * vectors[2][i]);
            KoalaBear5 atInfinity = (Step(0) * Step(3)) + (Step(1) * Step(2));
            round += new RoundEvaluations(eq[i] * atZero, eq[i] * atInfinity);
        }
        return round;
    }

    /// <summary>The first elements, as many as there is room for.</summary>
    private static void Assign(ExtensionVector destination, KoalaBear5[] elements)
    {
        for (int i = 0; i < destination.Length; i++) destination[i] = elements[i];
    }
}
