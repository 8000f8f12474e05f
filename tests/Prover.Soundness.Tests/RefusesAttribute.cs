using Prover.Verifier;

namespace Prover.Soundness.Tests;

/// <summary>Says for what reason a test makes the verifier refuse; <see cref="RejectReasonTableTests"/> demands a test for each.</summary>
[AttributeUsage(AttributeTargets.Method, AllowMultiple = true)]
internal sealed class RefusesAttribute(RejectReason reason) : Attribute
{
    public RejectReason Reason { get; } = reason;
}
