using Prover.Verifier.Fields;

namespace Prover.Verifier.Hiding;

/// <summary>
/// A value that the verifier may not know (SPEC §11.2): a known element of E plus a linear combination of committed pads. Without
/// pads it is the known element, so one code path serves hiding and other proofs. Sums and multiples only remember what they are made of:
/// the factors of all pads are computed once, from the last value back to the pads.
/// </summary>
internal abstract class HiddenValue
{
    private HiddenValue(KoalaBear5 known) => Known = known;

    /// <summary>The known part.</summary>
    public KoalaBear5 Known { get; }

    /// <summary>Whether no pad is involved.</summary>
    public virtual bool IsKnown => false;

    /// <summary>A known value.</summary>
    public static implicit operator HiddenValue(KoalaBear5 known) => new Plain(known);

    /// <summary>The pad with this number.</summary>
    public static HiddenValue Pad(int number) => new Combination(default, [(number, KoalaBear5.One)]);

    /// <summary>What is left of an element that was sent when the pad with this number is taken away.</summary>
    public static HiddenValue Sent(KoalaBear5 sent, int number) => new Message(sent, number);

    /// <summary>A known value plus a combination of all pads, of which those with the factor 0 are left out.</summary>
    public static HiddenValue Of(KoalaBear5 known, ReadOnlySpan<KoalaBear5> factors)
    {
        var pads = new List<(int, KoalaBear5)>();
        for (int i = 0; i < factors.Length; i++)
        {
            if (factors[i] != KoalaBear5.Zero) pads.Add((i, factors[i]));
        }
        return pads.Count == 0 ? known : new Combination(known, [.. pads]);
    }

    /// <summary>The sum.</summary>
    public static HiddenValue operator +(HiddenValue left, HiddenValue right) =>
        left.IsKnown && right.IsKnown ? left.Known + right.Known : new Sum(left, right);

    /// <summary>The difference.</summary>
    public static HiddenValue operator -(HiddenValue left, HiddenValue right) =>
        left.IsKnown && right.IsKnown ? left.Known - right.Known : new Difference(left, right);

    /// <summary>A multiple.</summary>
    public static HiddenValue operator *(KoalaBear5 factor, HiddenValue value) =>
        value.IsKnown ? factor * value.Known : new Multiple(factor, value);

    /// <summary>Whether this is an element that was sent with the pad of this number.</summary>
    public virtual bool IsSentWith(int number) => false;

    /// <summary>Adds a multiple of each pad's factor.</summary>
    /// <param name="factors">One element for each pad.</param>
    /// <param name="weight">What the factors are multiplied by.</param>
    public abstract void AddPads(Span<KoalaBear5> factors, KoalaBear5 weight);

    /// <summary>The value for pads that are known.</summary>
    public abstract KoalaBear5 Reveal(ReadOnlySpan<KoalaBear5> pads);

    private sealed class Plain(KoalaBear5 known) : HiddenValue(known)
    {
        public override bool IsKnown => true;

        public override void AddPads(Span<KoalaBear5> factors, KoalaBear5 weight)
        {
        }

        public override KoalaBear5 Reveal(ReadOnlySpan<KoalaBear5> pads) => Known;
    }

    private sealed class Message(KoalaBear5 sent, int number) : HiddenValue(sent)
    {
        public override bool IsSentWith(int other) => other == number;

        public override void AddPads(Span<KoalaBear5> factors, KoalaBear5 weight) => factors[number] -= weight;

        public override KoalaBear5 Reveal(ReadOnlySpan<KoalaBear5> pads) => Known - pads[number];
    }

    private sealed class Combination(KoalaBear5 known, (int Number, KoalaBear5 Factor)[] terms) : HiddenValue(known)
    {
        public override void AddPads(Span<KoalaBear5> factors, KoalaBear5 weight)
        {
            foreach ((int number, KoalaBear5 factor) in terms) factors[number] += weight * factor;
        }

        public override KoalaBear5 Reveal(ReadOnlySpan<KoalaBear5> pads)
        {
            KoalaBear5 value = Known;
            foreach ((int number, KoalaBear5 factor) in terms) value += factor * pads[number];
            return value;
        }
    }

    private sealed class Sum(HiddenValue left, HiddenValue right) : HiddenValue(left.Known + right.Known)
    {
        public override void AddPads(Span<KoalaBear5> factors, KoalaBear5 weight)
        {
            left.AddPads(factors, weight);
            right.AddPads(factors, weight);
        }

        public override KoalaBear5 Reveal(ReadOnlySpan<KoalaBear5> pads) => left.Reveal(pads) + right.Reveal(pads);
    }

    private sealed class Difference(HiddenValue left, HiddenValue right) : HiddenValue(left.Known - right.Known)
    {
        public override void AddPads(Span<KoalaBear5> factors, KoalaBear5 weight)
        {
            left.AddPads(factors, weight);
            right.AddPads(factors, -weight);
        }

        public override KoalaBear5 Reveal(ReadOnlySpan<KoalaBear5> pads) => left.Reveal(pads) - right.Reveal(pads);
    }

    private sealed class Multiple(KoalaBear5 factor, HiddenValue value) : HiddenValue(factor * value.Known)
    {
        public override void AddPads(Span<KoalaBear5> factors, KoalaBear5 weight) => value.AddPads(factors, weight * factor);

        public override KoalaBear5 Reveal(ReadOnlySpan<KoalaBear5> pads) => factor * value.Reveal(pads);
    }
}
