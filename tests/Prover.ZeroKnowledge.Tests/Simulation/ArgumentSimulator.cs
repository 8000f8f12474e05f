using Prover.Proving.Arguments;
using Prover.Proving.Kernels;
using Prover.Proving.Randomness;
using Prover.Proving.Transcripts;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Forms;
using Prover.Verifier.Hiding;
using Prover.Verifier.Lookups;
using Prover.Verifier.Sumchecks;
using Prover.Verifier.Transcripts;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Simulation;

/// <summary>
/// The simulator of SPEC §11.5: it is given a statement, the circuit and a public model, but no witness. Every hidden element is drawn
/// uniformly; the claim that is left for the opening is what the verifier computes from the messages. A hidden model and hashed tensors
/// are simulated once for several proofs.
/// </summary>
/// <param name="key">The circuit.</param>
/// <param name="model">The model's tree.</param>
/// <param name="hashed">The commitments of hashed tensors, in the circuit's order.</param>
/// <param name="kernels">Does the work.</param>
internal sealed class ArgumentSimulator(
    ArgumentKey key, SimulatedModel model, HashedSimulator[] hashed, KernelSet kernels)
{
    /// <summary>The values of the fixed tensors, which are public, if proofs are audits.</summary>
    public FixedTables? Tables { get; init; }

    /// <summary>A proof that the verifier accepts when the oracle is programmed, of a true or of a false statement.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="oracle">The oracle.</param>
    /// <param name="coins">The simulator's randomness.</param>
    /// <param name="observer">Watches the transcript.</param>
    public byte[] Simulate(Statement statement, ProgrammedOracle oracle, RandomStream coins, TranscriptObserver? observer = null)
    {
        var transcript = new ProverTranscript(Protocol.Domain, oracle.Program(observer))
        {
            Grind = (seed, bits) => kernels.Codes.Grind(seed, bits),
        };
        transcript.Absorb(ArgumentVerifier.StatementLabel, statement.Encode());
        using var opening = new OpeningSimulator(
            key.Parameters, [model], oracle, hashed.Length, kernels, coins);
        transcript.SendDigests(ArgumentVerifier.WitnessCapLabel, opening.Cap);
        transcript.Harden(key.HardeningBytes, Protocol.HardeningIterations);
        transcript.Challenges(OutOfDomainClaim.PointLabel, key.Layout.Variables);
        Send(transcript, OutOfDomainClaim.ValueLabel, 1, coins);
        SimulateLookups(transcript, coins);
        SimulateProducts(transcript, coins);
        foreach (HashedSimulator tensor in hashed) tensor.Send(transcript);
        transcript.Challenge(ArgumentVerifier.ConstraintsLabel);
        transcript.Challenge(ArgumentVerifier.BatchLabel);

        (OutOfDomainClaim sample, LinearForm form, KoalaBear5 value) =
            PublicClaim.After(key, statement, oracle, transcript.ToProof(), Tables);
        using var covector = new ExtensionVector(1L << key.Layout.Variables);
        kernels.Algebra.EqTable(sample.Point, KoalaBear5.One, covector);
        Covector.Add(form, covector, kernels.Algebra);
        opening.Open(transcript, covector, value);
        return transcript.ToProof();
    }

    /// <summary>The root 0/d with uniform d, and uniform messages and children.</summary>
    private void SimulateLookups(ProverTranscript transcript, RandomStream coins)
    {
        transcript.Work(ArgumentVerifier.LookupWorkLabel, key.Parameters.Profile.LookupWork);
        transcript.Challenge(ArgumentVerifier.AlphaLabel);
        transcript.Challenge(ArgumentVerifier.BetaLabel);
        transcript.Send(FractionLayer.RootLabel, [KoalaBear5.Zero, coins.NextExtension()]);
        for (int layer = 0; layer < key.Layout.LogLeaves; layer++)
        {
            transcript.Challenge(FractionLayer.BlendLabel);
            for (int round = 0; round < layer; round++)
            {
                Send(transcript, FractionLayer.MessageLabel, 2, coins);
                transcript.Challenge(FractionLayer.ChallengeLabel);
            }
            Send(transcript, FractionLayer.ChildrenLabel, 4, coins);
            transcript.Challenge(FractionLayer.MergeLabel);
        }
    }

    /// <summary>Uniform accumulators, messages and operands, and whatever the check of products of pads sends.</summary>
    private void SimulateProducts(ProverTranscript transcript, RandomStream coins)
    {
        int variables = new LeafClaims(key.Circuit, key.Layout, new KoalaBear5[key.Layout.LogLeaves], default, default).Variables;
        Send(transcript, ArgumentVerifier.AccumulatorsLabel, 1, coins);
        for (int round = 0; round < variables; round++)
        {
            Send(transcript, SumcheckVerifier.MessageLabel, 2, coins);
            transcript.Challenge(SumcheckVerifier.ChallengeLabel);
        }
        Send(transcript, ArgumentVerifier.OperandsLabel, 2, coins);
        transcript.Challenge(QuadraticRound.EquationsLabel);
        transcript.Challenges(QuadraticRound.PointLabel, key.Layout.Pads.Variables);
        Send(transcript, QuadraticRound.MaskLabel, 1, coins);
        transcript.Challenge(QuadraticRound.ScaleLabel);
        for (int round = 0; round < key.Layout.Pads.Variables; round++)
        {
            Send(transcript, QuadraticRound.MessageLabel, 3, coins);
            transcript.Challenge(QuadraticRound.ChallengeLabel);
        }
        Send(transcript, QuadraticRound.ValuesLabel, 3, coins);
    }

    private static void Send(ProverTranscript transcript, string label, int count, RandomStream coins) =>
        transcript.Send(label, [.. Enumerable.Range(0, count).Select(_ => coins.NextExtension())]);
}
