namespace Prover.Cli.Output;

/// <summary>Shows how far a long work is.</summary>
internal interface IProgressDisplay
{
    /// <summary>Does work whose steps are known beforehand; it calls its argument with the name of each step as it begins.</summary>
    /// <typeparam name="T">What the work gives.</typeparam>
    T Run<T>(IReadOnlyList<string> steps, Func<Action<string>, T> work);

    /// <summary>How much of the step that has begun is done, from 0 to 1, where that is known.</summary>
    void Advance(double share);

    /// <summary>A line for people.</summary>
    void Note(string text);
}
