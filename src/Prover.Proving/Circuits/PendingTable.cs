namespace Prover.Proving.Circuits;

/// <summary>A threshold table whose rows wait for the choice of spans.</summary>
/// <param name="Node">The layer that introduced it.</param>
/// <param name="Table">Its number.</param>
/// <param name="Runs">The runs of each class.</param>
internal sealed record PendingTable(string Node, int Table, StepRun[][] Runs)
{
    /// <summary>The requantisations that use it, as positions in the witness program.</summary>
    public List<int> Steps { get; } = [];

    /// <summary>The elements that look it up.</summary>
    public long Elements { get; set; }
}
