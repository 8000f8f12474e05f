namespace Prover.Proving.Circuits;

/// <summary>
/// What everybody may know of the elements of a secret constant: an interval that follows from their type and zero points and not from
/// their values (SPEC §11.9).
/// </summary>
/// <param name="Low">The least element that the type can hold.</param>
/// <param name="High">The greatest element that the type can hold.</param>
public readonly record struct ElementRange(int Low, int High)
{
    /// <summary>The interval of the elements minus any of some zero points, one at least.</summary>
    public ElementRange Minus(ReadOnlySpan<int> zeroPoints)
    {
        (int low, int high) = (int.MaxValue, int.MinValue);
        foreach (int zeroPoint in zeroPoints)
        {
            low = Math.Min(low, Low - zeroPoint);
            high = Math.Max(high, High - zeroPoint);
        }
        return new(low, high);
    }

    /// <summary>The interval of the elements with the other sign.</summary>
    public ElementRange Negated() => new(-High, -Low);
}
