using System.Text.RegularExpressions;

namespace Prover.Architecture.Tests;

/// <summary>Names and sizes (design §7).</summary>
public partial class StyleTests
{
    private const int MaximumLines = 500;
    private const int MaximumColumns = 140;
    private static readonly string[] BannedNames = ["Utils", "Util", "Common", "Core", "Helpers", "Helper", "Manager", "Managers", "Misc"];

    [Fact]
    public void No_folder_or_type_has_a_name_that_says_nothing()
    {
        IEnumerable<string> named = SourceTree.Code().Where(path => path.Split('/').Any(part => BannedNames.Contains(part))
            || BannedNames.Any(name => Path.GetFileNameWithoutExtension(path).EndsWith(name, StringComparison.Ordinal)));
        Assert.Empty(named);
    }

    [Fact]
    public void No_file_is_too_long() =>
        Assert.DoesNotContain(SourceTree.Code(), path => SourceTree.Lines(path).Length > MaximumLines);

    [Fact]
    public void No_line_is_too_long()
    {
        IEnumerable<string> lines = SourceTree.Code().SelectMany(path => SourceTree.Lines(path)
            .Select((line, number) => (line, number))
            .Where(item => item.line.Length > MaximumColumns)
            .Select(item => $"{path}:{item.number + 1}"));
        Assert.Empty(lines);
    }

    /// <summary>A file is named after its public type; companions (enums and records of a few lines) may sit beside it.</summary>
    [Fact]
    public void A_file_has_one_public_type_and_its_name()
    {
        List<string> wrong = [];
        foreach (string path in SourceTree.Code().Where(path => path.StartsWith("src/", StringComparison.Ordinal)))
        {
            Match[] types = [.. SourceTree.Lines(path).Select(line => PublicType().Match(line)).Where(match => match.Success)];
            if (types.Length == 0) continue;
            string name = Path.GetFileNameWithoutExtension(path).Split('.')[0];
            bool named = types.Any(type => type.Groups["name"].Value == name);
            int principal = types.Count(type => type.Groups["name"].Value != name && !IsCompanion(type.Groups["kind"].Value));
            if (!named || principal > 0) wrong.Add($"{path}: {string.Join(", ", types.Select(type => type.Groups["name"].Value))}");
        }
        Assert.Empty(wrong);
    }

    [Fact]
    public void No_work_is_left_as_a_note()
    {
        string[] notes = ["TO" + "DO", "FIX" + "ME", "XX" + "X:", "HA" + "CK:", "NotImplemented" + "Exception"];
        Assert.DoesNotContain(
            SourceTree.Code(), path => notes.Any(note => SourceTree.Text(path).Contains(note, StringComparison.Ordinal)));
    }

    private static bool IsCompanion(string kind) => kind is "enum" || kind.StartsWith("record", StringComparison.Ordinal);

    [GeneratedRegex(@"^public (?:(?:sealed|static|abstract|readonly|partial|ref|unsafe) )*"
        + @"(?<kind>class|struct|interface|enum|record(?: struct| class)?) (?<name>\w+)")]
    private static partial Regex PublicType();
}
