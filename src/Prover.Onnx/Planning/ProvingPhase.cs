namespace Prover.Onnx.Planning;

/// <summary>The phases of a proof, in order.</summary>
public enum ProvingPhase
{
    /// <summary>Inference in integers.</summary>
    Witness,

    /// <summary>Encoding and hashing the witness.</summary>
    Commit,

    /// <summary>The fraction tree of all lookups.</summary>
    Lookups,

    /// <summary>The inner products of linear layers.</summary>
    Contractions,

    /// <summary>Opening the commitments of model and witness.</summary>
    Opening,
}
