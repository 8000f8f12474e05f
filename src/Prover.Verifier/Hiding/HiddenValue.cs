using Prover.Verifier.Fields;

namespace Prover.Verifier.Hiding;

/// <summary>
/// A value that the verifier may not know (SPEC §11.2): a known element of E plus a linear combination of committed pads. Without
/// pads it is the known element, so one code path serves hiding and other proofs. Sums only remember their terms: the factors of all pads
/// are computed once, from the last value back to the pads.
/// </summary>
internal sealed class HiddenValue
{
    private readonly (int Number, KoalaBear5 Factor)[] pads;
    private readonly HiddenValue? left, right;
    private readonly KoalaBear5 leftFactor, rightFactor;

    private HiddenValue(KoalaBear5 known, (int, KoalaBear5)[] pads)
    {
        Known = known;
        this.pads = pads;
    }

    private HiddenValue(KoalaBear5 known, HiddenValue left, KoalaBear5 leftFactor, HiddenValue right, KoalaBear5 rightFactor)
        : this(known, [])
    {
        if (!left.IsKnown) (this.left, this.leftFactor) = (left, leftFactor);
        if (!right.IsKnown) (this.right, this.rightFactor) = (right, rightFactor);
    }

    /// <summary>The known part.</summary>
    public KoalaBear5 Known { get; }

    /// <summary>Whether no pad is involved.</summary>
    public bool IsKnown => pads.Length == 0 && left is null && right is null;

    /// <summary>A known value.</summary>
    public static implicit operator HiddenValue(KoalaBear5 known) => new(known, []);

    /// <summary>The pad with this number.</summary>
    public static HiddenValue Pad(int number) => new(default, [(number, KoalaBear5.One)]);

    /// <summary>What is left of an element that was sent when the pad with this number is taken away.</summary>
    public static HiddenValue Sent(KoalaBear5 sent, int number) => new(sent, [(number, -KoalaBear5.One)]);

    /// <summary>A known value plus a combination of all pads, of which those with the factor 0 are left out.</summary>
    public static HiddenValue Of(KoalaBear5 known, ReadOnlySpan<KoalaBear5> factors)
    {
        var pads = new List<(int, KoalaBear5)>();
        for (int i = 0; i < factors.Length; i++)
        {
            if (factors[i] != KoalaBear5.Zero) pads.Add((i, factors[i]));
        }
        return new(known, [.. pads]);
    }

    /// <summary>The sum.</summary>
    public static HiddenValue operator +(HiddenValue left, HiddenValue right) =>
        new(left.Known + right.Known, left, KoalaBear5.One, right, KoalaBear5.One);

    /// <summary>The difference.</summary>
    public static HiddenValue operator -(HiddenValue left, HiddenValue right) =>
        new(left.Known - right.Known, left, KoalaBear5.One, right, -KoalaBear5.One);

    /// <summary>A multiple.</summary>
    public static HiddenValue operator *(KoalaBear5 factor, HiddenValue value) =>
        new(factor * value.Known, value, factor, KoalaBear5.Zero, KoalaBear5.Zero);

    /// <summary>Whether this is what <see cref="Sent"/> makes with the pad of this number.</summary>
    public bool IsSentWith(int number) => left is null && right is null && pads is [(int only, _)] && only == number;

    /// <summary>Adds a multiple of each pad's factor.</summary>
    /// <param name="factors">One element for each pad.</param>
    /// <param name="weight">What the factors are multiplied by.</param>
    public void AddPads(Span<KoalaBear5> factors, KoalaBear5 weight)
    {
        foreach ((int number, KoalaBear5 factor) in pads) factors[number] += weight * factor;
        left?.AddPads(factors, weight * leftFactor);
        right?.AddPads(factors, weight * rightFactor);
    }

    /// <summary>The value for pads that are known.</summary>
    public KoalaBear5 Reveal(ReadOnlySpan<KoalaBear5> padValues) => Known + Hidden(padValues);

    private KoalaBear5 Hidden(ReadOnlySpan<KoalaBear5> padValues)
    {
        KoalaBear5 value = KoalaBear5.Zero;
        foreach ((int number, KoalaBear5 factor) in pads) value += factor * padValues[number];
        if (left is not null) value += leftFactor * left.Hidden(padValues);
        if (right is not null) value += rightFactor * right.Hidden(padValues);
        return value;
    }
}
