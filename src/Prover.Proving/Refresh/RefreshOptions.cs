using Prover.Proving.Randomness;

namespace Prover.Proving.Refresh;

/// <summary>How a refresh proof is made; none of it changes what is proven.</summary>
public sealed record RefreshOptions
{
    /// <summary>The largest number of threads, 1 or more.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>Cancels between steps.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>
    /// Called when the proof is complete and before anybody can see it, and must have stored durably, when it returns, that the old key has
    /// been used once more (SPEC §8.9). A key that was kept cannot do without.
    /// </summary>
    public Action? CountOldUse { get; init; }

    /// <summary>The same for the new key, called after the other.</summary>
    public Action? CountNewUse { get; init; }

    /// <summary>Everything that hides is drawn from this instead of a fresh stream (SPEC §11.1); for tests.</summary>
    internal RandomStream? Randomness { get; init; }
}
