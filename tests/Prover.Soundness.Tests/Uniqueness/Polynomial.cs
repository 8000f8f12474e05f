namespace Prover.Soundness.Tests.Uniqueness;

/// <summary>A column or an equation at one row: a constant, elements of the witness with factors, products of two of them.</summary>
internal sealed class Polynomial
{
    /// <summary>The constant.</summary>
    public long Constant { get; private set; }

    /// <summary>Elements by number, with integer factors that are not 0.</summary>
    public Dictionary<int, long> Linear { get; } = [];

    /// <summary>Products of two elements, with integer factors.</summary>
    public List<(int Left, int Right, long Factor)> Products { get; } = [];

    /// <summary>All elements that occur.</summary>
    public IEnumerable<int> Elements => Linear.Keys.Concat(Products.SelectMany(static p => (int[])[p.Left, p.Right]));

    public void Add(long constant) => Constant += constant;

    public void Add(int element, long factor)
    {
        long sum = Linear.GetValueOrDefault(element) + factor;
        if (sum == 0) Linear.Remove(element);
        else Linear[element] = sum;
    }

    public void Add(int left, int right, long factor) => Products.Add((left, right, factor));

    /// <summary>This plus a multiple of another; products are not merged.</summary>
    public Polynomial Plus(Polynomial other, long factor)
    {
        var sum = new Polynomial { Constant = Constant + (factor * other.Constant) };
        foreach ((int element, long value) in Linear) sum.Add(element, value);
        foreach ((int element, long value) in other.Linear) sum.Add(element, factor * value);
        sum.Products.AddRange(Products);
        sum.Products.AddRange(other.Products.Select(p => (p.Left, p.Right, factor * p.Factor)));
        return sum;
    }

    /// <summary>All but one element's linear share.</summary>
    public Polynomial Without(int element)
    {
        Polynomial rest = Plus(new(), 0);
        rest.Linear.Remove(element);
        return rest;
    }

    /// <summary>The interval that follows from the elements' intervals.</summary>
    public Interval Bounds(Interval[] elements)
    {
        Interval sum = Interval.Of(Constant);
        foreach ((int element, long factor) in Linear) sum += Interval.Of(factor) * elements[element];
        foreach ((int left, int right, long factor) in Products) sum += Interval.Of(factor) * (elements[left] * elements[right]);
        return sum;
    }

    /// <summary>Whether this is one element times 1.</summary>
    public bool IsElement(int element) =>
        Constant == 0 && Products.Count == 0 && Linear.Count == 1 && Linear.GetValueOrDefault(element) == 1;
}
