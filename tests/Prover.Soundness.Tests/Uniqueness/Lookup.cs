namespace Prover.Soundness.Tests.Uniqueness;

/// <summary>A lookup at one row.</summary>
/// <param name="Name">The rows' name.</param>
/// <param name="Table">The table.</param>
/// <param name="Columns">The columns.</param>
internal sealed record Lookup(string Name, int Table, Polynomial[] Columns);
