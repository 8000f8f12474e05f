namespace Prover.Verifier.Artefacts;

/// <summary>The kinds of files; each has its own magic (SPEC §8.1).</summary>
public enum ArtefactKind
{
    /// <summary>A compiled model: circuit, weights and how to compute a witness.</summary>
    Circuit,

    /// <summary>What a prover needs: a circuit and its commitment.</summary>
    ProvingKey,

    /// <summary>What a verifier needs.</summary>
    VerificationKey,

    /// <summary>A proof with its public values.</summary>
    Proof,

    /// <summary>What opens the digest of a hashed input or output: a secret.</summary>
    Opening,

    /// <summary>A proof that two ids of a hidden model hold the same weights.</summary>
    Refresh,
}
