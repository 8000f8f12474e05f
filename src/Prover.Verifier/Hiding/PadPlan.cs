using Prover.Verifier.Layouts;

namespace Prover.Verifier.Hiding;

/// <summary>
/// The numbers of the pads of a proof (SPEC §11.3): one per hidden element of E in the order of the messages, one per product of two
/// hidden elements, two dummy triples, the mask of the quadratic check, and the denominator of the dummy leaf. A function of two sizes.
/// </summary>
public sealed class PadPlan
{
    /// <summary>The plan of a proof that hides nothing.</summary>
    public static readonly PadPlan None = new([]);

    /// <summary>The greatest number of pads, for 29 levels and 28 variables.</summary>
    internal const int GreatestCount = 1 << 11;

    private const int DummyTriples = 2;

    /// <summary>A plan for a fraction tree of some levels and an inner product of some variables.</summary>
    public PadPlan(int levels, int variables)
        : this(Factors(levels, variables, out int messages))
    {
        Messages = messages;
        FirstDummy = messages + Products.Length;
        FirstMask = FirstDummy + (3 * DummyTriples);
        DummyLeaf = FirstMask + MaskCoefficients;
        Count = DummyLeaf + 1;
    }

    private PadPlan((int Left, int Right)[] products) => Products = products;

    /// <summary>Whether the proof hides anything.</summary>
    public bool IsHiding => Count > 0;

    /// <summary>The number of pads, each an element of E.</summary>
    public int Count { get; }

    /// <summary>The number of hidden elements of messages; their pads come first.</summary>
    internal int Messages { get; }

    /// <summary>The pads of the factors of each product; the product's own pads follow those of the messages.</summary>
    internal (int Left, int Right)[] Products { get; }

    /// <summary>The first pad of the dummy triples (x, y, x·y).</summary>
    internal int FirstDummy { get; }

    /// <summary>The pad of the mask's constant; those of each variable's coefficients of X, X^2, X^3 follow.</summary>
    internal int FirstMask { get; }

    /// <summary>The pad that is the dummy leaf's denominator.</summary>
    internal int DummyLeaf { get; }

    /// <summary>log2 of the number of triples of the quadratic check.</summary>
    public int Variables => IsHiding ? LogTriples : 0;

    /// <summary>The number of triples, dummies included; those beyond are zero and have no pads.</summary>
    internal int TripleCount => Products.Length + DummyTriples;

    private int LogTriples => AxisChunk.CeilingLog2(TripleCount);

    private int MaskCoefficients => 1 + (3 * LogTriples);

    /// <summary>The pads of a triple below <see cref="TripleCount"/>.</summary>
    internal (int Left, int Right, int Product) Triple(int number)
    {
        if (number < Products.Length) return (Products[number].Left, Products[number].Right, Messages + number);
        int first = FirstDummy + (3 * (number - Products.Length));
        return (first, first + 1, first + 2);
    }

    /// <summary>Walks the hidden messages of SPEC §5.6.</summary>
    private static (int, int)[] Factors(int levels, int variables, out int messages)
    {
        var products = new List<(int, int)>();
        int next = 1; // the out-of-domain value of the joint vector
        for (int level = 0; level < levels; level++)
        {
            next += 2 * level; // fraction messages
            (int n0, int n1, int d0, int d1) = (next, next + 1, next + 2, next + 3);
            products.AddRange([(n0, d1), (d0, n1), (d0, d1)]);
            next += 4;
        }
        next += 1 + (2 * variables); // accumulators, product messages
        products.Add((next, next + 1)); // operands
        messages = next + 2;
        return [.. products];
    }
}
