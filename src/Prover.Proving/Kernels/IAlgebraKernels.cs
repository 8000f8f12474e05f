using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels;

/// <summary>
/// The bulk operations on vectors over E behind which every implementation (reference, SIMD, later a GPU) stands (design §6.4).
/// Indices and points are MSB first: half of a vector means the half selected by the most significant index bit. Lengths are
/// powers of two where halves are taken. Base vectors hold representatives, integer vectors plain integers. Results are exact, hence
/// equal for every implementation and number of threads. A length that does not fit throws <see cref="ArgumentException"/>.
/// </summary>
internal interface IAlgebraKernels
{
    /// <summary>Sets every element.</summary>
    void Fill(ExtensionVector destination, KoalaBear5 value);

    /// <summary>destination[i] = scale · product over bits b of (bit b of i set ? high[b] : low[b]), bit 0 the most significant.</summary>
    void TensorTable(ReadOnlySpan<KoalaBear5> low, ReadOnlySpan<KoalaBear5> high, KoalaBear5 scale, ExtensionVector destination);

    /// <summary>destination[i] = scale · eq(point, i): the tensor table of 1 - r and r.</summary>
    void EqTable(ReadOnlySpan<KoalaBear5> point, KoalaBear5 scale, ExtensionVector destination)
    {
        KoalaBear5[] low = new KoalaBear5[point.Length];
        for (int i = 0; i < low.Length; i++) low[i] = KoalaBear5.One - point[i];
        TensorTable(low, point, scale, destination);
    }

    /// <summary>target[i] += factor · source[i].</summary>
    void AddScaled(ExtensionVector target, KoalaBear5 factor, ExtensionVector source);

    /// <summary>destination[i] = addend[i] + factor · source[i] for a base vector addend.</summary>
    void AddScaledToBase(ReadOnlySpan<uint> addend, KoalaBear5 factor, ExtensionVector source, ExtensionVector destination);

    /// <summary>Binds the most significant variable in place: v[i] += challenge · (v[i + half] - v[i]) for i &lt; half.</summary>
    void Fold(ExtensionVector vector, KoalaBear5 challenge);

    /// <summary>Binds the most significant variable of a base vector; the destination has half its length.</summary>
    void FoldBase(ReadOnlySpan<uint> vector, KoalaBear5 challenge, ExtensionVector destination);

    /// <summary>The round polynomial of the sum of a·b.</summary>
    RoundEvaluations ProductRound(ExtensionVector a, ExtensionVector b);

    /// <summary>The round polynomial of the sum of a·b for a base vector a.</summary>
    RoundEvaluations ProductRound(ReadOnlySpan<uint> a, ExtensionVector b);

    /// <summary>Folds a and b in place, to at least two elements, and computes the next round polynomial in the same pass.</summary>
    RoundEvaluations FoldProductRound(ExtensionVector a, ExtensionVector b, KoalaBear5 challenge);

    /// <summary>The same for a base vector a, folded into a vector of half its length.</summary>
    RoundEvaluations FoldProductRound(ReadOnlySpan<uint> a, ExtensionVector folded, ExtensionVector b, KoalaBear5 challenge);

    /// <summary>
    /// One layer of the fraction tree: fraction i of the result is fraction i plus fraction i + half, n0·d1 + n1·d0 over d0·d1.
    /// </summary>
    void FractionLayer(ExtensionVector n, ExtensionVector d, ExtensionVector sumN, ExtensionVector sumD);

    /// <summary>Two layers at once: fraction i of the result is the sum of the leaves i, i + l, i + 2l and i + 3l, l its length.</summary>
    void SumLeaves(LeafFractions leaves, ExtensionVector sumN, ExtensionVector sumD);

    /// <summary>
    /// The coefficient of X² of the first round of a level's sumcheck (SPEC §5.7): with l a quarter of the level's length, n0 = n[i],
    /// n1 = n[i + 2l], d0, d1 likewise and D the step from entry i to i + l, the sum over i &lt; l of
    /// eq[i]·(D n0·D d1 + D d0·(D n1 + blend·D d1)).
    /// </summary>
    KoalaBear5 FractionLead(FractionLevel level, EqualityProduct eq, KoalaBear5 blend);

    /// <summary>
    /// Binds the first variable of a level's sumcheck, to at least two entries, and computes the next round.
    /// </summary>
    /// <param name="level">The level, which is overwritten if it is stored.</param>
    /// <param name="eq">Weights of the next round, half as many as entries of the result.</param>
    /// <param name="blend">lambda.</param>
    /// <param name="challenge">The value of the variable.</param>
    /// <param name="result">Vectors of a quarter of the level's length: <see cref="FoldedFractions.For"/>.</param>
    RoundEvaluations FoldLevel(
        FractionLevel level, EqualityProduct eq, KoalaBear5 blend, KoalaBear5 challenge, FoldedFractions result);

    /// <summary>
    /// Folds the vectors of a level's sumcheck in place, to at least two entries (<see cref="FoldedFractions.Half"/>), and computes the
    /// next round: the quadratic factor of the round polynomial of eq·(n0·d1 + d0·m).
    /// </summary>
    RoundEvaluations FoldFractionRound(FoldedFractions vectors, EqualityProduct eq, KoalaBear5 blend, KoalaBear5 challenge);

    /// <summary>The sum of a[i]·b[i] for a base vector a.</summary>
    KoalaBear5 InnerProduct(ReadOnlySpan<uint> a, ExtensionVector b);

    /// <summary>The sum of a[i]·b[i].</summary>
    KoalaBear5 InnerProduct(ExtensionVector a, ExtensionVector b);

    /// <summary>The multilinear extension of a base vector of 2^(point length) entries at a point, in one pass.</summary>
    KoalaBear5 EvaluateMultilinear(ReadOnlySpan<uint> vector, ReadOnlySpan<KoalaBear5> point);

    /// <summary>
    /// destination[u, o, i] = sum over a of matrix[o, a] · data[u, a, i], for integers of shape [outer, axis, inner] and a matrix of shape
    /// [out, axis], both row-major. Integers below 2^20 in magnitude are the fast case.
    /// </summary>
    void ContractAxis(ReadOnlySpan<int> data, int axis, int inner, ExtensionVector matrix, ExtensionVector destination);

    /// <summary>The same for data in E.</summary>
    void ContractAxis(ExtensionVector data, int axis, int inner, ExtensionVector matrix, ExtensionVector destination);

    /// <summary>
    /// destination[offset + index] += scale · product of the axis vectors' entries, outermost axis first; the vectors' lengths are powers
    /// of two and index runs over their row-major product.
    /// </summary>
    void AccumulateTensor(ExtensionVector destination, long offset, KoalaBear5 scale, IReadOnlyList<ExtensionVector> axes);

    /// <summary>destination[i] += sum over j of weights[j] · points[j]^i; the destination's length is a power of two.</summary>
    void AccumulatePowers(ExtensionVector destination, ReadOnlySpan<KoalaBear> points, ReadOnlySpan<KoalaBear5> weights);

    /// <summary>
    /// destination[i] = constant + sum over j of factors[j] · columns[j][i], for integers of magnitude below p.
    /// </summary>
    void Fingerprint(
        ExtensionVector destination, KoalaBear5 constant, ReadOnlySpan<KoalaBear5> factors, IReadOnlyList<ReadOnlyMemory<int>> columns);

    /// <summary>destination[i] += factor · integers[i], for integers of magnitude below p.</summary>
    void AddFingerprint(ExtensionVector destination, KoalaBear5 factor, ReadOnlySpan<int> integers);
}
