using System.Text.Json.Nodes;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Hashing;

namespace Prover.Cli.Tests.Commands;

/// <summary>Each verb does what cli.md says and gives the fields it names.</summary>
[Collection(CommandCollection.Name)]
public class VerbTests(ProvenModel model)
{
    private static void HasFields(JsonObject json, params string[] fields) =>
        Assert.All(fields, field => Assert.True(json.ContainsKey(field), $"no field {field} in {json}"));

    [Fact]
    public void Compile_describes_the_circuit_and_is_deterministic()
    {
        string other = model.Path("again.circuit");
        JsonObject json = CommandRun.Success("compile", model.Onnx, "-o", other, "--json").Json;
        HasFields(json, "circuit", "parameters", "lookups", "committed_elements", "contractions", "nodes");
        Assert.Equal(101_770, (long)json["parameters"]!);
        Assert.Equal(2, (int)json["contractions"]!);
        Assert.Equal(File.ReadAllBytes(model.Circuit), File.ReadAllBytes(other));
    }

    [Fact]
    public void Setup_writes_both_keys_and_id_recomputes_the_id_for_every_profile()
    {
        string folder = model.Path("keys128");
        string circuit = model.Path("open.circuit");
        CommandRun.Success("compile", model.Onnx, "-o", circuit, "--visibility", "weights=public");
        JsonObject json = CommandRun.Success("setup", circuit, "-o", folder, "--security", "128", "--json").Json;
        Assert.Equal(128, (int)json["security_bits"]!);
        VerificationKey key = VerificationKey.Read(File.ReadAllBytes(Path.Combine(folder, "open.vk")));
        Assert.Equal(128, key.Profile);
        Assert.True(File.Exists(Path.Combine(folder, "open.pk")));
        Assert.Equal(key.ModelId.ToString(), CommandRun.Success("id", model.Onnx).Output.Trim());
        string[] profile = ["setup", circuit, "-o", model.Path("keys100"), "--security", "100", "--json"];
        Assert.Equal(key.ModelId.ToString(), (string)CommandRun.Success(profile).Json["model_id"]!);
        Assert.NotEqual(key.ModelId.ToString(), CommandRun.Success("id", model.Onnx, "--batch", "2").Output.Trim());
    }

    [Fact]
    public void Weights_are_private_unless_the_command_says_otherwise()
    {
        JsonObject hidden = CommandRun.Success("inspect", model.VerificationKey, "--json").Json;
        Assert.True((bool)hidden["weights_hidden"]!);
        // Each setup commits to them anew, and no file determines the id.
        JsonObject again = CommandRun.Success("setup", model.Circuit, "-o", model.Path("again"), "--json").Json;
        Assert.NotEqual(VerificationKey.Read(File.ReadAllBytes(model.VerificationKey)).ModelId.ToString(), (string)again["model_id"]!);
        CommandRun.Failure(2, "id", model.Circuit);
        foreach (string[] said in (string[][])[["--visibility", "weights=public"], ["--no-zk"]])
        {
            JsonObject open = CommandRun.Success(["compile", model.Onnx, "-o", model.Path("said.circuit"), "--json", .. said]).Json;
            Assert.False((bool)open["weights_hidden"]!);
        }
    }

    [Fact]
    public void Prove_from_the_model_caches_its_keys()
    {
        string proof = model.Path("direct.proof");
        string[] command = ["prove", model.Onnx, "--input", model.Sample(1), "-o", proof, "--json"];
        JsonObject first = CommandRun.Success(command).Json;
        HasFields(
            first, "proof", "proof_bytes", "prove_seconds", "phases", "peak_memory_bytes", "model_id", "security_bits", "outputs");
        string[] phases = [.. first["phases"]!.AsObject().Select(phase => phase.Key)];
        Assert.Equal(["witness", "commit", "lookups", "contractions", "opening"], phases);
        Assert.Equal(new FileInfo(proof).Length, (long)first["proof_bytes"]!);
        string key = (string)first["verification_key"]!;
        CommandRun.Success("verify", "--key", key, "--proof", proof, "--input", model.Sample(1));
        DateTime written = File.GetLastWriteTimeUtc(key);
        byte[] bytes = File.ReadAllBytes(proof);
        CommandRun.Success(command);
        Assert.Equal(written, File.GetLastWriteTimeUtc(key));
        // Another proof of the same statement hides it with other randomness.
        Assert.NotEqual(bytes, File.ReadAllBytes(proof));
        CommandRun.Success("verify", "--key", key, "--proof", proof, "--input", model.Sample(1));
        // In the place of a damaged key there is another one, of another id: its weights are private.
        File.WriteAllBytes(Path.ChangeExtension(key, ".pk"), [1, 2, 3]);
        JsonObject other = CommandRun.Success(command).Json;
        Assert.Contains(".pk", (string)other["replaced_key"]!["reason"]!, StringComparison.Ordinal);
        CommandRun.Success("verify", "--key", (string)other["verification_key"]!, "--proof", proof, "--input", model.Sample(1));
    }

