using Prover.Proving.Hashed;
using Prover.Proving.Randomness;

namespace Prover.Proving;

/// <summary>How a proof is made; none of it but <see cref="Audit"/> changes what is proven.</summary>
public sealed record ProvingOptions
{
    /// <summary>The largest number of threads, 1 or more.</summary>
    public int Threads { get; init; } = Environment.ProcessorCount;

    /// <summary>
    /// Whether the proof also shows that the fixed tensors of a hidden model have the values that the circuit names (SPEC §5.5). It is a
    /// proof of a run like any other and counts as one.
    /// </summary>
    public bool Audit { get; init; }

    /// <summary>Called with the name of each phase as it begins: witness, commit, lookups, contractions, opening.</summary>
    public Action<string>? PhaseStarted { get; init; }

    /// <summary>Openings of hashed inputs that were committed before, by name; all other commitments are new.</summary>
    public IReadOnlyDictionary<string, TensorOpening> InputOpenings { get; init; } = new Dictionary<string, TensorOpening>();

    /// <summary>Cancels between phases.</summary>
    public CancellationToken Cancellation { get; init; }

    /// <summary>
    /// Called when a proof is complete and before anybody can see it, and must have stored durably, when it returns, that the key has made
    /// one proof more (SPEC §11.8). Whoever keeps a key of a hidden model longer than a process must give one.
    /// </summary>
    public Action? CountProof { get; init; }

    /// <summary>Everything that hides is drawn from this instead of a fresh stream (SPEC §11.1); for tests.</summary>
    internal RandomStream? Randomness { get; init; }

    /// <summary>The names of all phases, in order.</summary>
    public static IReadOnlyList<string> Phases { get; } = ["witness", "commit", "lookups", "contractions", "opening"];
}
