using System.Text.RegularExpressions;

namespace Prover.ZeroKnowledge.Tests;

/// <summary>The tables of this project's README name tests that exist and are run.</summary>
public partial class IngredientTableTests
{
    [Fact]
    public void Every_test_of_the_tables_exists()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Prover.sln"))) root = Path.GetDirectoryName(root);
        string tests = Path.Combine(root ?? throw new DirectoryNotFoundException("Prover.sln"), "tests");
        string[] lines = File.ReadAllLines(Path.Combine(tests, "Prover.ZeroKnowledge.Tests", "README.md"));
        string[] rows = [.. lines.Where(line => line.StartsWith("| ", StringComparison.Ordinal) && line.Contains('.'))];
        Assert.InRange(rows.Length, 30, 100);
        ILookup<string, string> sources = Directory.EnumerateFiles(tests, "*Tests.cs", SearchOption.AllDirectories)
            .ToLookup(file => Path.GetFileNameWithoutExtension(file));
        foreach (string row in rows)
        {
            Match[] named = [.. Named().Matches(row).Cast<Match>()];
            Assert.NotEmpty(named);
            foreach (Match test in named)
            {
                Assert.True(IsRun(sources[test.Groups[1].Value], test.Groups[2].Value), $"{test.Value} is no test");
            }
        }
    }

    /// <summary>Whether a method stands in one of the files behind the attributes of a test that is not skipped.</summary>
    private static bool IsRun(IEnumerable<string> files, string method) => files.Any(file =>
    {
        string source = File.ReadAllText(file);
        int at = source.IndexOf($" void {method}(", StringComparison.Ordinal);
        if (at < 0) return false;
        string attributes = source[Math.Max(source.LastIndexOf("\n\n", at, StringComparison.Ordinal), 0)..at];
        return (attributes.Contains("[Fact]", StringComparison.Ordinal) || attributes.Contains("[Theory]", StringComparison.Ordinal))
            && !attributes.Contains("Skip", StringComparison.Ordinal);
    });

    [GeneratedRegex(@"`(\w+)\.(\w+)`")]
    private static partial Regex Named();
}
