using System.Buffers.Binary;
using Prover.Proving.Commitments;
using Prover.Proving.Kernels;
using Prover.Proving.Kernels.Reference;
using Prover.Proving.Randomness;
using Prover.Proving.Transcripts;
using Prover.Verifier;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;
using Prover.Verifier.Soundness;
using Prover.Verifier.Transcripts;

namespace Prover.Soundness.Tests.Opening;

/// <summary>
/// A protocol around the opening: a model known to both, a witness, its out-of-domain sample and one claim on a random covector.
/// </summary>
internal sealed class OpeningCase
{
    private const string Domain = "opening test";
    private readonly uint[] model;
    private readonly uint[] witness;
    private readonly KoalaBear5[] form;
    private ModelCommitment commitment = new([]);

    public OpeningCase(JointShape shape, SecurityProfile profile, int seed = 1)
    {
        Parameters = new(shape, profile);
        var random = new Random(seed);
        model = Elements(random, shape.ModelColumns << shape.LogRows);
        witness = Elements(random, shape.WitnessColumns << shape.LogRows);
        Joint = new KoalaBear5[1 << shape.Variables];
        for (int i = 0; i < model.Length; i++) Joint[(shape.ModelStart << shape.LogRows) + i] = KoalaBear5.FromBase(new(model[i]));
        for (int i = 0; i < witness.Length; i++) Joint[(shape.WitnessStart << shape.LogRows) + i] = KoalaBear5.FromBase(new(witness[i]));
        form = [.. Enumerable.Range(0, Joint.Length).Select(_ => Extension(random))];
        Value = PlainOpeningProver.Inner(form, Joint);
    }

    public WhirParameters Parameters { get; }

    /// <summary>The joint vector.</summary>
    public KoalaBear5[] Joint { get; }

    /// <summary>The claim of the covector on the joint vector; changing it makes the statement false.</summary>
    public KoalaBear5 Value { get; set; }

    /// <summary>Seeds the masks of a hiding opening.</summary>
    public int Seed { get; set; } = 1;

    /// <summary>Seeds the tails and salts of a model that is not public.</summary>
    public int ModelSeed { get; set; } = 1;

    /// <summary>Varies the challenges.</summary>
    public int Context { get; set; }

    /// <summary>How proofs of work are found.</summary>
    public Func<byte[], int, ulong> Grind { get; set; } = (seed, bits) => new ReferenceCodeKernels().Grind(seed, bits);

    /// <summary>Commits plainly, once for several proofs.</summary>
    public (PlainMatrix? Model, PlainMatrix? Witness) CommitPlainly(OpeningCheats cheats)
    {
        using RandomStream random = Randomness(Seed), setup = Randomness(ModelSeed);
        PlainMask? mask = Parameters.Shape.Hiding ? new(Parameters, random) : null;
        (PlainMatrix? Model, PlainMatrix? Witness) matrices = (
            model.Length == 0 ? null : PlainMatrix.OfModel(Parameters, model, setup, codeword => cheats.Codeword(0, codeword)),
            witness.Length == 0 ? null : new(Parameters, witness, mask, codeword => cheats.Codeword(1, codeword)));
        Digest[] cap = matrices.Model?.Tree.Cap.ToArray() ?? [];
        if (IsSealed) matrices.Model!.SealAt(PointOf(cap));
        commitment = new(cap, matrices.Model?.Seal);
        return matrices;
    }

    /// <summary>Whether the model is hidden, so that its tree has a seal.</summary>
    private bool IsSealed => Parameters.Shape.ModelOpenings > 0;

    /// <summary>
    /// A tree whose rows are this case's and another one's in turns, as of an owner of two models; it is opened with this case's model.
    /// </summary>
    /// <param name="other">The case with the other model.</param>
    /// <returns>The matrices, and the seals that this model and the other one have at the tree's point.</returns>
    public ((PlainMatrix? Model, PlainMatrix? Witness) Matrices, ModelSeal Own, ModelSeal Others) CommitBetween(OpeningCase other)
    {
        uint[] words = [];
        using RandomStream first = Randomness(ModelSeed), second = Randomness(other.ModelSeed), random = Randomness(Seed);
        using var theirs = PlainMatrix.OfModel(Parameters, other.model, second, codeword => words = [.. codeword]);
        var mixed = PlainMatrix.OfModel(Parameters, model, first, codeword =>
        {
            for (int i = 0; i < codeword.Length; i += 2) codeword[i] = words[i];
        });
        SealPoint point = PointOf(mixed.Tree.Cap.ToArray());
        mixed.SealAt(point);
        theirs.SealAt(point);
        commitment = new(mixed.Tree.Cap.ToArray(), mixed.Seal);
        return ((mixed, new(Parameters, witness, new(Parameters, random), _ => { })), mixed.Seal!, theirs.Seal!);
    }

    /// <summary>Replaces the seal in the verifier's key.</summary>
    public void Reseal(ModelSeal seal) => commitment = commitment with { Seal = seal };

