using Prover.Soundness.Tests.ToyFields;

namespace Prover.ZeroKnowledge.Tests.ToyFields;

/// <summary>
/// The operands and the check of products (SPEC §11.2 to §11.4) over a small field: two hidden elements a, b under pads, the product of
/// the pads, two dummy triples, and the values X(r), Y(r), Z(r) for given weights of the three triples.
/// </summary>
internal sealed class ToyProducts(ToyField field, int[] weights)
{
    /// <summary>Numbers of the random elements: pads of a and b, dummy factors x, y, u, v.</summary>
    public const int PadOfA = 0, PadOfB = 1, X = 2, Y = 3, U = 4, V = 5;

    /// <summary>The distribution of (a sent, b sent, X(r), Y(r), Z(r)).</summary>
    public Distribution Of(int a, int b, params int[] removed) => Distribution.Of(field.Order, 5, 6, removed, (choice, transcript) =>
    {
        (int first, int second, int third) = (weights[0], weights[1], weights[2]);
        transcript[0] = field.Reduce(a + choice[PadOfA]);
        transcript[1] = field.Reduce(b + choice[PadOfB]);
        transcript[2] = field.Reduce((first * choice[PadOfA]) + (second * choice[X]) + (third * choice[U]));
        transcript[3] = field.Reduce((first * choice[PadOfB]) + (second * choice[Y]) + (third * choice[V]));
        transcript[4] = field.Reduce(
            (first * choice[PadOfA] * choice[PadOfB]) + (second * choice[X] * choice[Y]) + (third * choice[U] * choice[V]));
        return true;
    });

    /// <summary>
    /// The distribution of (a sent, b sent, what the product of the pads would be): without a pad of its own for the product, the equation
    /// a·b = c would leave that product for the prover to state.
    /// </summary>
    public static Distribution OfStatedProduct(ToyField field, int a, int b) => Distribution.Of(
        field.Order, 3, 2, [], (choice, transcript) =>
        {
            transcript[0] = field.Reduce(a + choice[PadOfA]);
            transcript[1] = field.Reduce(b + choice[PadOfB]);
            transcript[2] = field.Reduce(choice[PadOfA] * choice[PadOfB]);
            return true;
        });

    /// <summary>
    /// The distribution of the mask's sum and of the messages of a check with two variables, whose unmasked messages are given: h(0) and
    /// the coefficients of X^2 and X^3 of both rounds.
    /// </summary>
    public static Distribution OfMask(ToyField field, int[] unmasked, int challenge, params int[] removed) =>
        Distribution.Of(field.Order, 7, 7, removed, (g, transcript) =>
        {
            // g(b) = g0 + sum of g_i1 b + g_i2 b^2 + g_i3 b^3.
            int first = g[1] + g[2] + g[3], second = g[4] + g[5] + g[6];
            transcript[0] = field.Reduce((4 * g[0]) + (2 * (first + second)));
            transcript[1] = field.Reduce(unmasked[0] + (2 * g[0]) + second);
            transcript[2] = field.Reduce(unmasked[1] + (2 * g[2]));
            transcript[3] = field.Reduce(unmasked[2] + (2 * g[3]));
            int bound = g[0] + (challenge * (g[1] + (challenge * (g[2] + (challenge * g[3])))));
            transcript[4] = field.Reduce(unmasked[3] + bound);
            transcript[5] = field.Reduce(unmasked[4] + g[5]);
            transcript[6] = field.Reduce(unmasked[5] + g[6]);
            return true;
        });
}
