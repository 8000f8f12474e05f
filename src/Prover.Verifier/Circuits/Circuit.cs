using Prover.Verifier.Hashing;

namespace Prover.Verifier.Circuits;

/// <summary>
/// Everything a proof asserts about the committed vectors, as both sides read it (SPEC §4): tensors, rows of the one lookup
/// argument, linear constraints and public tensors. It says nothing about how a witness is computed.
/// </summary>
/// <param name="Tensors">The committed tensors; others refer to them by position.</param>
/// <param name="Rows">Lookups and table rows.</param>
/// <param name="Constraints">Linear constraints.</param>
/// <param name="Publics">Public inputs and outputs, in the order of the model.</param>
public sealed record Circuit(
    CommittedTensor[] Tensors, LookupRows[] Rows, LinearConstraint[] Constraints, PublicTensor[] Publics)
{
    /// <summary>Whether proofs hide everything but public values and the model (SPEC §11).</summary>
    public bool Hiding { get; init; }

    /// <summary>Inputs and outputs of which the statement contains digests, in the order of the model; only if proofs hide.</summary>
    public HashedTensor[] Hashed { get; init; } = [];

    /// <summary>How many proofs of one key hide the model (SPEC §11.8); 0 if its weights are public. Not 0 only if proofs hide.</summary>
    public int ModelProofs { get; init; }

    /// <summary>The digest of the values of all fixed tensors (SPEC §8.3); null if there are none. Only if the model is hidden.</summary>
    public Digest? Tables { get; init; }
}
