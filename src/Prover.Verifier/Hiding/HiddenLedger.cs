using Prover.Verifier.Fields;

namespace Prover.Verifier.Hiding;

/// <summary>
/// What both sides note of a proof's hidden messages (SPEC §11.3): which pad hides which element, products of two hidden elements,
/// and the equations that hold between them.
/// </summary>
internal sealed class HiddenLedger(PadPlan plan)
{
    private readonly List<HiddenValue> equations = [];
    private int messages;
    private int products;

    /// <summary>The plan.</summary>
    public PadPlan Plan => plan;

    /// <summary>The number of the next message's first pad.</summary>
    public int NextPad => messages;

    /// <summary>The true values of a message: what was sent minus its pads.</summary>
    public HiddenValue[] Message(ReadOnlySpan<KoalaBear5> sent)
    {
        var values = new HiddenValue[sent.Length];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = plan.IsHiding ? HiddenValue.Sent(sent[i], messages++) : sent[i];
        }
        if (messages > plan.Messages) throw new InvalidOperationException("There are more hidden messages than pads.");
        return values;
    }

    /// <summary>
    /// The product of two elements of messages: (A - a)(B - b) = AB - A b - B a + ab with a pad for ab, in the plan's order.
    /// </summary>
    public HiddenValue Product(HiddenValue left, HiddenValue right)
    {
        KoalaBear5 known = left.Known * right.Known;
        if (!plan.IsHiding) return known;
        (int a, int b, int product) = plan.Triple(products++);
        if (!left.IsSentWith(a) || !right.IsSentWith(b))
        {
            throw new InvalidOperationException("A product of hidden elements is not the planned one.");
        }
        return known - (left.Known * HiddenValue.Pad(b)) - (right.Known * HiddenValue.Pad(a)) + HiddenValue.Pad(product);
    }

    /// <summary>Notes that a hidden value is 0; values without pads are the caller's to check.</summary>
    public void AddEquation(HiddenValue zero)
    {
        if (!zero.IsKnown) equations.Add(zero);
    }

    /// <summary>The equations as one, in powers of a challenge drawn after all hidden messages; it must be 0.</summary>
    public HiddenValue CombineEquations(KoalaBear5 challenge)
    {
        if (messages != plan.Messages || products != plan.Products.Length)
        {
            throw new InvalidOperationException("Some hidden messages or products are missing.");
        }
        var factors = new KoalaBear5[plan.Count];
        KoalaBear5 known = KoalaBear5.Zero, power = KoalaBear5.One;
        foreach (HiddenValue equation in equations)
        {
            known += power * equation.Known;
            equation.AddPads(factors, power);
            power *= challenge;
        }
        return HiddenValue.Of(known, factors);
    }
}
