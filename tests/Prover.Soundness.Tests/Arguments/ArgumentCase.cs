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
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;
using Prover.Verifier.Soundness;
using Prover.Verifier.Tests.Arguments;
using Prover.Verifier.Transcripts;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>A circuit with an honest witness and its committed model: what a cheating prover starts from.</summary>
internal sealed class ArgumentCase
{
    private const byte PadSeed = 26;
    private static readonly Lazy<ArgumentCase> SharedSmallest = new(() => new(SmallestCircuit.Build(), SmallestCircuit.Solve(2, 3)));
    private static readonly Lazy<ArgumentCase> SharedEvery = new(() => new(EveryRelationCircuit.Build(), EveryRelationWitness.Solve(1)));

    private static readonly Lazy<ArgumentCase> SharedSmallestHiding =
        new(() => new(SmallestCircuit.Build() with { Hiding = true }, SmallestCircuit.Solve(2, 3)));
    private static readonly Lazy<ArgumentCase> SharedEveryHiding =
        new(() => new(EveryRelationCircuit.Build() with { Hiding = true }, EveryRelationWitness.Solve(1)));

    public ArgumentCase(Circuit circuit, int[][] values, int profile = 100)
    {
        Circuit = circuit;
        Values = values;
        byte[] encoded = CircuitWriter.Write(circuit);
        Key = new(circuit, encoded.Length, SecurityProfile.All.First(candidate => candidate.Bits == profile));
        Model = new(Key.Parameters.ModelTree, Key.Layout.LogRows, Columns(CommittedVector.Model, values), _ => { });
        Verification = new(profile, circuit, Model.Tree.Cap.ToArray(), "interface"u8.ToArray());
        Verifier = ProofVerifier.Prepare(Verification);
    }

    /// <summary>The smallest circuit, prepared once for all tests.</summary>
    public static ArgumentCase Smallest => SharedSmallest.Value;

    /// <summary>The circuit with every relation, prepared once for all tests.</summary>
    public static ArgumentCase EveryRelation => SharedEvery.Value;

    /// <summary>The smallest circuit with padded messages.</summary>
    public static ArgumentCase SmallestHiding => SharedSmallestHiding.Value;

    /// <summary>The circuit with every relation and padded messages.</summary>
    public static ArgumentCase EveryRelationHiding => SharedEveryHiding.Value;

    public Circuit Circuit { get; }

    /// <summary>The honest values of all tensors.</summary>
    public int[][] Values { get; }

    /// <summary>The commitments of hashed tensors, in the circuit's order.</summary>
    public IReadOnlyList<PlainHashed> Commitments { get; init; } = [];

    public ArgumentKey Key { get; }

    public PlainMatrix Model { get; }

    public VerificationKey Verification { get; }

    public ProofVerifier Verifier { get; }

    public Digest[] ModelCap => [.. Verification.ModelCap];

    /// <summary>
    /// Why a lie is refused that is noticed at once if nothing is hidden: hidden equations are claims for the opening, and its first
    /// vector is committed, not sent.
    /// </summary>
    public RejectReason Late(RejectReason atOnce) => Circuit.Hiding ? RejectReason.OpeningConstraint : atOnce;

    /// <summary>Finds proofs of work quickly.</summary>
    public static ulong Grind(byte[] seed, int bits) => new SimdCodeKernels(2).Grind(seed, bits);

    /// <summary>The same randomness for every proof, so that proofs can be compared.</summary>
    public static RandomStream Randomness() => new([.. Enumerable.Repeat(PadSeed, RandomStream.SeedBytes)]);

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
        HashedDigests = [.. Commitments.Select(commitment => commitment.Digest)],
    };

    /// <summary>The messages of the plain prover about values, true or not.</summary>
    public byte[] Prove(int[][] values, ArgumentCheats? cheats = null, Statement? statement = null) =>
        new PlainArgumentProver(this, cheats ?? new()).Prove(statement ?? StatementOf(values), values);

    /// <summary>The messages of the product's prover.</summary>
    public byte[] ProveFast(int[][] values, Statement statement, TranscriptObserver? observer = null)
    {
        KernelSet kernels = KernelSet.Fastest(1);
        FieldBuffer columns = ArgumentProver.Columns(Circuit, Key.Layout, CommittedVector.Model, Values, kernels.Codes);
        var model = new CommittedMatrix(kernels.Codes, Key.Parameters.ModelTree, Key.Layout.LogRows, columns);
        var trace = new WitnessTrace(Circuit, values, new int[]?[Circuit.Rows.Length], isForged: true);
        var prover = new ArgumentProver(Key, kernels, new PhaseClock(), default)
        {
            Observer = observer,
            Randomness = Randomness(),
            Hashed = [.. Commitments.Select(commitment => new HashedCommitment(kernels.Codes, commitment.Values, commitment.Seed))],
        };
        return prover.Prove(statement, trace, model);
    }

    /// <summary>The verdict on a proof file with these contents.</summary>
    public Verdict Verify(Statement statement, byte[] messages) => Verify(statement, messages, new());

    /// <summary>The verdict on a proof file with these contents.</summary>
    public Verdict Verify(Statement statement, byte[] messages, VerifierOptions options) =>
        Verifier.Verify(new ProofArtefact(Protocol.Version, statement, messages).Write(), options);

    /// <summary>The verdict on a cheating prover's proof.</summary>
    public Verdict Try(int[][] values, ArgumentCheats? cheats = null, Statement? statement = null)
    {
        statement ??= StatementOf(values);
        return Verify(statement, Prove(values, cheats, statement));
    }

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
