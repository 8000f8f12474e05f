using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>A message that the plain prover is about to send.</summary>
/// <param name="Label">Its label.</param>
/// <param name="Number">How many messages with this label came before.</param>
/// <param name="Honest">What an honest prover would send, elements of E.</param>
/// <param name="Claim">
/// What the verifier holds before this message: the value left of a layer for its children, of the inner product for its operands; for
/// the accumulators the sum under which the denominators' claim is true.
/// </param>
/// <param name="Blend">The blend of the fraction layer.</param>
internal sealed record SentMessage(string Label, int Number, KoalaBear5[] Honest, KoalaBear5 Claim, KoalaBear5 Blend);
