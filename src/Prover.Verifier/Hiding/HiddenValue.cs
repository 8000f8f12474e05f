using Prover.Verifier.Fields;

namespace Prover.Verifier.Hiding;

/// <summary>
/// A value that the verifier may not know (SPEC §11.2): a known element of E plus a linear combination of committed pads. Without
/// pads it is the known element, so one code path serves hiding and other proofs.
/// </summary>
internal sealed class HiddenValue
{
    private readonly KeyValuePair<int, KoalaBear5>[] pads;

    private HiddenValue(KoalaBear5 known, KeyValuePair<int, KoalaBear5>[] pads)
    {
        Known = known;
        this.pads = pads;
    }

    /// <summary>The known part.</summary>
    public KoalaBear5 Known { get; }

    /// <summary>The numbers and factors of the pads, in ascending order.</summary>
    public IReadOnlyList<KeyValuePair<int, KoalaBear5>> Pads => pads;

    /// <summary>Whether no pad is involved.</summary>
    public bool IsKnown => pads.Length == 0;

    /// <summary>A known value.</summary>
    public static implicit operator HiddenValue(KoalaBear5 known) => new(known, []);

    /// <summary>The pad with this number.</summary>
    public static HiddenValue Pad(int number) => new(default, [new(number, KoalaBear5.One)]);

    /// <summary>A known value plus a combination of all pads, of which those with the factor 0 are left out.</summary>
    public static HiddenValue Of(KoalaBear5 known, ReadOnlySpan<KoalaBear5> factors)
    {
        var pads = new List<KeyValuePair<int, KoalaBear5>>();
        for (int i = 0; i < factors.Length; i++)
        {
            if (factors[i] != KoalaBear5.Zero) pads.Add(new(i, factors[i]));
        }
        return new(known, [.. pads]);
    }

    /// <summary>The sum.</summary>
    public static HiddenValue operator +(HiddenValue left, HiddenValue right) =>
        new(left.Known + right.Known, Merge(left.pads, right.pads, static (a, b) => a + b));

    /// <summary>The difference.</summary>
    public static HiddenValue operator -(HiddenValue left, HiddenValue right) =>
        new(left.Known - right.Known, Merge(left.pads, right.pads, static (a, b) => a - b));

    /// <summary>A multiple.</summary>
    public static HiddenValue operator *(KoalaBear5 factor, HiddenValue value)
    {
        KoalaBear5 known = factor * value.Known;
        if (value.IsKnown) return known;
        return new(known, Array.ConvertAll(value.pads, pad => new KeyValuePair<int, KoalaBear5>(pad.Key, factor * pad.Value)));
    }

    /// <summary>The value for pads that are known.</summary>
    public KoalaBear5 Reveal(ReadOnlySpan<KoalaBear5> padValues)
    {
        KoalaBear5 value = Known;
        foreach ((int number, KoalaBear5 factor) in pads) value += factor * padValues[number];
        return value;
    }

    /// <summary>Combines two ascending lists; a pad that is missing in one has the factor 0 there.</summary>
    private static KeyValuePair<int, KoalaBear5>[] Merge(
        KeyValuePair<int, KoalaBear5>[] left, KeyValuePair<int, KoalaBear5>[] right, Func<KoalaBear5, KoalaBear5, KoalaBear5> combine)
    {
        if (right.Length == 0) return left;
        var merged = new KeyValuePair<int, KoalaBear5>[left.Length + right.Length];
        int count = 0, i = 0, j = 0;
        while (i < left.Length || j < right.Length)
        {
            bool fromLeft = j == right.Length || (i < left.Length && left[i].Key <= right[j].Key);
            bool fromRight = i == left.Length || (j < right.Length && right[j].Key <= left[i].Key);
            int number = fromLeft ? left[i].Key : right[j].Key;
            merged[count++] = new(number, combine(fromLeft ? left[i++].Value : default, fromRight ? right[j++].Value : default));
        }
        return merged[..count];
    }
}
