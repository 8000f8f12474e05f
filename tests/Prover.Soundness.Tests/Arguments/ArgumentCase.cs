using System.Collections.Concurrent;
using Prover.Proving.Arguments;
using Prover.Proving.Commitments;
using Prover.Proving.Hashed;
using Prover.Proving.Hiding;
using Prover.Proving.Kernels;
using Prover.Proving.Kernels.Simd;
using Prover.Proving.Randomness;
using Prover.Proving.Witness;
using Prover.Soundness.Tests.Circuits;
using Prover.Soundness.Tests.Hashed;
using Prover.Soundness.Tests.Opening;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;
using Prover.Verifier.Soundness;
using Prover.Verifier.Tests.Arguments;
using Prover.Verifier.Transcripts;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>A circuit with an honest witness and its committed model: what a cheating prover starts from.</summary>
internal sealed class ArgumentCase
{
    private const byte PadSeed = 26, ModelSeed = 27, HashedSeed = 28;
    private static readonly ConcurrentDictionary<(bool, Visibility), Lazy<ArgumentCase>> Shared = [];
    private readonly ConcurrentDictionary<(int, string), PlainHashed> committed = [];
    private readonly int[] hashedSources;
    private readonly bool isAudited;
    private byte[]? proof;

    public ArgumentCase(Circuit circuit, int[][] values, int profile = 100)
        : this(new VisibleCircuit(circuit, []), values, profile)
    {
    }

    /// <summary>Commits a model.</summary>
    /// <param name="visible">The circuit.</param>
    /// <param name="values">The values of all tensors, or of all but copies of hashed ones.</param>
    /// <param name="profile">The security profile.</param>
    public ArgumentCase(VisibleCircuit visible, int[][] values, int profile = 100)
    {
        Circuit circuit = Circuit = visible.Circuit;
        hashedSources = visible.HashedSources;
        (Tables, isAudited) = (visible.Tables, visible.IsAudited);
        Values = values;
        byte[] encoded = CircuitWriter.Write(circuit);
        Key = new(circuit, encoded.Length, SecurityProfile.All.First(candidate => candidate.Bits == profile));
        using RandomStream setup = ModelRandomness();
        Model = PlainMatrix.OfModel(Key.Parameters, Columns(CommittedVector.Model, values), setup, _ => { });
        Digest[] cap = Model.Tree.Cap.ToArray();
        if (circuit.ModelProofs > 0) Model.SealAt(SealPoint.Draw(CircuitDigest.Of(circuit), Key.Parameters, cap));
        Verification = new(profile, circuit, cap, "interface"u8.ToArray(), Model.Seal?.Value);
        Verifier = ProofVerifier.Prepare(Verification);
    }

    /// <summary>The smallest circuit, prepared once for all tests.</summary>
    public static ArgumentCase Smallest => SmallestIn(Visibility.Open);

    /// <summary>The circuit with every relation, prepared once for all tests.</summary>
    public static ArgumentCase EveryRelation => EveryRelationIn(Visibility.Open);

    public Circuit Circuit { get; }

    /// <summary>The honest values of all tensors, or of all but copies of hashed ones: those follow from commitments.</summary>
    public int[][] Values { get; }

    /// <summary>The true statement about the honest values.</summary>
    public Statement Honest => StatementOf(Values);

    /// <summary>Its proof by the plain prover, made once.</summary>
    public byte[] Proof => proof ??= Prove(Values);

    /// <summary>Commitments of hashed tensors that do not follow from values, in the circuit's order.</summary>
    public IReadOnlyList<PlainHashed> Commitments { get; init; } = [];

    /// <summary>The values of the fixed tensors; null if the model is public.</summary>
    public FixedTables? Tables { get; }

    /// <summary>What a verifier is given to check an honest proof.</summary>
    public VerifierOptions Options => new() { Tables = isAudited ? Tables : null };

    public ArgumentKey Key { get; }

    public PlainMatrix Model { get; }

    public VerificationKey Verification { get; }

    public ProofVerifier Verifier { get; }

    public ModelCommitment Commitment => Verification.CommitmentFor(Key.Parameters);

