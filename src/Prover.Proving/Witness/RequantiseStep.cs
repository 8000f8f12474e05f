namespace Prover.Proving.Witness;

/// <summary>Finds for each accumulator the row of the threshold table whose interval contains it.</summary>
/// <param name="Node">The name of the layer.</param>
/// <param name="Rows">The lookups of (class, q, sum - r, span), or without class.</param>
/// <param name="Range">The lookups of (span, r).</param>
/// <param name="Quotient">The tensor of q.</param>
/// <param name="Remainder">The tensor of r.</param>
/// <param name="Span">The tensor of spans.</param>
/// <param name="MultipleRows">The lookups of (span, multiple), or -1: then all multiples are 0.</param>
/// <param name="Multiple">The tensor of multiples of the wide span, or -1.</param>
public sealed record RequantiseStep(
    string Node, int Rows, int Range, int Quotient, int Remainder, int Span, int MultipleRows = -1, int Multiple = -1) : WitnessStep(Node);
