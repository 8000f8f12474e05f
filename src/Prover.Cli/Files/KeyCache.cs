using Prover.Cli.Failures;
using Prover.Verifier.Hashing;

namespace Prover.Cli.Files;

/// <summary>
/// Keys that `prove MODEL.onnx` has made, named by what they were made from.
/// </summary>
internal static class KeyCache
{
    private const string Variable = "PROVER_CACHE_DIR";

    private const int MillisecondsBetween = 100;

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
    /// <param name="extension">What is behind the name: ".vk", ".lock".</param>
    public static string PathOf(Digest content, string extension) => Path.Combine(Folder, content + extension);

    /// <summary>Whether a file is in the folder.</summary>
    public static bool Holds(string path) => OutputFile.FolderOf(path) == Path.GetFullPath(Folder);

    /// <summary>
    /// Waits until no other process makes keys of a model; others wait until the stream is disposed, or the process ends.
    /// </summary>
    /// <param name="content">Names what the keys are made from.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="CommandFailure">The folder cannot be written.</exception>
    /// <exception cref="OperationCanceledException">The waiting was cancelled.</exception>
    public static FileStream TakeTurn(Digest content, CancellationToken cancellation)
    {
        Create();
        string path = PathOf(content, ".lock");
        for (; ; )
        {
            try
            {
                return new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (IOException error) when (IsHeld(error))
            {
                cancellation.WaitHandle.WaitOne(MillisecondsBetween);
                cancellation.ThrowIfCancellationRequested();
            }
            catch (Exception error) when (error is IOException or UnauthorizedAccessException)
            {
                throw NotWritable(error);
            }
        }
    }

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
            throw NotWritable(error);
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

    /// <summary>Whether another process has the file: EWOULDBLOCK of Linux and macOS, and the sharing violation of Windows.</summary>
    private static bool IsHeld(IOException error) => error.HResult is 11 or 35 or unchecked((int)0x80070020);

    private static CommandFailure NotWritable(Exception error) => new(
        ExitCode.Environment,
        "no_cache",
        $"{Folder}: the key cache cannot be written: {error.Message}",
        $"{Variable} chooses another",
        error);
}
