using System.Collections.Concurrent;
using Prover.Proving.Arguments;
using Prover.Proving.Commitments;
using Prover.Proving.Hashed;
using Prover.Proving.Kernels;
using Prover.Proving.Witness;
using Prover.Soundness.Tests.Circuits;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashed;
using Prover.Verifier.Hashing;
using Prover.Verifier.Soundness;
using Prover.Verifier.Transcripts;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Exact;

/// <summary>The product's prover and verifier for a hiding circuit, with chosen challenges and chosen randomness.</summary>
internal sealed class ProofExperiment
{
    private const int SetupSeed = 77, HashedSeed = 78;
    private static readonly ConcurrentDictionary<Visibility, Lazy<ProofExperiment>> Every = [];
    private readonly VisibleCircuit visible;

    /// <summary>Commits a model.</summary>
    /// <param name="visible">A circuit that hides.</param>
    /// <param name="values">The values of all tensors, or of all but copies of hashed ones.</param>
    /// <param name="profile">The security profile.</param>
    public ProofExperiment(VisibleCircuit visible, int[][] values, SecurityProfile profile)
    {
        Assert.True(visible.Circuit.Hiding);
        this.visible = visible;
        Circuit = visible.Circuit;
        Tables = visible.IsAudited ? visible.Tables : null;
        Key = new(Circuit, CircuitWriter.Write(Circuit).Length, profile);
        Model = CommitModel(values, ScriptedRandomness.Uniform(SetupLength, SetupSeed));
        Verification = new(profile.Bits, Circuit, Model.Tree.Cap.ToArray(), null, Model.Seal?.Value);
    }

    /// <summary>A small circuit with every relation, prepared once.</summary>
    public static ProofExperiment EveryRelation => EveryRelationIn(Visibility.Public);

    public static KernelSet Kernels { get; } = KernelSet.Fastest(1);

    public Circuit Circuit { get; }

    /// <summary>The values of the fixed tensors if proofs are audits, else null.</summary>
    public FixedTables? Tables { get; }

    public ArgumentKey Key { get; }

    public CommittedMatrix Model { get; }

    public VerificationKey Verification { get; }

    /// <summary>What the verifier knows of the model.</summary>
    public ModelCommitment Commitment => CommitmentOf(Model);

    /// <summary>Words that a proof draws: pads, tails, mask column, its tail, salts.</summary>
    public int RandomLength
    {
        get
        {
            WhirCode code = Key.Parameters.Codes[0];
            int ofColumn = (1 << code.LogRows) + code.TailRows + (1 << code.LogLength);
            int tail = TailForm.MaskRows(code.LogColumns) + code.Queries;
            return (KoalaBear5.Degree * (Key.Layout.Pads.Count + ofColumn)) + (tail * Key.Layout.WitnessColumns);
        }
    }

    /// <summary>Words that the setup of a hidden model draws.</summary>
    public int SetupLength => (Key.Layout.ModelColumns * Key.Parameters.ModelTailRows)
        + (Key.Parameters.ModelSaltWords << Key.Parameters.Codes[0].LogLength);

    /// <summary>The small circuit with every relation in a visibility, prepared once.</summary>
    public static ProofExperiment EveryRelationIn(Visibility visibility) => Every.GetOrAdd(visibility, _ => new(
        () => new(EveryRelationCircuit.In(visibility), EveryRelationWitness.Solve(1), SecurityProfile.P100))).Value;

    /// <summary>What a verifier knows of a model.</summary>
    public static ModelCommitment CommitmentOf(CommittedMatrix model) =>
        new(model.Tree.Cap.ToArray(), model.Seal is { } seal ? new(seal.Point, seal.Value) : null);

    /// <summary>The model's matrix for values, with a setup's randomness.</summary>
    public CommittedMatrix CommitModel(int[][] values, uint[] setup)
    {
        FieldBuffer columns = ArgumentProver.Columns(Circuit, Key.Layout, CommittedVector.Model, values, Kernels.Codes);
        using var script = new ScriptedRandomness(setup);
        var model = CommittedMatrix.OfModel(Kernels.Codes, Key.Parameters, columns, script);
        if (Circuit.ModelProofs > 0) model.SealAt(FixedSeal.Of(Key.Parameters), Kernels.Algebra);
        return model;
    }

    /// <summary>A witness with this experiment's model and with commitments of its own to hashed tensors.</summary>
    public ProofWitness Witness(int[][] values)
    {
        uint[] Random(int number) => ScriptedRandomness.Uniform(HashedLength(number), HashedSeed + number);
        return Witness(values, Model, [.. Circuit.Hashed.Select((_, number) => Commit(values, number, Random(number)))]);
    }

