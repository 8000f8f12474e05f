namespace Prover.Soundness.Tests.Circuits;

/// <summary>Who sees what of a circuit: the dimension of all suites in which a prover cheats.</summary>
public enum Visibility
{
    /// <summary>Nothing is hidden.</summary>
    Open,

    /// <summary>Proofs hide; what the circuit says is public is public.</summary>
    Public,

    /// <summary>Proofs hide, and no input or output is seen.</summary>
    Private,

    /// <summary>Of every input and output a digest is seen.</summary>
    Hashed,

    /// <summary>Weights are hidden too; tables are fixed.</summary>
    PrivateWeights,

    /// <summary>Digests are seen of inputs and outputs, and a commitment that hides of the weights; proofs are audits.</summary>
    AuditedHashedAndPrivateWeights,
}
