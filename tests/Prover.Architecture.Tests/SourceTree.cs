namespace Prover.Architecture.Tests;

/// <summary>The files of the repository, without what builds and tools put there.</summary>
internal static class SourceTree
{
    private static readonly string[] Skipped = [".git", ".vs", "artifacts", "bin", "obj", "node_modules", "TestResults", "__pycache__"];

    /// <summary>The folder that holds the solution.</summary>
    public static string Root { get; } = FindRoot();

    /// <summary>Every file below a folder, as paths relative to the root with forward slashes.</summary>
    public static IReadOnlyList<string> Files(string folder = "") =>
        [.. Walk(Path.Combine(Root, folder))
            .Select(path => Path.GetRelativePath(Root, path).Replace('\\', '/'))
            .Order(StringComparer.Ordinal)];

    /// <summary>Every C# file of src, tests and benchmarks.</summary>
    public static IReadOnlyList<string> Code() =>
        [.. new[] { "src", "tests", "benchmarks" }.SelectMany(Files).Where(path => path.EndsWith(".cs", StringComparison.Ordinal))];

    /// <summary>The lines of a file.</summary>
    public static string[] Lines(string path) => File.ReadAllLines(Path.Combine(Root, path));

    /// <summary>The text of a file.</summary>
    public static string Text(string path) => File.ReadAllText(Path.Combine(Root, path));

    private static IEnumerable<string> Walk(string folder)
    {
        if (!Directory.Exists(folder)) yield break;
        foreach (string file in Directory.EnumerateFiles(folder))
        {
            if (!Skipped.Contains(Path.GetFileName(file))) yield return file; // .git is a file in a second work tree
        }
        foreach (string child in Directory.EnumerateDirectories(folder))
        {
            if (Skipped.Contains(Path.GetFileName(child))) continue;
            foreach (string file in Walk(child)) yield return file;
        }
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Prover.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
