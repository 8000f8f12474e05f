using Prover.Cli.Failures;

namespace Prover.Cli.Files;

/// <summary>Reads whole files, with errors that name them.</summary>
internal static class InputFile
{
    /// <summary>The bytes of a file.</summary>
    /// <exception cref="CommandFailure">The file cannot be read.</exception>
    public static byte[] Read(string path)
    {
        try
        {
            return File.ReadAllBytes(path);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or ArgumentException or NotSupportedException)
        {
            throw new CommandFailure(ExitCode.BadInput, "unreadable_file", $"{path}: {Reason(path, error)}", null, error);
        }
    }

    private static string Reason(string path, Exception error)
    {
        if (Directory.Exists(path)) return "it is a folder, not a file";
        return error switch
        {
            FileNotFoundException or DirectoryNotFoundException => "there is no such file",
            UnauthorizedAccessException => "it may not be read",
            _ => error.Message,
        };
    }
}
