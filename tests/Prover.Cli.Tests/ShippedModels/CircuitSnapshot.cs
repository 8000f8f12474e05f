using System.Text.Json;
using Prover.Onnx.Compilation;
using Prover.Onnx.Tensors;
using Prover.Proving;
using Prover.Proving.Circuits;
using Prover.Proving.Randomness;
using Prover.Proving.Witness;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Soundness;

namespace Prover.Cli.Tests.ShippedModels;

/// <summary>A shipped model compiled and set up now, to be compared with the files in its folder.</summary>
internal sealed class CircuitSnapshot : IDisposable
{
    private static readonly JsonSerializerOptions Json =
        new() { WriteIndented = true, PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower, NewLine = "\n" };

    private readonly ShippedModel model;
    private readonly CompiledModel compiled;

    internal CircuitSnapshot(string name)
    {
        model = ShippedModel.Find(name);
        compiled = ModelCompiler.Compile(model.Onnx, $"{name}/model.onnx", new CompilationOptions());
        Key = ProvingKey.Create(compiled.Network, SecurityProfile.P100, threads: 1);
    }

    internal ProvingKey Key { get; }

    /// <summary>The context of golden proofs.</summary>
    internal byte[] Context => "golden"u8.ToArray();

    internal string StatisticsFile => model.InFolder("statistics.json");

    internal string ProofFile => model.InFolder("golden.proof");

    internal string KeyFile => model.InFolder("golden.vk");

    public void Dispose() => Key.Dispose();

    /// <summary>The statistics as text, with the size of a proof that was made elsewhere.</summary>
    internal string Statistics(long proofBytes)
    {
        NetworkStatistics statistics = compiled.Network.Statistics;
        var content = new
        {
            Nodes = compiled.NodeCount,
            statistics.Parameters,
            statistics.Products,
            statistics.Contractions,
            statistics.Lookups,
            statistics.TableRows,
            CommittedElements = statistics.Committed,
            Leaves = Key.Argument.Layout.LeafCount,
            Key.Argument.Layout.ModelColumns,
            Key.Argument.Layout.WitnessColumns,
            RowsPerColumn = 1L << Key.Argument.Layout.LogRows,
            Key.Verification.CircuitBytes,
            ProofBytes = proofBytes,
            CircuitDigest = Key.Verification.CircuitDigest.ToString(),
            ModelId = Key.Verification.ModelId.ToString(),
            statistics.Layers,
        };
        return JsonSerializer.Serialize(content, Json) + "\n";
    }

    /// <summary>The public values of the first sample: the integers of the network's outputs.</summary>
    internal int[][] PublicValues()
    {
        WitnessTrace trace = Key.Run(Inputs(), threads: 1);
        var program = new WitnessProgram(compiled.Network);
        return [.. compiled.Network.Outputs.Select((_, output) => program.Output(trace, output))];
    }

    /// <summary>A proof of the first sample, always with the same randomness: it hides nothing from readers of this file.</summary>
    internal byte[] Prove()
    {
        using var random = new RandomStream(new byte[RandomStream.SeedBytes]);
        ProvenRun run = Key.Prove(Inputs(), Context, new ProvingOptions { Threads = 1, Randomness = random });
        return new ProofArtefact(Protocol.Version, run.Statement, run.Messages).Write();
    }

    private int[][] Inputs() => compiled.Quantize(new Dictionary<string, DenseTensor> { ["input"] = model.Input(model.Samples[0]) });
}
