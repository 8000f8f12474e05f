using Prover.Verifier.Fields;

namespace Prover.Verifier.Commitments;

/// <summary>
/// What makes one tree stand for one hidden model (SPEC §6.10): the value of the model's columns at a point that follows from the tree. It
/// is part of the key and the model id, and every opening shows that the columns opened have it.
/// </summary>
/// <param name="Point">Where the model is evaluated.</param>
/// <param name="Value">Its value there, Y.</param>
internal sealed record ModelSeal(SealPoint Point, KoalaBear5 Value);
