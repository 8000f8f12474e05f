namespace Prover.Conformance.Tests;

/// <summary>Where checked-in lists lie, and whether they are to be written anew.</summary>
internal static class Repository
{
    /// <summary>Set to 1 to write the files instead of comparing them.</summary>
    private const string Variable = "PROVER_WRITE_SNAPSHOTS";

    private static readonly string Root = FindRoot();

    /// <summary>Compares a file of the repository with what it should be, or writes it.</summary>
    public static void Check(string path, string expected)
    {
        string file = Path.Combine(Root, path);
        if (Environment.GetEnvironmentVariable(Variable) == "1") File.WriteAllText(file, expected);
        string actual = File.Exists(file) ? File.ReadAllText(file).ReplaceLineEndings("\n") : string.Empty;
        string[] stale = [.. expected.Split('\n').Except(actual.Split('\n')).Take(5)];
        Assert.True(actual == expected, $"{path} is stale; {Variable}=1 writes it anew. New: {string.Join(" | ", stale)}");
    }

    /// <summary>A folder beside one that contains this test, or null.</summary>
    public static string? Find(string name)
    {
        for (DirectoryInfo? folder = new(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            string candidate = Path.Combine(folder.FullName, name);
            if (Directory.Exists(candidate)) return candidate;
        }

        return null;
    }

    private static string FindRoot()
    {
        string? folder = AppContext.BaseDirectory;
        while (folder is not null && !File.Exists(Path.Combine(folder, "Prover.sln"))) folder = Path.GetDirectoryName(folder);
        return folder ?? throw new InvalidOperationException("the tests do not run inside the repository");
    }
}
