namespace Prover.Cli.Files;

/// <summary>A file to be written.</summary>
/// <param name="Path">Where.</param>
/// <param name="Content">What.</param>
/// <param name="IsSecret">Whether nobody but its owner may read it: openings, and keys and circuits of private weights.</param>
internal sealed record OutputContent(string Path, byte[] Content, bool IsSecret = false);
