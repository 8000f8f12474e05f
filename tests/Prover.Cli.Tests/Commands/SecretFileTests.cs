using System.Text.Json.Nodes;

namespace Prover.Cli.Tests.Commands;

/// <summary>
/// Files that hold secrets (DECISIONS/0010): nobody but their owner may read them, and no second name gets around their count.
/// </summary>
[Collection(CommandCollection.Name)]
public sealed class SecretFileTests : IDisposable
{
    private const UnixFileMode Owner = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private readonly ProvenModel model;
    private readonly string folder = Directory.CreateTempSubdirectory("prover-secrets-").FullName;

    /// <summary>Takes the shared model.</summary>
    public SecretFileTests(ProvenModel model) => this.model = model;

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void Only_their_owner_may_read_secret_files()
    {
        if (OperatingSystem.IsWindows()) return; // where folders say who may read what is in them
        JsonObject compiled = CommandRun.Success(
            "compile", model.Onnx, "-o", In("secret.circuit"), "--visibility", "weights=private,input=hashed", "--proofs", "1",
            "--json").Json;
        Assert.True((bool)compiled["weights_hidden"]!);
        CommandRun.Success("setup", In("secret.circuit"), "-o", folder);
        JsonObject made = CommandRun.Success(
            "prove", "--key", In("secret.pk"), "--input", model.Sample(0), "-o", In("run.proof"), "--json").Json;
        string opening = (string)made["hashed"]![0]!["opening"]!;
        Assert.True((bool)made["zero_knowledge"]!);
        foreach (string file in (string[])[In("secret.circuit"), In("secret.pk"), opening]) Assert.Equal(Owner, File.GetUnixFileMode(file));

        // What is not secret has the mode of any new file.
        File.WriteAllBytes(In("any"), []);
        UnixFileMode usual = File.GetUnixFileMode(In("any"));
        CommandRun.Success("compile", model.Onnx, "-o", In("open.circuit"), "--visibility", "weights=public");
        CommandRun.Success("setup", In("open.circuit"), "-o", folder);
        foreach (string file in (string[])[In("secret.vk"), In("run.proof"), In("open.circuit"), In("open.pk")])
        {
            Assert.Equal(usual, File.GetUnixFileMode(file));
        }
    }

    [Fact]
    public void An_opening_that_is_counted_under_another_name_is_in_use()
    {
        if (OperatingSystem.IsWindows()) return; // where links need a privilege
        string[] prove = ["prove", model.Onnx, "--visibility", "input=hashed", "-o"];
        JsonObject made = CommandRun.Success([.. prove, In("first.proof"), "--input", model.Sample(0), "--json"]).Json;
        string opening = (string)made["hashed"]![0]!["opening"]!, link = In("link.opening");
        int left = (int)made["hashed"]![0]!["uses_left"]!;
        File.CreateSymbolicLink(link, opening);
        using (File.Create(opening + ".lock"))
        {
            CommandRun refused = CommandRun.Failure(4, [.. prove, In("more.proof"), "--opening", link]);
            Assert.Contains(".lock", refused.Error, StringComparison.Ordinal);
        }
        File.Delete(opening + ".lock");
        JsonObject more = CommandRun.Success([.. prove, In("more.proof"), "--opening", link, "--json"]).Json;
        Assert.Equal(left - 1, (int)more["hashed"]![0]!["uses_left"]!);
        Assert.Equal(left - 1, (int)CommandRun.Success("inspect", opening, "--json").Json["uses_left"]!["P100"]!);
        Assert.Equal(opening, new FileInfo(link).LinkTarget);
    }

    private string In(string name) => Path.Combine(folder, name);
}
