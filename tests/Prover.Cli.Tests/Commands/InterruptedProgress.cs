using Prover.Cli.Output;

namespace Prover.Cli.Tests.Commands;

/// <summary>Ends the work where a step begins, as a crash would.</summary>
/// <param name="step">The step, or null for none.</param>
internal sealed class InterruptedProgress(string? step) : IProgressDisplay
{
    /// <inheritdoc/>
    public T Run<T>(IReadOnlyList<string> steps, Func<Action<string>, T> work) => work(name =>
    {
        if (name == step) throw new InterruptionException();
    });

    /// <inheritdoc/>
    public void Advance(double share)
    {
    }

    /// <inheritdoc/>
    public void Note(string text)
    {
    }
}
