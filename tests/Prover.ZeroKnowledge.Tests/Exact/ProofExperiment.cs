using Prover.Proving.Arguments;
using Prover.Proving.Commitments;
using Prover.Proving.Kernels;
using Prover.Proving.Witness;
using Prover.Soundness.Tests.Circuits;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;
using Prover.Verifier.Soundness;
using Prover.Verifier.Transcripts;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Exact;

/// <summary>The product's prover and verifier for a hiding circuit, with chosen challenges and chosen randomness.</summary>
internal sealed class ProofExperiment
{
    private static readonly Lazy<ProofExperiment> SharedEvery =
        new(() => new(EveryRelationCircuit.Build(), EveryRelationWitness.Solve(1), SecurityProfile.P100));

    /// <summary>Commits a model.</summary>
    public ProofExperiment(Circuit circuit, int[][] values, SecurityProfile profile)
    {
        Circuit = circuit with { Hiding = true };
        Key = new(Circuit, CircuitWriter.Write(Circuit).Length, profile);
        FieldBuffer columns = ArgumentProver.Columns(Circuit, Key.Layout, CommittedVector.Model, values, Kernels.Codes);
        Model = new(Kernels.Codes, Key.Parameters.ModelTree, Key.Layout.LogRows, columns);
        Verification = new(profile.Bits, Circuit, ModelCap, null);
    }

    /// <summary>A small circuit with every relation, prepared once.</summary>
    public static ProofExperiment EveryRelation => SharedEvery.Value;

    public static KernelSet Kernels { get; } = KernelSet.Fastest(1);

    public Circuit Circuit { get; }

    public ArgumentKey Key { get; }

    public CommittedMatrix Model { get; }

    public VerificationKey Verification { get; }

    public Digest[] ModelCap => Model.Tree.Cap.ToArray();

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

    /// <summary>What an honest prover says about values.</summary>
    public Statement StatementOf(int[][] values) => new(
        Verification.Profile, Verification.CircuitDigest, Verification.ModelId,
        [.. Circuit.Publics.Select(tensor => values[tensor.Tensor].Select(value => value + tensor.ZeroPoint).ToArray())], [7, 7])
    {
        Hiding = true,
    };

    /// <summary>A proof and its messages.</summary>
    /// <param name="values">The witness.</param>
    /// <param name="random">Everything that the prover will draw; null if it draws what it likes.</param>
    /// <param name="oracle">Chosen challenges; null for those of the transcript.</param>
    public (byte[] Proof, TranscriptRecord Record) Prove(int[][] values, uint[]? random, ProgrammedOracle? oracle) =>
        Prove(new WitnessTrace(Circuit, values, new int[]?[Circuit.Rows.Length], isForged: true), random, oracle);

    /// <summary>A proof about a run of a network, and its messages.</summary>
    public (byte[] Proof, TranscriptRecord Record) Prove(WitnessTrace trace, uint[]? random, ProgrammedOracle? oracle)
    {
        var record = new TranscriptRecord();
        using ScriptedRandomness? script = random is null ? null : new(random);
        var prover = new ArgumentProver(Key, Kernels, new PhaseClock(), default)
        {
            Observer = oracle is null ? record.Note : oracle.Program(record.Note),
            Randomness = script,
        };
        byte[] proof = prover.Prove(StatementOf(trace.Values), trace, Model);
        return (proof, record);
    }

    /// <summary>The verifier's verdict on messages: null if it accepts.</summary>
    public RejectReason? Verify(Statement statement, byte[] proof, TranscriptObserver? observer)
    {
        try
        {
            statement.Check(Circuit);
            ArgumentVerifier.Verify(Key, ModelCap, statement, proof, observer);
            return null;
        }
        catch (ProofRejectedException rejection)
        {
            return rejection.Reason;
        }
    }
}