    /// <summary>A witness with chosen commitments.</summary>
    /// <param name="values">The values of all tensors but copies of hashed ones.</param>
    /// <param name="model">The model's matrix.</param>
    /// <param name="commitments">The commitments of hashed tensors, in the circuit's order.</param>
    public ProofWitness Witness(int[][] values, CommittedMatrix model, HashedCommitment[] commitments) => new(
        [.. values, .. commitments.Select((commitment, i) => commitment.WitnessValues(Circuit.Hashed[i].ZeroPoint))], model, commitments);

    /// <summary>Words that the commitment of a hashed tensor draws: tails, then salts.</summary>
    public int HashedLength(int number)
    {
        var shape = new HashedShape(Circuit.Hashed[number].Count);
        return (shape.Columns << shape.LogRows) + (HashedShape.SaltWords << shape.LogLength);
    }

    /// <summary>A commitment to a hashed tensor of a witness.</summary>
    /// <param name="values">The witness.</param>
    /// <param name="number">The number of the hashed tensor.</param>
    /// <param name="random">All that the commitment draws.</param>
    /// <param name="root">A root that is shown in place of its own, or null.</param>
    public HashedCommitment Commit(int[][] values, int number, uint[] random, Digest? root = null) => new(
        Kernels.Codes, Hashed(values, number), new ScriptedRandomness(random), root);

    /// <summary>The integers of a hashed tensor.</summary>
    public int[] Hashed(int[][] values, int number) =>
        [.. values[visible.HashedSources[number]].Select(value => value + Circuit.Hashed[number].ZeroPoint)];

    /// <summary>What an honest prover says about values.</summary>
    public Statement StatementOf(int[][] values) => new(
        Verification.Profile, Verification.CircuitDigest, Verification.ModelId,
        [.. Circuit.Publics.Select(tensor => values[tensor.Tensor].Select(value => value + tensor.ZeroPoint).ToArray())], [7, 7])
    {
        Hiding = true,
        IsAudit = Tables is not null,
    };

    /// <summary>What an honest prover says about a witness.</summary>
    public Statement StatementOf(ProofWitness witness) =>
        StatementOf(witness.Values) with { HashedDigests = [.. witness.Commitments.Select(commitment => commitment.Digest)] };

    /// <summary>A proof and its messages.</summary>
    /// <param name="values">The witness of a circuit without hashed tensors, with this experiment's model.</param>
    /// <param name="random">Everything that the prover will draw; null if it draws what it likes.</param>
    /// <param name="oracle">Chosen challenges; null for those of the transcript.</param>
    public (byte[] Proof, TranscriptRecord Record) Prove(int[][] values, uint[]? random, ProgrammedOracle? oracle) =>
        Prove(Witness(values), random, oracle);

    /// <summary>A proof and its messages.</summary>
    public (byte[] Proof, TranscriptRecord Record) Prove(ProofWitness witness, uint[]? random, ProgrammedOracle? oracle)
    {
        var trace = new WitnessTrace(Circuit, witness.Values, new int[]?[Circuit.Rows.Length], isForged: true);
        return Prove(trace, witness, random, oracle);
    }

    /// <summary>A proof about a run of a network, and its messages.</summary>
    public (byte[] Proof, TranscriptRecord Record) Prove(
        WitnessTrace trace, ProofWitness witness, uint[]? random, ProgrammedOracle? oracle)
    {
        var record = new TranscriptRecord();
        using ScriptedRandomness? script = random is null ? null : new(random);
        var prover = new ArgumentProver(Key, Kernels, new PhaseClock(), default)
        {
            Observer = oracle is null ? record.Note : oracle.Program(record.Note),
            Randomness = script,
            Hashed = witness.Commitments,
            Tables = Tables,
        };
        byte[] proof = prover.Prove(StatementOf(witness), trace, witness.Model);
        return (proof, record);
    }

    /// <summary>The verifier's verdict on messages: null if it accepts.</summary>
    public RejectReason? Verify(Statement statement, byte[] proof, TranscriptObserver? observer) =>
        Verify(Key, Commitment, statement, proof, observer, Tables);

    /// <summary>The verifier's verdict on messages: null if it accepts.</summary>
    public static RejectReason? Verify(
        ArgumentKey key, ModelCommitment model, Statement statement, byte[] proof, TranscriptObserver? observer, FixedTables? tables)
    {
        try
        {
            statement.Check(key.Circuit);
            ArgumentVerifier.Verify(key, model, statement, proof, observer, tables);
            return null;
        }
        catch (ProofRejectedException rejection)
        {
            return rejection.Reason;
        }
    }
}
