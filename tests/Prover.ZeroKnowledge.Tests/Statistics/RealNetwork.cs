using System.Collections.Concurrent;
using Prover.Onnx.Compilation;
using Prover.Onnx.Inputs;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;
using Prover.Proving.Hashed;
using Prover.Proving.Witness;
using Prover.Verifier.Circuits;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Soundness;
using Prover.ZeroKnowledge.Tests.Exact;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Statistics;

/// <summary>A convolutional network of the repository with a private image, and proofs of it that are made once for all tests.</summary>
internal sealed class RealNetwork
{
    private const int SetupSeeds = 1000, HashedSeeds = 2000;
    private static readonly ConcurrentDictionary<Secrets, Lazy<RealNetwork>> All = [];
    private readonly Dictionary<(Image, int, Ingredients), TranscriptRecord> proofs = [];
    private readonly Dictionary<Image, (Network Network, WitnessTrace Trace)> runs = [];

    private RealNetwork(Secrets secrets)
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Prover.sln"))) root = Path.GetDirectoryName(root);
        string folder = Path.Combine(root ?? throw new DirectoryNotFoundException("Prover.sln"), "circuits", "mnist_lenet5");
        CompiledModel model = ModelCompiler.Compile(Path.Combine(folder, "model.onnx"), OptionsOf(secrets));
        Network network = model.Network;
        var input = new ModelInput("input", TensorElementType.Float, [1, 1, 28, 28]);
        int[][] pixels = model.Quantize(ModelInputReader.Read([Path.Combine(folder, "samples", "0.npy")], [input]));
        int[] changed = [.. pixels[0]];
        changed[(14 * 28) + 14] += changed[(14 * 28) + 14] > 0 ? -1 : 1;
        Experiment = new(new(network.Circuit, network.HashedSources), network.ModelValues, SecurityProfile.P100);
        runs[Image.Original] = (network, new WitnessProgram(network).Execute(pixels, 1));
        if (secrets == Secrets.Everything) network = WithAnotherWeight(network);
        runs[Image.OnePixelChanged] = (network, new WitnessProgram(network).Execute([changed], 1));
    }

    public ProofExperiment Experiment { get; }

    /// <summary>The network with one kind of secrets, prepared once.</summary>
    public static RealNetwork Of(Secrets secrets) => All.GetOrAdd(secrets, _ => new(() => new(secrets))).Value;

    /// <summary>The messages of a proof about an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="seed">Chooses all randomness, also that of commitments; the challenges are the same in all proofs.</param>
    /// <param name="present">The ingredients that are random.</param>
    public TranscriptRecord Prove(Image image, int seed, Ingredients present = Ingredients.All)
    {
        lock (proofs)
        {
            if (!proofs.TryGetValue((image, seed, present), out TranscriptRecord? record))
            {
                proofs[(image, seed, present)] = record = ProveAnew(image, seed, present);
            }
            return record;
        }
    }

    private static CompilationOptions OptionsOf(Secrets secrets) => secrets == Secrets.Input ? new() : new()
    {
        Visibility = new()
        {
            Inputs = TensorVisibility.Hashed,
            Outputs = TensorVisibility.Hashed,
            Weights = TensorVisibility.Private,
        },
        ModelProofs = 1,
    };

    /// <summary>The first weight of the greatest tensor of the model is off by one.</summary>
    private static Network WithAnotherWeight(Network network)
    {
        int[][] values = [.. network.ModelValues];
        int tensor = Array.IndexOf(values, values.MaxBy(entries => entries.Length));
        values[tensor] = [.. values[tensor]];
        values[tensor][0] += values[tensor][0] > 0 ? -1 : 1;
        return network with { ModelValues = values };
    }

    private TranscriptRecord ProveAnew(Image image, int seed, Ingredients present)
    {
        (Network network, WitnessTrace trace) = runs[image];
        bool hasSetup = present.HasFlag(Ingredients.Setup), isHashed = present.HasFlag(Ingredients.Hashed);
        HashedCommitment[] commitments = [.. Experiment.Circuit.Hashed.Select((tensor, i) => Experiment.Commit(
            trace.Values, i, Uniform(Experiment.HashedLength(i), HashedSeeds + (2 * seed) + i, isHashed)))];
        for (int i = 0; i < commitments.Length; i++)
        {
            HashedTensor tensor = Experiment.Circuit.Hashed[i];
            trace.Values[tensor.Tensor] = commitments[i].WitnessValues(tensor.ZeroPoint);
        }
        var witness = new ProofWitness(
            trace.Values,
            Experiment.CommitModel(network.ModelValues, Uniform(Experiment.SetupLength, SetupSeeds + seed, hasSetup)), commitments);
        return Experiment.Prove(trace, witness, Random(seed, present), new ProgrammedOracle(1)).Record;
    }

    private static uint[] Uniform(int count, int seed, bool isRandom) =>
        isRandom ? ScriptedRandomness.Uniform(count, seed) : new uint[count];

    private uint[] Random(int seed, Ingredients present)
    {
        uint[] random = ScriptedRandomness.Uniform(Experiment.RandomLength, seed);
        WhirCode code = Experiment.Key.Parameters.Codes[0];
        int pads = KoalaBear5.Degree * Experiment.Key.Layout.Pads.Count, salts = KoalaBear5.Degree << code.LogLength;
        int tails = Experiment.Key.Layout.WitnessColumns * (TailForm.MaskRows(code.LogColumns) + code.Queries);
        if (!present.HasFlag(Ingredients.Pads)) random.AsSpan(0, pads - KoalaBear5.Degree).Clear(); // but for the dummy leaf
        if (!present.HasFlag(Ingredients.Tails)) random.AsSpan(pads, tails).Clear();
        if (!present.HasFlag(Ingredients.MaskColumn)) random.AsSpan(pads + tails, random.Length - pads - tails - salts).Clear();
        if (!present.HasFlag(Ingredients.Salts)) random.AsSpan(random.Length - salts).Clear();
        return random;
    }
}
