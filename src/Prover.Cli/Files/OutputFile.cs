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

    /// <summary>Creates a folder unless it exists.</summary>
    /// <exception cref="CommandFailure">It cannot be created.</exception>
    public static void CreateFolder(string folder)
    {
        try
        {
            Directory.CreateDirectory(folder);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(
                ExitCode.Environment, "write_failed", $"{folder}: the folder cannot be created: {error.Message}", null, error);
        }
    }

    /// <summary>Writes one file.</summary>
    /// <exception cref="CommandFailure">It cannot be written.</exception>
    public static void Write(string path, ReadOnlySpan<byte> content) => Write([new(path, content.ToArray())]);

    /// <summary>Writes one file that only its owner may read.</summary>
    /// <exception cref="CommandFailure">It cannot be written.</exception>
    public static void WriteSecret(string path, ReadOnlySpan<byte> content) => Write([new(path, content.ToArray(), IsSecret: true)]);

    /// <summary>Writes several files, all or none as far as the file system allows: nothing is renamed before all are stored.</summary>
    /// <exception cref="CommandFailure">They cannot be written.</exception>
    public static void Write(IReadOnlyList<OutputContent> files)
    {
        var stored = new List<(string Temporary, string Target)>();
        string current = "";
        try
        {
            foreach (OutputContent file in files)
            {
                current = file.Path;
                if (IsDevice(file.Path)) WriteDevice(file.Path, file.Content);
                else stored.Add(Store(file.Path, file.Content, file.IsSecret));
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

    /// <summary>What a path points to: a link stays a link, and its target is replaced.</summary>
    public static string TargetOf(string path) =>
        File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;

    private static (string Temporary, string Target) Store(string path, byte[] content, bool isSecret)
    {
        string target = TargetOf(path);
        string temporary = Path.Combine(FolderOf(target), $".{Path.GetFileName(target)}.{Path.GetRandomFileName()}");
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

    private static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? Path.GetFullPath(path);
}
