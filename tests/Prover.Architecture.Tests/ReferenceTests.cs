using System.Reflection;

namespace Prover.Architecture.Tests;

/// <summary>Who may use whom (design §7): the verifier is the root, the prover calls it, the front end calls the prover.</summary>
public class ReferenceTests
{
    private static readonly Dictionary<string, string[]> Allowed = new()
    {
        ["Prover.Verifier"] = [],
        ["Prover.Proving"] = ["Prover.Verifier"],
        ["Prover.Onnx"] = ["Google.Protobuf", "Prover.Proving", "Prover.Verifier"],
        ["prover"] = ["Prover.Onnx", "Prover.Proving", "Prover.Verifier", "Spectre.Console", "System.CommandLine"],
    };

    public static TheoryData<string> Assemblies => [.. Allowed.Keys];

    [Theory]
    [MemberData(nameof(Assemblies))]
    public void An_assembly_references_only_what_the_table_allows(string name)
    {
        IEnumerable<string> packages = Assembly.Load(name).GetReferencedAssemblies()
            .Select(reference => reference.Name!)
            .Where(reference => !IsFramework(reference));
        Assert.Empty(packages.Except(Allowed[name]));
    }

    [Fact]
    public void The_table_covers_every_project_of_src()
    {
        IEnumerable<string> projects = SourceTree.Files("src")
            .Where(path => path.EndsWith(".csproj", StringComparison.Ordinal))
            .Select(path => Path.GetFileNameWithoutExtension(path))
            .Select(project => project == "Prover.Cli" ? "prover" : project);
        Assert.Equal(Allowed.Keys.Order(StringComparer.Ordinal), projects.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void The_verifiers_project_names_no_project_and_no_package()
    {
        string project = SourceTree.Text("src/Prover.Verifier/Prover.Verifier.csproj");
        Assert.DoesNotContain("ProjectReference", project, StringComparison.Ordinal);
        Assert.DoesNotContain("PackageReference", project, StringComparison.Ordinal);
        Assert.Contains("<AllowUnsafeBlocks>false</AllowUnsafeBlocks>", project, StringComparison.Ordinal);
    }

    private static bool IsFramework(string reference) =>
        reference is "System.Runtime" or "Microsoft.Win32.Primitives"
        || (reference.StartsWith("System.", StringComparison.Ordinal) && reference != "System.CommandLine");
}