    public Digest[] ModelCap => [.. Verification.ModelCap];

    /// <summary>
    /// Why a lie is refused that is noticed at once if nothing is hidden: hidden equations are claims for the opening, and its first
    /// vector is committed, not sent.
    /// </summary>
    public RejectReason Late(RejectReason atOnce) => Circuit.Hiding ? RejectReason.OpeningConstraint : atOnce;

    /// <summary>The smallest circuit in a visibility, prepared once for all tests.</summary>
    public static ArgumentCase SmallestIn(Visibility visibility) => Shared.GetOrAdd(
        (true, visibility), _ => new(() => new(SmallestCircuit.In(visibility), SmallestCircuit.Solve(2, 3)))).Value;

    /// <summary>The circuit with every relation in a visibility, prepared once for all tests.</summary>
    public static ArgumentCase EveryRelationIn(Visibility visibility) => Shared.GetOrAdd(
        (false, visibility), _ => new(() => new(EveryRelationCircuit.In(visibility), EveryRelationWitness.Solve(1)))).Value;

    /// <summary>Finds proofs of work quickly.</summary>
    public static ulong Grind(byte[] seed, int bits) => new SimdCodeKernels(2).Grind(seed, bits);

    /// <summary>The same randomness for every proof, so that proofs can be compared.</summary>
    public static RandomStream Randomness() => new([.. Enumerable.Repeat(PadSeed, RandomStream.SeedBytes)]);

    /// <summary>
    /// All of a list if what the circuit says is public is public; otherwise one of three, to save time, other ones in other visibilities:
    /// relations and messages are the same.
    /// </summary>
    public IEnumerable<T> Sample<T>(IEnumerable<T> all)
    {
        const int Stride = 3;
        bool isComplete = Circuit.Publics.Length > 0 && Circuit.ModelProofs == 0;
        int offset = Circuit.Hashed.Length + Circuit.ModelProofs;
        return isComplete ? all : all.Where((_, number) => (number + offset) % Stride == 0);
    }

    /// <summary>What hides a model that is not public.</summary>
    public static RandomStream ModelRandomness() => new([.. Enumerable.Repeat(ModelSeed, RandomStream.SeedBytes)]);

    /// <summary>The commitments of hashed tensors for values, true or not: a cheating prover commits to its own.</summary>
    public IReadOnlyList<PlainHashed> CommitmentsOf(int[][] values) => hashedSources.Length == 0
        ? Commitments
        : [.. hashedSources.Select((source, i) => committed.GetOrAdd((i, string.Join(' ', values[source])), _ =>
            new([.. values[source].Select(value => value + Circuit.Hashed[i].ZeroPoint)], (byte)(HashedSeed + i))))];

    /// <summary>The pads of an honest prover.</summary>
    public KoalaBear5[] Pads()
    {
        using RandomStream random = Randomness();
        return PadValues.Draw(Key.Layout.Pads, random.NextExtension);
    }

    /// <summary>What an honest prover says about values.</summary>
    public Statement StatementOf(int[][] values) => new(
        Verification.Profile, Verification.CircuitDigest, Verification.ModelId,
        [.. Circuit.Publics.Select(tensor => values[tensor.Tensor].Select(value => value + tensor.ZeroPoint).ToArray())], [7, 7])
    {
        Hiding = Circuit.Hiding,
        IsAudit = isAudited,
        HashedDigests = [.. CommitmentsOf(values).Select(commitment => commitment.Digest)],
    };

    /// <summary>The messages of the plain prover about values, true or not.</summary>
    public byte[] Prove(int[][] values, ArgumentCheats? cheats = null, Statement? statement = null) =>
        new PlainArgumentProver(this, cheats ?? new()).Prove(statement ?? StatementOf(values), values);

