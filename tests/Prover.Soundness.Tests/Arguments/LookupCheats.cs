using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>
/// What a prover can try once the fractions of a false witness do not sum to 0: state that they do, and move the lie from message to
/// message until it rests on one claim about the committed vectors.
/// </summary>
internal static class LookupCheats
{
    /// <summary>States a root of 0 and is honest afterwards.</summary>
    public static ArgumentCheats ForgedRoot { get; } = new() { Send = Root };

    /// <summary>Makes each layer fit by a left child with another numerator: in the end only the numerators' claim is false.</summary>
    public static ArgumentCheats IntoNumerators { get; } = new() { Send = FitNumerators };

    /// <summary>In the last layer a left denominator makes up for it: only the denominators' claim is false.</summary>
    public static ArgumentCheats IntoDenominators(int layers) => new() { Send = message => FitDenominator(message, layers) };

    /// <summary>The lie about the denominators moves into the accumulators' sum; the operands are honest.</summary>
    public static ArgumentCheats IntoAccumulators(int layers) => IntoOperands(layers, message => message.Honest);

    /// <summary>From there into the left operand, so that the product fits.</summary>
    public static ArgumentCheats IntoLeftOperand(int layers) =>
        IntoOperands(layers, message => [message.Claim * message.Honest[1].Inverse(), message.Honest[1]]);

    /// <summary>From there into the right operand.</summary>
    public static ArgumentCheats IntoRightOperand(int layers) =>
        IntoOperands(layers, message => [message.Honest[0], message.Claim * message.Honest[0].Inverse()]);

    /// <summary>The children of which the left numerator makes the layer fit.</summary>
    public static KoalaBear5[] WithFittingNumerator(SentMessage message)
    {
        (KoalaBear5 n1, KoalaBear5 d0, KoalaBear5 d1) = (message.Honest[1], message.Honest[2], message.Honest[3]);
        return [(message.Claim - (d0 * (n1 + (message.Blend * d1)))) * d1.Inverse(), n1, d0, d1];
    }

    /// <summary>The children of which the left denominator makes the layer fit.</summary>
    public static KoalaBear5[] WithFittingDenominator(SentMessage message)
    {
        (KoalaBear5 n0, KoalaBear5 n1, KoalaBear5 d1) = (message.Honest[0], message.Honest[1], message.Honest[3]);
        return [n0, n1, (message.Claim - (n0 * d1)) * (n1 + (message.Blend * d1)).Inverse(), d1];
    }

    private static ArgumentCheats IntoOperands(int layers, Func<SentMessage, KoalaBear5[]> operands) => new()
    {
        Send = message => message.Label switch
        {
            "accumulators" => [message.Claim],
            "operands" => operands(message),
            _ => FitDenominator(message, layers),
        },
    };

    private static KoalaBear5[] FitDenominator(SentMessage message, int layers) =>
        message.Label == "fraction children" && message.Number == layers - 1 ? WithFittingDenominator(message) : FitNumerators(message);

    private static KoalaBear5[] FitNumerators(SentMessage message) =>
        message.Label == "fraction children" ? WithFittingNumerator(message) : Root(message);

    private static KoalaBear5[] Root(SentMessage message) =>
        message.Label == "fraction root" ? [KoalaBear5.Zero, message.Honest[1]] : message.Honest;
}
