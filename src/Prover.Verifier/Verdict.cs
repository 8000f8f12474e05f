using Prover.Verifier.Arguments;

namespace Prover.Verifier;

/// <summary>The outcome of a verification.</summary>
/// <param name="Reason">Why the proof was refused, or null if it is valid.</param>
/// <param name="Detail">One sentence for people about the refusal, or null.</param>
/// <param name="Statement">What the proof claims, whether valid or not; null if the file could not be read.</param>
/// <param name="SecurityBits">The proven security of the verified circuit in bits, rounded down; 0 if the key was not usable.</param>
public sealed record Verdict(RejectReason? Reason, string? Detail, Statement? Statement, int SecurityBits)
{
    /// <summary>Whether the proof is valid.</summary>
    public bool IsValid => Reason is null;
}
