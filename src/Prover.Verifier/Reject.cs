using System.Diagnostics.CodeAnalysis;
using System.Runtime.CompilerServices;

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

    /// <summary>The same with a text that contains values; it is put together only if the condition holds.</summary>
    /// <exception cref="ProofRejectedException">The condition holds.</exception>
    public static void If(
        [DoesNotReturnIf(true)] bool condition,
        RejectReason reason,
        [InterpolatedStringHandlerArgument(nameof(condition))] ref RefusalText detail)
    {
        if (condition) throw new ProofRejectedException(reason, detail.Finish());
    }
}
