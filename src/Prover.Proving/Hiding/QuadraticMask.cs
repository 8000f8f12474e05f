using Prover.Verifier.Fields;
using Prover.Verifier.Hiding;

namespace Prover.Proving.Hiding;

/// <summary>The mask of the quadratic check: g_0 plus, for each variable, a committed polynomial of degree 3 without constant.</summary>
internal sealed class QuadraticMask
{
    private readonly KoalaBear5[][] coefficients;
    private KoalaBear5 bound;

    /// <summary>The mask that the pads hold.</summary>
    public QuadraticMask(PadPlan plan, ReadOnlySpan<KoalaBear5> pads)
    {
        bound = pads[plan.FirstMask];
        coefficients = new KoalaBear5[plan.Variables][];
        for (int i = 0; i < coefficients.Length; i++)
        {
            coefficients[i] = pads.Slice(plan.FirstMask + 1 + (3 * i), 3).ToArray();
        }
    }

    /// <summary>The sum over the cube.</summary>
    public KoalaBear5 Sum => (Doubled(coefficients.Length) * bound) + Later(0, coefficients.Length);

    /// <summary>Adds h(0) and the coefficients of X^2 and X^3 of a round's share.</summary>
    public void AddRound(int round, KoalaBear5[] message)
    {
        int left = coefficients.Length - round - 1;
        KoalaBear5 scale = Doubled(left);
        message[0] += (scale * bound) + Later(round + 1, left);
        message[1] += scale * coefficients[round][1];
        message[2] += scale * coefficients[round][2];
    }

    /// <summary>Fixes a round's variable.</summary>
    public void Bind(int round, KoalaBear5 challenge)
    {
        KoalaBear5[] own = coefficients[round];
        bound += challenge * (own[0] + (challenge * (own[1] + (challenge * own[2]))));
    }

    /// <summary>What the variables from one on add, summed over the cube of as many variables: each is 1 in half of it.</summary>
    private KoalaBear5 Later(int from, int variables)
    {
        KoalaBear5 sum = default;
        for (int i = from; i < coefficients.Length; i++) sum += coefficients[i][0] + coefficients[i][1] + coefficients[i][2];
        return variables == 0 ? sum : Doubled(variables - 1) * sum;
    }

    private static KoalaBear5 Doubled(int times) => KoalaBear5.FromInteger(1L << times);
}
