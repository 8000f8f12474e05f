using Prover.Verifier.Fields;

namespace Prover.Verifier.Hiding;

/// <summary>
/// A value that the verifier may not know (SPEC §11.2): a known element of E plus a linear combination of committed pads. Without
/// pads it is the known element, so one code path serves hiding and other proofs.
/// </summary>
internal sealed class HiddenValue
{
    private static readonly SortedDictionary<int, KoalaBear5> NoPads = [];
    private readonly SortedDictionary<int, KoalaBear5> pads;

    private HiddenValue(KoalaBear5 known, SortedDictionary<int, KoalaBear5> pads)
    {
        Known = known;
        this.pads = pads;
    }

    /// <summary>The known part.</summary>
    public KoalaBear5 Known { get; }

    /// <summary>The numbers and factors of the pads, in ascending order.</summary>
    public IReadOnlyCollection<KeyValuePair<int, KoalaBear5>> Pads => pads;

    /// <summary>Whether no pad is involved.</summary>
    public bool IsKnown => pads.Count == 0;

    /// <summary>A known value.</summary>
    public static implicit operator HiddenValue(KoalaBear5 known) => new(known, NoPads);

    /// <summary>The pad with this number.</summary>
    public static HiddenValue Pad(int number) => new(default, new() { [number] = KoalaBear5.One });

    /// <summary>The sum.</summary>
    public static HiddenValue operator +(HiddenValue left, HiddenValue right) => Combine(left, KoalaBear5.One, right);

    /// <summary>The difference.</summary>
    public static HiddenValue operator -(HiddenValue left, HiddenValue right) => Combine(left, -KoalaBear5.One, right);

    /// <summary>A multiple.</summary>
    public static HiddenValue operator *(KoalaBear5 factor, HiddenValue value) => Combine(KoalaBear5.Zero, factor, value);

    /// <summary>The value for pads that are known.</summary>
    public KoalaBear5 Reveal(ReadOnlySpan<KoalaBear5> padValues)
    {
        KoalaBear5 value = Known;
        foreach ((int number, KoalaBear5 factor) in pads) value += factor * padValues[number];
        return value;
    }

    private static HiddenValue Combine(HiddenValue left, KoalaBear5 factor, HiddenValue right)
    {
        KoalaBear5 known = left.Known + (factor * right.Known);
        if (left.IsKnown && right.IsKnown) return known;
        var pads = new SortedDictionary<int, KoalaBear5>(left.pads);
        foreach ((int number, KoalaBear5 value) in right.pads)
        {
            pads[number] = pads.GetValueOrDefault(number) + (factor * value);
        }
        return new(known, pads);
    }
}
