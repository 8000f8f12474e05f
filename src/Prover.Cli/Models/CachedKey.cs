namespace Prover.Cli.Models;

/// <summary>A key of the cache folder.</summary>
/// <param name="Model">The key, kept at its place.</param>
/// <param name="VerificationKey">Where its verification key is.</param>
/// <param name="Succession">Which key it took the place of; null if it is the first of its model, or nothing is known.</param>
internal sealed record CachedKey(PreparedModel Model, string VerificationKey, KeySuccession? Succession);
