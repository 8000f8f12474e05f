using System.Diagnostics;

namespace Prover.Proving.Arguments;

/// <summary>Times the phases of one proof and reports when each begins.</summary>
public sealed class PhaseClock
{
    private readonly Action<string>? started;
    private readonly List<(string Name, double Seconds)> phases = [];
    private readonly Stopwatch watch = new();
    private string? current;

    /// <summary>A clock that tells <paramref name="started"/> the name of each phase as it begins.</summary>
    public PhaseClock(Action<string>? started = null) => this.started = started;

    /// <summary>The finished phases in order, in seconds.</summary>
    public IReadOnlyList<(string Name, double Seconds)> Phases => phases;

    /// <summary>The time of all finished phases in seconds.</summary>
    public double TotalSeconds => phases.Sum(phase => phase.Seconds);

    /// <summary>Ends the running phase and begins another.</summary>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    internal void Begin(string name, CancellationToken cancellation)
    {
        End();
        cancellation.ThrowIfCancellationRequested();
        current = name;
        started?.Invoke(name);
        watch.Restart();
    }

    /// <summary>Ends the running phase.</summary>
    internal void End()
    {
        if (current is null) return;
        phases.Add((current, watch.Elapsed.TotalSeconds));
        current = null;
    }
}
