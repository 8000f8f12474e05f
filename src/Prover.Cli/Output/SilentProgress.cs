namespace Prover.Cli.Output;

/// <summary>Shows nothing: nobody watches, or nobody wants to.</summary>
internal sealed class SilentProgress : IProgressDisplay
{
    /// <inheritdoc/>
    public T Run<T>(IReadOnlyList<string> steps, Func<Action<string>, T> work) => work(static _ => { });

    /// <inheritdoc/>
    public void Advance(double share)
    {
    }

    /// <inheritdoc/>
    public void Note(string text)
    {
    }
}
