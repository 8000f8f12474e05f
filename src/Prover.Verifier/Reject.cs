using System.Diagnostics.CodeAnalysis;

namespace Prover.Verifier;

/// <summary>The one way in which verification code refuses a proof.</summary>
internal static class Reject
{
    /// <summary>Refuses the proof when a condition holds.</summary>
    /// <exception cref="ProofRejectedException">The condition holds.</exception>
    public static void If([DoesNotReturnIf(true)] bool condition, RejectReason reason, string detail)
    {
        if (condition) throw new ProofRejectedException(reason, detail);
    }
}
