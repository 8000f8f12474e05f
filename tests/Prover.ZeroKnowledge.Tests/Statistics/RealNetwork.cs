using Prover.Onnx.Compilation;
using Prover.Onnx.Inputs;
using Prover.Onnx.Tensors;
using Prover.Proving.Witness;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Soundness;
using Prover.ZeroKnowledge.Tests.Exact;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Statistics;

/// <summary>A convolutional network of the repository with a private image, and proofs of it that are made once for all tests.</summary>
internal sealed class RealNetwork
{
    private static readonly Lazy<RealNetwork> Only = new(() => new());
    private readonly Dictionary<(Image, int, Ingredients), TranscriptRecord> proofs = [];
    private readonly Dictionary<Image, WitnessTrace> traces = [];

    private RealNetwork()
    {
        string? root = AppContext.BaseDirectory;
        while (root is not null && !File.Exists(Path.Combine(root, "Prover.sln"))) root = Path.GetDirectoryName(root);
        string folder = Path.Combine(root ?? throw new DirectoryNotFoundException("Prover.sln"), "circuits", "mnist_lenet5");
        CompiledModel model = ModelCompiler.Compile(Path.Combine(folder, "model.onnx"), new());
        var input = new ModelInput("input", TensorElementType.Float, [1, 1, 28, 28]);
        int[][] pixels = model.Quantize(ModelInputReader.Read([Path.Combine(folder, "samples", "0.npy")], [input]));
        var program = new WitnessProgram(model.Network);
        Experiment = new(new(model.Network.Circuit with { Hiding = true }, []), model.Network.ModelValues, SecurityProfile.P100);
        traces[Image.Original] = program.Execute(pixels, 1);
        int[] changed = [.. pixels[0]];
        changed[(14 * 28) + 14] += changed[(14 * 28) + 14] > 0 ? -1 : 1;
        traces[Image.OnePixelChanged] = program.Execute([changed], 1);
    }

    public static RealNetwork Shared => Only.Value;

    public ProofExperiment Experiment { get; }

    /// <summary>The messages of a proof about an image.</summary>
    /// <param name="image">The image.</param>
    /// <param name="seed">Chooses the randomness; the challenges are the same in all proofs.</param>
    /// <param name="present">The ingredients that are random.</param>
    public TranscriptRecord Prove(Image image, int seed, Ingredients present = Ingredients.All)
    {
        lock (proofs)
        {
            if (!proofs.TryGetValue((image, seed, present), out TranscriptRecord? record))
            {
                WitnessTrace trace = traces[image];
                var witness = new ProofWitness(trace.Values, Experiment.Model, []);
                record = Experiment.Prove(trace, witness, Random(seed, present), new ProgrammedOracle(1)).Record;
                proofs[(image, seed, present)] = record;
            }
            return record;
        }
    }

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