    /// <summary>The seal in the verifier's key.</summary>
    public ModelSeal? ModelSeal => commitment.Seal;

    public byte[] ProvePlainly(OpeningCheats cheats) => ProvePlainly(cheats, CommitPlainly(cheats));

    public byte[] ProvePlainly(OpeningCheats cheats, (PlainMatrix? Model, PlainMatrix? Witness) matrices)
    {
        ProverTranscript transcript = Start();
        if (matrices.Witness is not null) transcript.SendDigests("witness cap", matrices.Witness.Tree.Cap.Span);
        var prover = new PlainOpeningProver(Parameters, matrices.Model, matrices.Witness, transcript, cheats);
        KoalaBear5[] vector = cheats.Vector([.. Joint]);
        OutOfDomainClaim sample = prover.CommitOutOfDomain(vector);
        KoalaBear5 tau = transcript.Challenge("tau");
        KoalaBear5[] equality = MultilinearExtension.EqualityTable(sample.Point);
        prover.Open(vector, [.. equality.Zip(form, (e, c) => e + (tau * c))], sample.Value + (tau * Value));
        return transcript.ToProof();
    }

    public byte[] Prove(ICodeKernels codeKernels, IAlgebraKernels algebraKernels)
    {
        using CommittedMatrix? modelMatrix = model.Length == 0 ? null : CommitModel();
        using CommittedMatrix? witnessMatrix = witness.Length == 0 ? null : CommitWitness();
        Digest[] cap = modelMatrix?.Tree.Cap.ToArray() ?? [];
        if (IsSealed) modelMatrix!.SealAt(PointOf(cap), algebraKernels);
        commitment = new(cap, modelMatrix?.Seal is { } seal ? new(seal.Point, seal.Value) : null);
        ProverTranscript transcript = Start();
        if (witnessMatrix is not null) transcript.SendDigests("witness cap", witnessMatrix.Tree.Cap.Span);
        var prover = new OpeningProver(
            Parameters, modelMatrix is null ? [] : [modelMatrix], witnessMatrix, codeKernels, algebraKernels, transcript);
        OutOfDomainClaim sample = prover.CommitOutOfDomain();
        KoalaBear5 tau = transcript.Challenge("tau");
        KoalaBear5[] equality = MultilinearExtension.EqualityTable(sample.Point);
        ExtensionVector covector = ExtensionVector.From([.. equality.Zip(form, (e, c) => e + (tau * c))]);
        prover.Open(covector, sample.Value + (tau * Value));
        return transcript.ToProof();

        CommittedMatrix CommitWitness()
        {
            using RandomStream random = Randomness(Seed);
            return new(codeKernels, Parameters, FieldBuffer.From(witness), random);
        }

        CommittedMatrix CommitModel()
        {
            using RandomStream random = Randomness(ModelSeed);
            return CommittedMatrix.OfModel(codeKernels, Parameters, FieldBuffer.From(model), random);
        }
    }

    /// <summary>The verifier's verdict: null if it accepts.</summary>
    public RejectReason? Verify(byte[] proof)
    {
        try
        {
            var transcript = new VerifierTranscript(Domain, proof);
            transcript.Absorb("context", ContextBytes());
            Digest[] witnessCap = witness.Length == 0
                ? []
                : transcript.ReceiveDigests("witness cap", Parameters.WitnessTree.CapLength);
            OutOfDomainClaim sample = OpeningVerifier.CommitOutOfDomain(Parameters, transcript);
            KoalaBear5 tau = transcript.Challenge("tau");
            OpeningClaim left = OpeningVerifier.Open(Parameters, [commitment], witnessCap, transcript, sample.Value + (tau * Value));
            transcript.Finish();
            left.Settle(
                MultilinearExtension.Equality(sample.Point, left.Point) + (tau * MultilinearExtension.Evaluate(form, left.Point)));
            return null;
        }
        catch (ProofRejectedException rejection)
        {
            return rejection.Reason;
        }
    }

    public static KoalaBear5 Extension(Random random)
    {
        uint[] words = Elements(random, 5);
        return new(new(words[0]), new(words[1]), new(words[2]), new(words[3]), new(words[4]));
    }

    private static uint[] Elements(Random random, int count) =>
        [.. Enumerable.Range(0, count).Select(_ => (uint)random.NextInt64(KoalaBear.Order))];

    private static RandomStream Randomness(int seed) => new([.. Enumerable.Repeat((byte)seed, RandomStream.SeedBytes)]);

    private SealPoint PointOf(Digest[] cap) => SealPoint.Draw(default, Parameters, cap);

    private ProverTranscript Start()
    {
        var transcript = new ProverTranscript(Domain) { Grind = Grind };
        transcript.Absorb("context", ContextBytes());
        return transcript;
    }

    private byte[] ContextBytes()
    {
        byte[] context = new byte[4];
        BinaryPrimitives.WriteInt32LittleEndian(context, Context);
        return context;
    }
}