    [Fact]
    public void Verify_gives_a_verdict_with_the_public_values()
    {
        JsonObject json = CommandRun.Success(
            "verify", "--key", model.VerificationKey, "--proof", model.Proof, "--context", ProvenModel.Context, "--json").Json;
        HasFields(
            json, "valid", "reason", "verify_seconds", "model_id", "circuit_digest", "security_bits", "context", "public");
        Assert.True((bool)json["valid"]!);
        Assert.Null(json["reason"]);
        Assert.Equal(ProvenModel.Context, (string)json["context"]!);
        Assert.InRange((int)json["security_bits"]!, 100, 128);
        Assert.Equal(784, json["public"]!["inputs"]!["input"]!.AsArray().Count);
        string text = CommandRun.Success("verify", "--key", model.VerificationKey, "--proof", model.Proof).Output;
        Assert.StartsWith("valid", text, StringComparison.Ordinal);
    }

    [Fact]
    public void Verify_compares_input_and_output_files()
    {
        string[] verify = ["verify", "--key", model.VerificationKey, "--proof", model.Proof];
        CommandRun.Success([.. verify, "--input", model.Sample(0), "--output", model.Outputs]);
        Refused("public_values", [.. verify, "--input", model.Sample(1)]);
        JsonNode outputs = JsonNode.Parse(File.ReadAllBytes(model.Outputs))!;
        outputs["logits"]![0]![3] = 0.5f;
        string other = model.Path("other.json");
        File.WriteAllText(other, outputs.ToJsonString());
        Refused("public_values", [.. verify, "--output", other]);
    }

    [Theory]
    [InlineData("wrong_context", "--context", "00fe")]
    [InlineData("wrong_context", "--context", "")]
    [InlineData("security_too_low", "--min-security", "128")]
    [InlineData("wrong_model", "--model-id", "0000000000000000000000000000000000000000000000000000000000000000")]
    public void Verify_refuses_what_the_caller_does_not_accept(string reason, string option, string value) =>
        Refused(reason, "verify", "--key", model.VerificationKey, "--proof", model.Proof, option, value);

    [Fact]
    public void Verify_refuses_damaged_proofs_and_foreign_files()
    {
        byte[] proof = File.ReadAllBytes(model.Proof);
        foreach (int position in (int[])[0, 9, 15, proof.Length / 2, proof.Length - 1])
        {
            string damaged = model.Changed(model.Proof, bytes =>
            {
                bytes[position] ^= 1;
                return bytes;
            });
            Refused("malformed_proof", "verify", "--key", model.VerificationKey, "--proof", damaged);
        }
        string truncated = model.Changed(model.Proof, bytes => bytes[..^100]);
        Refused("malformed_proof", "verify", "--key", model.VerificationKey, "--proof", truncated);
        Refused("malformed_proof", "verify", "--key", model.VerificationKey, "--proof", model.Circuit);
    }

    [Fact]
    public void Verify_refuses_a_proof_for_another_model()
    {
        string foreign = model.Changed(model.Proof, bytes =>
        {
            ProofArtefact proof = ProofArtefact.Read(bytes);
            return (proof with { Statement = proof.Statement with { ModelId = Blake3.Hash("other"u8) } }).Write();
        });
        Refused("wrong_model", "verify", "--key", model.VerificationKey, "--proof", foreign);
    }

    [Fact]
    public void Run_gives_the_outputs_that_prove_wrote()
    {
        JsonNode fromOnnx = CommandRun.Success("run", model.Onnx, "--input", model.Sample(0), "--json").Json["outputs"]!;
        JsonNode fromCircuit = CommandRun.Success("run", model.Circuit, "--input", model.Sample(0), "--json").Json["outputs"]!;
        JsonNode proven = JsonNode.Parse(File.ReadAllBytes(model.Outputs))!;
        Assert.Equal(proven.ToJsonString(), fromOnnx.ToJsonString());
        Assert.Equal(proven.ToJsonString(), fromCircuit.ToJsonString());
    }

    [Fact]
    public void Run_compares_with_ONNX_Runtime_where_it_is_there()
    {
        CommandRun run = CommandRun.Of("run", model.Onnx, "--input", model.Sample(2), "--compare", "--json");
        if (!Onnx.Runtime.OnnxRuntimeLibrary.TryLoad(out _))
        {
            Assert.Equal(4, run.Exit);
            Assert.Equal("library_missing", (string)run.Json["error"]!["code"]!);
            return;
        }
        Assert.Equal(0, (long)run.Json["differing_elements"]!);
        Assert.Equal(10, (long)run.Json["total_elements"]!);
        Assert.Equal(0, (double)run.Json["max_abs_diff_steps"]!);
    }

