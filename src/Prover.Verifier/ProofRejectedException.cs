namespace Prover.Verifier;

/// <summary>Raised inside a verification that fails; it never leaves the verifier.</summary>
public sealed class ProofRejectedException : Exception
{
    internal ProofRejectedException(RejectReason reason, string detail)
        : base(detail) => Reason = reason;

    /// <summary>The reason.</summary>
    public RejectReason Reason { get; }
}
