namespace Prover.Soundness.Tests.Uniqueness;

/// <summary>An entry of a constraint, which is 0.</summary>
/// <param name="Name">The constraint's name.</param>
/// <param name="Sum">The entry.</param>
internal sealed record Equation(string Name, Polynomial Sum);
