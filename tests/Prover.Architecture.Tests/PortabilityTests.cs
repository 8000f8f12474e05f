using System.Text;
using System.Text.RegularExpressions;

namespace Prover.Architecture.Tests;

/// <summary>Nothing in the repository depends on one machine or one package server.</summary>
public partial class PortabilityTests
{
    private static readonly string[] BinaryExtensions =
        [".onnx", ".npy", ".npz", ".pb", ".proof", ".vk", ".pk", ".circuit", ".png", ".bin"];

    /// <summary>Written in parts, so that this file does not contain them.</summary>
    private static readonly string[] Hosts =
    [
        "nuget" + ".org", "npmjs" + ".org", "npmjs" + ".com", "pypi" + ".org", "files.python" + "hosted", "registry" + ".npm",
        "art" + "ifactory",
    ];

    private static IEnumerable<string> TextFiles() =>
        SourceTree.Files().Where(path => !BinaryExtensions.Contains(Path.GetExtension(path)));

    [Fact]
    public void No_file_names_a_folder_of_somebodys_machine()
    {
        IEnumerable<string> found = TextFiles().SelectMany(path => SourceTree.Lines(path)
            .Select((line, number) => (line, number))
            .Where(item => MachinePath().IsMatch(item.line))
            .Select(item => $"{path}:{item.number + 1}"));
        Assert.Empty(found);
    }

    [Fact]
    public void No_file_names_a_package_server() =>
        Assert.DoesNotContain(
            TextFiles(), path => Hosts.Any(host => SourceTree.Text(path).Contains(host, StringComparison.OrdinalIgnoreCase)));

    [Fact]
    public void Lock_files_hold_no_download_addresses() =>
        Assert.DoesNotContain(
            SourceTree.Files().Where(path => path.EndsWith("package-lock.json", StringComparison.Ordinal)),
            path => SourceTree.Text(path).Contains("\"resolved\"", StringComparison.Ordinal));

    [Fact]
    public void Code_is_plain_text_with_line_feeds()
    {
        var strict = new UTF8Encoding(false, throwOnInvalidBytes: true);
        foreach (string path in SourceTree.Code())
        {
            byte[] bytes = File.ReadAllBytes(Path.Combine(SourceTree.Root, path));
            Assert.DoesNotContain('\r', strict.GetString(bytes));
            Assert.False(bytes is [0xEF, 0xBB, 0xBF, ..], $"{path} starts with a byte order mark");
        }
    }

    [GeneratedRegex(@"(?<![\w.])/(?:home|root|work|Users|mnt)/\w|\b[A-Z]:\\\w")]
    private static partial Regex MachinePath();
}
