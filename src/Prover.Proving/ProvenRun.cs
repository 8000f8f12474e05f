using Prover.Proving.Hashed;
using Prover.Verifier.Arguments;

namespace Prover.Proving;

/// <summary>A finished proof.</summary>
/// <param name="Statement">What was proven, public values included.</param>
/// <param name="Messages">The proof's messages (SPEC §5.6).</param>
/// <param name="Phases">The phases and their times in seconds.</param>
/// <param name="Outputs">The quantised values of each output of the network, row-major, whatever the verifier sees of them.</param>
/// <param name="Openings">
/// The opening of each hashed tensor, in the circuit's order, this proof counted. They must be stored before the proof is shown.
/// </param>
public sealed record ProvenRun(
    Statement Statement, byte[] Messages, IReadOnlyList<(string Name, double Seconds)> Phases, int[][] Outputs,
    IReadOnlyList<TensorOpening> Openings);
