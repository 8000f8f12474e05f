namespace Prover.Proving.Circuits;

/// <summary>A threshold table whose rows wait for the choice of spans.</summary>
/// <param name="Node">The layer that introduced it.</param>
/// <param name="Table">Its number.</param>
/// <param name="Runs">The runs of each class.</param>
internal sealed record PendingTable(string Node, int Table, StepRun[][] Runs);
