using Prover.Cli.Failures;

namespace Prover.Cli.Files;

/// <summary>
/// Writes whole files: under another name first, then renamed, so that a failure leaves neither half a file nor loses an old one.
/// </summary>
internal static class OutputFile
{
    /// <summary>Refuses early, before long work, what could not be written later.</summary>
    /// <exception cref="CommandFailure">The folder does not exist or the path is a folder.</exception>
    public static void Check(string path)
    {
        if (path.Length == 0) throw CommandFailure.Usage("the name of the output file is empty");
        string folder = FolderOf(path);
        if (!Directory.Exists(folder)) throw CommandFailure.Usage($"{path}: the folder {folder} does not exist", "create it first");
        if (Directory.Exists(path)) throw CommandFailure.Usage($"{path}: it is a folder, not a file");
    }

    /// <summary>Writes one file.</summary>
    /// <exception cref="CommandFailure">It cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content) => Write([(path, content.ToArray())]);

    /// <summary>Writes several files, all or none as far as the file system allows: nothing is renamed before all are stored.</summary>
    /// <exception cref="CommandFailure">They cannot be written.</exception>
    public static void Write(IReadOnlyList<(string Path, byte[] Content)> files)
    {
        var stored = new List<(string Temporary, string Target)>();
        string current = "";
        try
        {
            foreach ((string path, byte[] content) in files)
            {
                current = path;
                if (IsDevice(path)) WriteDevice(path, content);
                else stored.Add(Store(path, content));
            }
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
            throw new CommandFailure(
                ExitCode.Environment, "write_failed", $"{current}: cannot be written: {error.Message}", "nothing was changed", error);
        }
        finally
        {
            foreach ((string temporary, _) in stored) File.Delete(temporary);
        }
    }

    private static (string Temporary, string Target) Store(string path, byte[] content)
    {
        // A link stays a link: what it points to is replaced.
        string target = File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;
        string temporary = Path.Combine(FolderOf(target), $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}");
        try
        {
            using var stream = new FileStream(temporary, FileMode.CreateNew, FileAccess.Write, FileShare.None);
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

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? Path.GetFullPath(path);
}
