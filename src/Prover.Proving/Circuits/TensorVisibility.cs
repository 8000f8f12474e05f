namespace Prover.Proving.Circuits;

/// <summary>What a verifier sees of an input or output (SPEC §10.2).</summary>
public enum TensorVisibility
{
    /// <summary>Its values.</summary>
    Public,

    /// <summary>Nothing.</summary>
    Private,

    /// <summary>A digest, which can be compared and opened later (SPEC §5.10).</summary>
    Hashed,
}
