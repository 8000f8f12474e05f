using System.Buffers.Binary;
using System.Text.Json.Nodes;
using Prover.Onnx.Artefacts;
using Prover.Verifier.Hashing;

namespace Prover.Cli.Tests.Commands;

/// <summary>Bad input of any kind: one line naming the file, the right exit code, nothing partly written, nothing lost.</summary>
[Collection(CommandCollection.Name)]
public class BadInputTests(ProvenModel model)
{
    [Theory]
    [InlineData()]
    [InlineData("bogus")]
    [InlineData("verify")]
    [InlineData("verify", "--key", "a", "--proof", "b", "--context", "0g")]
    [InlineData("verify", "--key", "a", "--proof", "b", "--model-id", "00")]
    [InlineData("setup", "a", "-o", "b", "--security", "99")]
    [InlineData("prove", "--input", "a", "-o", "b.proof")]
    [InlineData("prove", "model.onnx", "--key", "k", "--input", "a", "-o", "b.proof")]
    [InlineData("compile", "a.onnx", "-o", "b.circuit", "--batch", "0")]
    [InlineData("compile", "a.onnx", "-o", "b.circuit", "--dim", "x")]
    [InlineData("compile", "a.onnx", "-o", "b.circuit", "--visibility", "weights=hashed")]
    [InlineData("doctor", "--threads", "0")]
    public void Bad_command_lines_exit_with_2(params string[] arguments)
    {
        CommandRun.Failure(2, arguments);
        CommandRun json = CommandRun.Of([.. arguments, "--json"]);
        Assert.Equal(2, json.Exit);
        Assert.NotEmpty((string)json.Json["error"]!["message"]!);
        Assert.True(json.Json["error"]!.AsObject().ContainsKey("hint"));
        Assert.Equal("usage", (string)json.Json["error"]!["code"]!);
    }

    [Fact]
    public void Missing_files_are_named()
    {
        string absent = model.Path("absent");
        string target = model.Path("never");
        foreach (string[] command in (string[][])
        [
            ["compile", absent, "-o", target],
            ["setup", absent, "-o", target],
            ["id", absent],
            ["prove", absent, "--input", model.Sample(0), "-o", target],
            ["prove", "--key", absent, "--input", model.Sample(0), "-o", target],
            ["prove", "--key", model.ProvingKey, "--input", absent + ".npy", "-o", target],
            ["verify", "--key", absent, "--proof", model.Proof],
            ["verify", "--key", model.VerificationKey, "--proof", absent],
            ["run", absent, "--input", model.Sample(0)],
            ["inspect", absent],
            ["security", absent],
        ])
        {
            Assert.Contains(absent, CommandRun.Failure(2, command).Error, StringComparison.Ordinal);
        }
        Assert.False(Path.Exists(target));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(1000)]
    [InlineData(60_000)]
    public void A_truncated_model_exits_with_2(int length)
    {
        string truncated = model.Changed(model.Onnx, bytes => bytes[..length]);
        CommandRun run = CommandRun.Failure(2, "compile", truncated, "-o", model.Path("never.circuit"));
        Assert.Contains(truncated, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(model.Path("never.circuit")));
    }

    [Fact]
    public void A_model_that_is_noise_exits_with_2()
    {
        string noise = model.Changed(model.Onnx, bytes =>
        {
            new Random(5).NextBytes(bytes);
            return bytes;
        });
        CommandRun.Failure(2, "id", noise);
    }

    [Fact]
    public void A_model_with_an_unknown_operator_exits_with_3_and_names_the_node()
    {
        // The operator's name occurs in the graph as it is; another of the same length is unknown.
        string unknown = model.Changed(model.Onnx, bytes =>
        {
            int place = bytes.AsSpan().IndexOf("Flatten"u8);
            Assert.True(place > 0);
            for (; place >= 0; place = bytes.AsSpan().IndexOf("Flatten"u8)) "Unknown"u8.CopyTo(bytes.AsSpan(place));
            return bytes;
        });
        CommandRun run = CommandRun.Failure(3, "compile", unknown, "-o", model.Path("never.circuit"));
        Assert.Contains("(Unknown)", run.Error, StringComparison.Ordinal);
        Assert.Equal("model_not_supported", (string)CommandRun.Of("id", unknown, "--json").Json["error"]!["code"]!);
        Assert.False(File.Exists(model.Path("never.circuit")));
    }

    [Fact]
    public void Keys_and_circuits_that_are_damaged_or_swapped_say_so()
    {
        string[] Prove(string key) => ["prove", "--key", key, "--input", model.Sample(0), "-o", model.Path("never.proof")];
        string Flip(string file) => model.Changed(file, bytes =>
        {
            bytes[bytes.Length / 2] ^= 4;
            return bytes;
        });
        ErrorCode("corrupt", Prove(Flip(model.ProvingKey)));
        ErrorCode("corrupt", "setup", Flip(model.Circuit), "-o", model.Path("never"));
        ErrorCode("corrupt", "verify", "--key", Flip(model.VerificationKey), "--proof", model.Proof);
        ErrorCode("truncated", Prove(model.Changed(model.ProvingKey, bytes => bytes[..^1])));
        ErrorCode("truncated", "security", model.Changed(model.VerificationKey, bytes => bytes[..30]));
        ErrorCode("wrong_kind", Prove(model.VerificationKey));
        ErrorCode("wrong_kind", "verify", "--key", model.ProvingKey, "--proof", model.Proof);
        ErrorCode("wrong_kind", "compile", model.Circuit, "-o", model.Path("never.circuit"));
        ErrorCode("wrong_kind", "inspect", model.Onnx);
        Assert.False(Path.Exists(model.Path("never")));
        Assert.False(Path.Exists(model.Path("never.proof")));
    }

