namespace Prover.Cli.Files;

/// <summary>The files of a key.</summary>
/// <param name="ProvingKey">The proving key; a secret if weights are private.</param>
/// <param name="VerificationKey">The verification key.</param>
/// <param name="RefreshProof">
/// The proof that connects the key with the one it took the place of (SPEC §8.10); there is none if it took nobody's.
/// </param>
internal sealed record KeyFiles(string ProvingKey, string VerificationKey, string RefreshProof)
{
    /// <summary>The files that share a name.</summary>
    /// <param name="stem">Folder and name without an ending.</param>
    public static KeyFiles Of(string stem) => new(stem + ".pk", stem + ".vk", stem + ".refresh");
}
