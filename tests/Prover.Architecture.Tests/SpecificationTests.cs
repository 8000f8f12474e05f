using System.Text.RegularExpressions;

namespace Prover.Architecture.Tests;

/// <summary>The specification and the code that cites it.</summary>
public partial class SpecificationTests
{
    private const string Specification = "src/SPEC.md";

    [Fact]
    public void Every_section_cited_in_code_exists()
    {
        HashSet<string> sections = [.. SourceTree.Lines(Specification).Select(line => Heading().Match(line))
            .Where(match => match.Success).Select(match => match.Groups["number"].Value.TrimEnd('.'))];
        IEnumerable<string> missing = SourceTree.Code().SelectMany(path => Citation().Matches(SourceTree.Text(path))
            .SelectMany(match => Number().Matches(match.Value))
            .Select(match => match.Value)
            .Where(number => !sections.Contains(number))
            .Select(number => $"{path}: SPEC §{number}"));
        Assert.Empty(missing);
    }

    [Fact]
    public void Sections_are_numbered_without_repetition()
    {
        string[] numbers = [.. SourceTree.Lines(Specification).Select(line => Heading().Match(line))
            .Where(match => match.Success).Select(match => match.Groups["number"].Value.TrimEnd('.'))];
        Assert.Equal(numbers.Distinct(), numbers);
        Assert.NotEmpty(numbers);
    }

    [GeneratedRegex(@"^#+\s+§?(?<number>\d+(?:\.\d+)*)\b\.?")]
    private static partial Regex Heading();

    /// <summary>"SPEC §4.2" and lists such as "SPEC §4.1, §6.1" or "SPEC §2, §3".</summary>
    [GeneratedRegex(@"SPEC §\d+(?:\.\d+)*(?:(?:, | and | to )§\d+(?:\.\d+)*)*")]
    private static partial Regex Citation();

    [GeneratedRegex(@"\d+(?:\.\d+)*")]
    private static partial Regex Number();
}
