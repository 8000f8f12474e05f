using Prover.Cli.Failures;
using Prover.Verifier.Hashing;

namespace Prover.Cli.Files;

/// <summary>
/// Keys that `prove MODEL.onnx` has made, named by what they were made from. A damaged or foreign file in it is made again.
/// </summary>
internal static class KeyCache
{
    private const string Variable = "PROVER_CACHE_DIR";

    /// <summary>The folder: PROVER_CACHE_DIR, else `prover` in the user's cache folder.</summary>
    public static string Folder =>
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } chosen ? chosen : Path.Combine(UserCache, "prover");

    private static string UserCache
    {
        get
        {
            if (OperatingSystem.IsWindows()) return Environment.GetFolderPath(Environment.SpecialFolder.LocalApplicationData);
            if (Environment.GetEnvironmentVariable("XDG_CACHE_HOME") is { Length: > 0 } cache) return cache;
            string home = Environment.GetFolderPath(Environment.SpecialFolder.UserProfile);
            return Path.Combine(home.Length > 0 ? home : Path.GetTempPath(), ".cache");
        }
    }

    /// <summary>The path of a key.</summary>
    /// <param name="content">Names what the key is made from.</param>
    /// <param name="extension">".pk" or ".vk".</param>
    public static string PathOf(Digest content, string extension) => Path.Combine(Folder, content + extension);

    /// <summary>Creates the folder.</summary>
    /// <exception cref="CommandFailure">It cannot be created.</exception>
    public static void Create()
    {
        try
        {
            Directory.CreateDirectory(Folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(
                ExitCode.Environment,
                "no_cache",
                $"{Folder}: the key cache cannot be created: {error.Message}",
                $"{Variable} chooses another",
                error);
        }
    }

    /// <summary>Whether keys can be stored.</summary>
    public static bool IsWritable()
    {
        try
        {
            Directory.CreateDirectory(Folder);
            string probe = Path.Combine(Folder, Path.GetRandomFileName());
            File.WriteAllBytes(probe, []);
            File.Delete(probe);
            return true;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return false;
        }
    }
}
