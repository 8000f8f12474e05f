namespace Prover.Verifier;

/// <summary>Why a proof was refused. The names in snake case are stable codes of the command line (SPEC §9).</summary>
public enum RejectReason
{
    /// <summary>The proof is not a well-formed artefact: magic, version, checksum or structure.</summary>
    MalformedProof,

    /// <summary>The proof ends before the protocol does.</summary>
    ProofTooShort,

    /// <summary>Bytes remain after the last message.</summary>
    TrailingBytes,

    /// <summary>A field element's representative is p or more.</summary>
    NonCanonicalElement,

    /// <summary>The proof names another circuit than the key.</summary>
    WrongCircuit,

    /// <summary>The proof names another model than the key.</summary>
    WrongModel,

    /// <summary>The proof names another security profile than the key.</summary>
    WrongProfile,

    /// <summary>The proof was made for another context.</summary>
    WrongContext,

    /// <summary>The proof is audited and there are no tables to check it with, or it is not and the caller gives tables.</summary>
    WrongAudit,

    /// <summary>The tables to audit with are not those of the key's circuit.</summary>
    WrongTables,

    /// <summary>A public value is missing, superfluous, of wrong size or outside its range.</summary>
    PublicValues,

    /// <summary>The profile is weaker than the caller accepts.</summary>
    SecurityTooLow,

    /// <summary>The fractions of all lookups do not sum to zero.</summary>
    LookupSum,

    /// <summary>A denominator of the lookup argument vanishes.</summary>
    LookupDenominator,

    /// <summary>A layer of the fraction tree is inconsistent.</summary>
    FractionLayer,

    /// <summary>The inner-product sumcheck ends in another product than claimed.</summary>
    InnerProduct,

    /// <summary>A proof of work is missing.</summary>
    ProofOfWork,

    /// <summary>An opened row does not belong to its Merkle root.</summary>
    MerklePath,

    /// <summary>An opened row contradicts the folded polynomial sent in clear.</summary>
    FinalPolynomial,

    /// <summary>The commitment to a hashed tensor is not that of the statement's digest.</summary>
    HashedTensor,

    /// <summary>The opening's last claim contradicts the batched constraint.</summary>
    OpeningConstraint,

    /// <summary>The verification key is not usable: malformed, inconsistent or beyond its limits.</summary>
    InvalidKey,
}