    /// <summary>The messages of the product's prover; in an audit it may claim other tables than the circuit's.</summary>
    public byte[] ProveFast(int[][] values, Statement statement, TranscriptObserver? observer = null, FixedTables? tables = null)
    {
        KernelSet kernels = KernelSet.Fastest(1);
        FieldBuffer columns = ArgumentProver.Columns(Circuit, Key.Layout, CommittedVector.Model, Values, kernels.Codes);
        using RandomStream setup = ModelRandomness();
        var model = CommittedMatrix.OfModel(kernels.Codes, Key.Parameters, columns, setup);
        if (Model.Seal is { } seal) model.SealAt(seal.Point, kernels.Algebra);
        var trace = new WitnessTrace(Circuit, Complete(values), new int[]?[Circuit.Rows.Length], isForged: true);
        var prover = new ArgumentProver(Key, kernels, new PhaseClock(), default)
        {
            Observer = observer,
            Randomness = Randomness(),
            Tables = statement.IsAudit ? tables ?? Tables : null,
            Hashed = [.. CommitmentsOf(values).Select(own => new HashedCommitment(kernels.Codes, own.Values, own.Seed))],
        };
        return prover.Prove(statement, trace, model);
    }

    /// <summary>Verifies without a file, under an observer.</summary>
    public void Observe(Statement statement, byte[] messages, TranscriptObserver observer) =>
        ArgumentVerifier.Verify(Key, Commitment, statement, messages, observer, Options.Tables);

    /// <summary>The verdict on a proof file with these contents.</summary>
    public Verdict Verify(Statement statement, byte[] messages) => Verify(statement, messages, Options);

    /// <summary>The verdict on a proof file with these contents.</summary>
    public Verdict Verify(Statement statement, byte[] messages, VerifierOptions options) =>
        Verifier.Verify(new ProofArtefact(Protocol.Version, statement, messages).Write(), options);

    /// <summary>The verdict on a cheating prover's proof.</summary>
    public Verdict Try(int[][] values, ArgumentCheats? cheats = null, Statement? statement = null)
    {
        statement ??= StatementOf(values);
        return Verify(statement, Prove(values, cheats, statement));
    }

    /// <summary>Values of all tensors: copies of hashed ones are added if they are missing.</summary>
    public int[][] Complete(int[][] values) => values.Length == Circuit.Tensors.Length
        ? values
        : [.. values, .. CommitmentsOf(values).Select((commitment, i) => commitment.WitnessValues(Circuit.Hashed[i].ZeroPoint))];

    /// <summary>The committed vector's columns, end to end, padding zero.</summary>
    public uint[] Columns(CommittedVector vector, int[][] values, KoalaBear5[]? pads = null)
    {
        bool isModel = vector == CommittedVector.Model;
        long start = isModel ? Key.Layout.ModelStart : Key.Layout.WitnessStart;
        uint[] columns = new uint[(isModel ? Key.Layout.ModelColumns : Key.Layout.WitnessColumns) << Key.Layout.LogRows];
        for (int tensor = 0; tensor < Circuit.Tensors.Length; tensor++)
        {
            if (Circuit.Tensors[tensor].Vector != vector) continue;
            int position = 0;
            foreach (int[] index in NaiveCircuit.Indices(Circuit.Tensors[tensor].Shape))
            {
                long address = NaiveCircuit.Address(Key.Layout.TensorBlocks[tensor], index);
                columns[address - start] = KoalaBear.FromInteger(values[tensor][position++]).Representative;
            }
        }
        for (int pad = 0; pads is not null && pad < pads.Length; pad++)
        {
            for (int slot = 0; slot < KoalaBear5.Degree; slot++)
            {
                columns[NaiveCircuit.Address(Key.Layout.PadBlocks, [slot, pad]) - start] = pads[pad][slot].Representative;
            }
        }
        return columns;
    }

    /// <summary>The joint vector of committed columns.</summary>
    public KoalaBear5[] Joint(uint[] model, uint[] witness)
    {
        var joint = new KoalaBear5[1L << Key.Layout.Variables];
        for (int i = 0; i < model.Length; i++) joint[Key.Layout.ModelStart + i] = KoalaBear5.FromBase(new(model[i]));
        for (int i = 0; i < witness.Length; i++) joint[Key.Layout.WitnessStart + i] = KoalaBear5.FromBase(new(witness[i]));
        return joint;
    }
}
