using Prover.Cli.Files;
using Prover.Cli.Output;

namespace Prover.Cli.Models;

/// <summary>How many proofs a key of private weights has left, and when its holder should think of the next key.</summary>
/// <param name="Left">How many more proofs can be made.</param>
/// <param name="Budget">How many the key can make in all.</param>
/// <param name="Remedy">What to do when none is left.</param>
internal sealed record ProofSupply(int Left, int Budget, string Remedy)
{
    /// <summary>That of a key; null if its proofs are not counted.</summary>
    /// <exception cref="Failures.CommandFailure">The count cannot be read.</exception>
    public static ProofSupply? Of(PreparedModel prepared) => prepared.Count is { } count
        ? new(count.Left(), prepared.Verification.Circuit.ModelProofs, Remedies(prepared.Verification.Circuit.ModelProofs, count))
        : null;

    /// <summary>Whether at most one proof in ten, or one proof, is left.</summary>
    public bool IsLow => Left <= Math.Max(1, Budget / 10);

    /// <summary>"97 of 100".</summary>
    public string Words => $"{Quantity.Count(Left)} of {Quantity.Count(Budget)}";

    /// <summary>What the key's holder is warned with; null if there is no need.</summary>
    public string? Warning => IsLow ? $"warning: proofs left of this key: {Advice}" : null;

    /// <summary>"97 of 100", and what to do if few are left.</summary>
    public string Advice => !IsLow ? Words : Left == 0 ? $"{Words}; {Remedy}" : $"{Words}; when none is, {Remedy}";

    private static string Remedies(int budget, ProofCountFile count) => budget > 1 ? count.Remedy()
        : "the next key's id is one that nothing connects with this one; keys of `--proofs 2` or more can be refreshed";
}
