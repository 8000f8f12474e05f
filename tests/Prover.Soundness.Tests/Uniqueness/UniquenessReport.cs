namespace Prover.Soundness.Tests.Uniqueness;

/// <summary>What could not be proven of a circuit; empty lists if the inputs determine all that a prover commits.</summary>
/// <param name="Free">Relations that leave a choice, and tensors that no relation determines.</param>
/// <param name="Wrapping">Rows with sums that intervals do not keep between -p/2 and p/2.</param>
internal sealed record UniquenessReport(IReadOnlyList<string> Free, IReadOnlyList<string> Wrapping)
{
    /// <summary>All doubts.</summary>
    public IReadOnlyList<string> Doubts => [.. Free, .. Wrapping];
}