    [Fact]
    public void A_batch_is_one_proof_with_the_outputs_of_each_run()
    {
        byte[] pixels = [.. new[] { 0, 3 }.SelectMany(sample => File.ReadAllBytes(model.Sample(sample))[^(4 * 784)..])];
        string both = model.Path("both.json");
        File.WriteAllText(both, new JsonObject
        {
            ["input"] = new JsonArray([.. Enumerable.Range(0, 2 * 784).Select(i => (JsonNode)BitConverter.ToSingle(pixels, 4 * i))]),
        }.ToJsonString());
        string[] batch = [model.Onnx, "--batch", "2", "--input", both, "--json"];
        JsonObject proven = CommandRun.Success(["prove", .. batch, "-o", model.Path("both.proof")]).Json;
        JsonArray logits = proven["outputs"]!["logits"]!.AsArray();
        JsonNode single = CommandRun.Success("run", model.Onnx, "--input", model.Sample(3), "--json").Json["outputs"]!["logits"]![0]!;
        Assert.Equal(2, logits.Count);
        Assert.Equal(single.ToJsonString(), logits[1]!.ToJsonString());
        CommandRun.Success(
            "verify", "--key", (string)proven["verification_key"]!, "--proof", model.Path("both.proof"), "--input", both);
        if (!Onnx.Runtime.OnnxRuntimeLibrary.TryLoad(out _)) return;
        JsonObject compared = CommandRun.Success(["run", .. batch, "--compare"]).Json;
        Assert.Equal(20, (long)compared["total_elements"]!);
        Assert.Equal(0, (long)compared["differing_elements"]!);
    }

    [Fact]
    public void A_private_input_is_not_in_the_proof()
    {
        string proof = model.Path("private.proof");
        JsonObject json = CommandRun.Success(
            "prove", model.Onnx, "--visibility", "input=private", "--input", model.Sample(0), "-o", proof, "--json").Json;
        string key = (string)json["verification_key"]!;
        JsonObject verdict = CommandRun.Success("verify", "--key", key, "--proof", proof, "--json").Json;
        Assert.Empty(verdict["public"]!["inputs"]!.AsObject());
        CommandRun.Failure(2, "verify", "--key", key, "--proof", proof, "--input", model.Sample(0));
    }

    [Fact]
    public void Inspect_describes_every_kind_of_file()
    {
        JsonObject circuit = CommandRun.Success("inspect", model.Circuit, "--json").Json;
        Assert.Equal("circuit", (string)circuit["kind"]!);
        Assert.NotEmpty(circuit["layers"]!.AsArray());
        JsonObject provingKey = CommandRun.Success("inspect", model.ProvingKey, "--json").Json;
        JsonObject verificationKey = CommandRun.Success("inspect", model.VerificationKey, "--json").Json;
        JsonObject proof = CommandRun.Success("inspect", model.Proof, "--json").Json;
        Assert.Equal((string)provingKey["model_id"]!, (string)verificationKey["model_id"]!);
        Assert.Equal((string)provingKey["model_id"]!, (string)proof["model_id"]!);
        long parts = proof["parts"]!.AsObject().Sum(part => (long)part.Value!);
        Assert.Equal(new FileInfo(model.Proof).Length, parts);
        Assert.All(
            (string[])[model.Circuit, model.ProvingKey, model.VerificationKey, model.Proof],
            file => Assert.NotEmpty(CommandRun.Success("inspect", file).Output));
    }

    [Fact]
    public void Security_lists_every_term_and_the_total()
    {
        JsonObject json = CommandRun.Success("security", model.VerificationKey, "--json").Json;
        Assert.Equal(100, (int)json["profile"]!);
        Assert.InRange((double)json["total_bits"]!, (int)json["security_bits"]!, 128);
        Assert.All(json["terms"]!.AsArray(), term => Assert.InRange((double)term!["bits"]!, 100, 200));
    }

    [Fact]
    public void Demo_proves_verifies_and_shows_two_refusals()
    {
        string text = CommandRun.Success("demo", "--model", "mnist_mlp").Output;
        Assert.Contains("valid", text, StringComparison.Ordinal);
        Assert.Equal(2, text.Split('\n').Count(line => line.Contains("refused (", StringComparison.Ordinal)));
        JsonObject json = CommandRun.Success("demo", "--model", "mnist_mlp", "--json").Json;
        HasFields(json, "proof_bytes", "prove_seconds", "verify_seconds", "flipped_bit", "other_output");
    }

    [Fact]
    public void Doctor_finds_nothing_needed_missing() =>
        Assert.Empty(CommandRun.Success("doctor", "--json").Json["missing"]!.AsArray());

    private static void Refused(string reason, params string[] arguments)
    {
        CommandRun run = CommandRun.Of([.. arguments, "--json"]);
        Assert.True(run.Exit == 1, $"exit {run.Exit}: {run.Output}");
        Assert.False((bool)run.Json["valid"]!);
        Assert.Equal(reason, (string)run.Json["reason"]!);
        Assert.Equal(1, CommandRun.Of(arguments).Exit);
    }
}
