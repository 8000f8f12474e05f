namespace Prover.Proving.Circuits;

/// <summary>A maximal interval of accumulators with one result.</summary>
/// <param name="First">The first accumulator.</param>
/// <param name="Last">The last accumulator.</param>
/// <param name="Value">The stored result: quantised value minus zero point.</param>
internal readonly record struct StepRun(int First, int Last, int Value)
{
    /// <summary>The number of accumulators.</summary>
    public int Length => Last - First + 1;
}
