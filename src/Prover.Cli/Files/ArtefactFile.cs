using Prover.Cli.Failures;
using Prover.Verifier;
using Prover.Verifier.Artefacts;

namespace Prover.Cli.Files;

/// <summary>Reads our own files, with errors that name them.</summary>
internal static class ArtefactFile
{
    /// <summary>Reads a file and what a reader makes of it.</summary>
    /// <exception cref="CommandFailure">The file cannot be read or is not what it should be.</exception>
    public static T Read<T>(string path, Func<byte[], T> reader)
    {
        byte[] bytes = InputFile.Read(path);
        try
        {
            return reader(bytes);
        }
        catch (MalformedArtefactException fault)
        {
            throw FailureTranslator.OfFile(path, fault);
        }
    }

    /// <summary>Reads a verification key and prepares it.</summary>
    /// <exception cref="CommandFailure">The file cannot be read or is not a usable key.</exception>
    public static (VerificationKey Key, ProofVerifier Verifier) ReadKey(string path) => Read(path, static bytes =>
    {
        VerificationKey key = VerificationKey.Read(bytes);
        return (key, ProofVerifier.Prepare(key));
    });
}