    [Fact]
    public void Another_version_of_the_format_says_so()
    {
        string other = model.Changed(model.Circuit, bytes =>
        {
            BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(8), 1);
            return bytes;
        });
        ErrorCode("other_version", "setup", other, "-o", model.Path("never"));
        CommandRun run = CommandRun.Failure(2, "setup", other, "-o", model.Path("never"));
        Assert.Contains("version 1", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_key_for_another_circuit_is_noticed()
    {
        string foreign = model.Changed(
            model.ProvingKey, bytes => (ProvingKeyFile.Read(bytes) with { ModelId = Blake3.Hash("other"u8) }).Write());
        ErrorCode("wrong_circuit", "prove", "--key", foreign, "--input", model.Sample(0), "-o", model.Path("never.proof"));
        Assert.False(Path.Exists(model.Path("never.proof")));
    }

    [Theory]
    [InlineData("""{"input_data": [[1, 2, 3]]}""", "784")]
    [InlineData("""{"other": [1]}""", "input")]
    [InlineData("""{"input_data": [["x"]]}""", "")]
    [InlineData("""{"input_data": """, "")]
    [InlineData("[]", "")]
    public void Inputs_that_do_not_fit_exit_with_2(string json, string named)
    {
        string file = model.Path(Guid.NewGuid() + ".json");
        File.WriteAllText(file, json);
        CommandRun run = CommandRun.Failure(2, "prove", "--key", model.ProvingKey, "--input", file, "-o", model.Path("never.proof"));
        Assert.Contains(file, run.Error, StringComparison.Ordinal);
        if (named != "784") Assert.Contains(named, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(model.Path("never.proof")));
    }

    [Fact]
    public void Not_a_number_in_an_input_exits_with_2()
    {
        string file = model.Changed(model.Sample(0), bytes =>
        {
            BinaryPrimitives.WriteSingleLittleEndian(bytes.AsSpan(^400), float.NaN);
            return bytes;
        });
        CommandRun run = CommandRun.Failure(2, "run", model.Circuit, "--input", file);
        Assert.Contains("NaN", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_full_disk_exits_with_4()
    {
        if (!File.Exists("/dev/full")) return; // only some systems have it
        CommandRun run = CommandRun.Failure(4, "compile", model.Onnx, "-o", "/dev/full");
        Assert.Contains("/dev/full", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public void A_failed_write_loses_nothing()
    {
        string folder = model.Path("target");
        Directory.CreateDirectory(Path.Combine(folder, "mlp.vk")); // where a file should go lies a folder
        File.WriteAllText(Path.Combine(folder, "mlp.pk"), "precious");
        CommandRun.Failure(4, "setup", model.Circuit, "-o", folder);
        Assert.Equal("precious", File.ReadAllText(Path.Combine(folder, "mlp.pk")));
        Assert.Equal(2, Directory.GetFileSystemEntries(folder).Length);
    }

    [Fact]
    public void An_output_folder_that_does_not_exist_is_noticed_before_the_work()
    {
        string target = model.Path(Path.Combine("absent-folder", "run.proof"));
        CommandRun.Failure(2, "prove", "--key", model.ProvingKey, "--input", model.Sample(0), "-o", target);
    }

    [Fact]
    public void A_cancelled_proof_exits_with_130_and_keeps_the_old_file()
    {
        string target = model.Path("kept.proof");
        File.WriteAllText(target, "old");
        using var cancelled = new CancellationTokenSource();
        cancelled.Cancel();
        CommandRun run = CommandRun.With(
            cancelled.Token, "prove", "--key", model.ProvingKey, "--input", model.Sample(0), "-o", target);
        Assert.Equal(130, run.Exit);
        Assert.Equal("old", File.ReadAllText(target));
        Assert.DoesNotContain(Directory.GetFiles(model.Folder), file => Path.GetFileName(file).StartsWith('.'));
    }

    [Fact]
    public void A_proof_cancelled_in_its_middle_writes_nothing()
    {
        string target = model.Path("middle.proof");
        using var cancellation = new CancellationTokenSource(TimeSpan.FromMilliseconds(60));
        CommandRun run = CommandRun.With(
            cancellation.Token, "prove", "--key", model.ProvingKey, "--input", model.Sample(0), "-o", target);
        // On a fast machine the proof may be done before.
        Assert.Equal(run.Exit == 0, File.Exists(target));
        Assert.Contains(run.Exit, (int[])[0, 130]);
    }

    [Fact]
    public void Quantize_without_samples_says_how_to_provide_them()
    {
        CommandRun run = CommandRun.Failure(2, "quantize", model.Onnx, "-o", model.Path("out.onnx"));
        Assert.Contains("--calibration", run.Error, StringComparison.Ordinal);
        Assert.Contains(model.Onnx, run.Error, StringComparison.Ordinal);
        Assert.False(File.Exists(model.Path("out.onnx")));
    }

    [Fact]
    public void Debug_prints_the_trace_and_nothing_else_does()
    {
        string absent = model.Path("absent");
        Assert.DoesNotContain("   at ", CommandRun.Of("inspect", absent).Error, StringComparison.Ordinal);
        Assert.Contains("   at ", CommandRun.Of("inspect", absent, "--debug").Error, StringComparison.Ordinal);
    }

    private static void ErrorCode(string code, params string[] arguments)
    {
        JsonObject json = CommandRun.Of([.. arguments, "--json"]).Json;
        Assert.True(json["error"] is not null, json.ToJsonString());
        Assert.Equal(code, (string)json["error"]!["code"]!);
        CommandRun.Failure(2, arguments);
    }
}
