using Prover.Cli.Failures;

namespace Prover.Cli.Files;

/// <summary>
/// Files stored on disk under other names, each whole and in the folder of its target, that are renamed together: whatever could fail has
/// failed before the first of them is seen.
/// </summary>
internal sealed class StagedFiles : IDisposable
{
    private readonly List<(string Temporary, string Target)> stored = [];

    /// <summary>Stores a file under another name, flushed to disk. A device takes its bytes at once.</summary>
    /// <exception cref="CommandFailure">It cannot be written.</exception>
    public void Add(OutputContent file)
    {
        try
        {
            if (IsDevice(file.Path)) WriteDevice(file.Path, file.Content);
            else stored.Add(Store(file.Path, file.Content, file.IsSecret));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failure(file.Path, error);
        }
    }

    /// <summary>Gives all files their names, in the order in which they were added.</summary>
    /// <exception cref="CommandFailure">They cannot be renamed.</exception>
    public void Publish()
    {
        string current = "";
        try
        {
            foreach ((_, string target) in stored)
            {
                // The one thing that would stop a rename in this folder, so that no other has been renamed before.
                current = target;
                if (Directory.Exists(target)) throw new IOException("it is a folder, not a file");
            }
            foreach ((string temporary, string target) in stored)
            {
                current = target;
                File.Move(temporary, target, overwrite: true);
            }
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw Failure(current, error);
        }
    }

    /// <summary>Deletes what has not been renamed.</summary>
    public void Dispose()
    {
        foreach ((string temporary, _) in stored) File.Delete(temporary);
        stored.Clear();
    }

    private static CommandFailure Failure(string path, Exception error) => new(
        ExitCode.Environment, "write_failed", $"{path}: cannot be written: {error.Message}", "nothing was changed", error);

    private static (string Temporary, string Target) Store(string path, byte[] content, bool isSecret)
    {
        string target = OutputFile.TargetOf(path);
        string temporary = Path.Combine(OutputFile.FolderOf(target), $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}");
        try
        {
            var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, Share = FileShare.None };
            // From its first byte on, and under its first name too.
            if (isSecret && !OperatingSystem.IsWindows()) options.UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite;
            using var stream = new FileStream(temporary, options);
            stream.Write(content);
            stream.Flush(flushToDisk: true);
        }
        catch
        {
            File.Delete(temporary);
            throw;
        }
        return (temporary, target);
    }

    /// <summary>Devices cannot be replaced by a file: they take bytes.</summary>
    private static void WriteDevice(string path, byte[] content)
    {
        using var stream = new FileStream(path, FileMode.Open, FileAccess.Write, FileShare.ReadWrite, bufferSize: 0);
        stream.Write(content);
        stream.Flush();
    }

    private static bool IsDevice(string path) =>
        !OperatingSystem.IsWindows() && Path.GetFullPath(path).StartsWith("/dev/", StringComparison.Ordinal) && File.Exists(path);
}
