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
        using var staged = new StagedFiles();
        foreach (OutputContent file in files) staged.Add(file);
        staged.Publish();
    }

    /// <summary>What a path points to: a link stays a link, and its target is replaced.</summary>
    public static string TargetOf(string path) =>
        File.Exists(path) ? File.ResolveLinkTarget(path, returnFinalTarget: true)?.FullName ?? path : path;

    /// <summary>The folder of a file.</summary>
    public static string FolderOf(string path) => Path.GetDirectoryName(Path.GetFullPath(path)) ?? Path.GetFullPath(path);
}
