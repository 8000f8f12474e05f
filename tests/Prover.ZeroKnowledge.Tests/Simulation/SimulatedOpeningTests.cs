using Prover.Proving.Commitments;
using Prover.Proving.Kernels;
using Prover.Proving.Randomness;
using Prover.Proving.Transcripts;
using Prover.Verifier;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;
using Prover.Verifier.Soundness;
using Prover.Verifier.Transcripts;
using Prover.ZeroKnowledge.Tests.Oracle;

namespace Prover.ZeroKnowledge.Tests.Simulation;

/// <summary>The opening has a simulator: any claim at all can be opened by whoever programs the oracle, and by nobody else.</summary>
public class SimulatedOpeningTests
{
    private const string Domain = "simulated opening", CapLabel = "witness cap";
    private static readonly KernelSet Kernels = KernelSet.Fastest(1);

    [Theory]
    [InlineData(10, 0, 0, 0, 0, 1, 0)]
    [InlineData(10, 3, 4, 4, 0, 3, 0)]
    [InlineData(12, 1, 1, 1, 0, 1, 0)]
    [InlineData(13, 2, 0, 2, 2, 2, 0)]
    [InlineData(12, 2, 0, 2, 2, 1, 8)]
    public void The_verifier_accepts_any_claim_if_the_oracle_is_programmed(
        int logRows, int logColumns, int modelStart, int model, int witnessStart, int witness, int proofsOfModel)
    {
        var shape = new JointShape(logRows, logColumns, modelStart, model, witnessStart, witness, true) { ModelOpenings = proofsOfModel };
        var parameters = new WhirParameters(shape, SecurityProfile.P100);
        using var coins = new RandomStream(Seed(1));
        using CommittedMatrix? matrix = CommitModel(parameters);
        KoalaBear5[] form = [.. Enumerable.Range(0, 1 << shape.Variables).Select(_ => coins.NextExtension())];
        KoalaBear5 claim = coins.NextExtension(); // of no particular witness
        var oracle = new ProgrammedOracle(7);
        (byte[] proof, ModelCommitment commitment) = Simulate(parameters, matrix, oracle, coins, form, claim);
        Assert.Null(Verify(parameters, commitment, form, claim, proof, oracle.Program()));
        Assert.NotNull(Verify(parameters, commitment, form, claim, proof, null));
        Assert.NotNull(Verify(parameters, commitment, form, claim, proof, new ProgrammedOracle(8).Program()));
        Assert.NotNull(Verify(parameters, commitment, form, claim + KoalaBear5.One, proof, oracle.Program()));
        if (commitment.Seal is not { } seal) return;
        ModelCommitment other = commitment with { Seal = seal with { Value = seal.Value + KoalaBear5.One } };
        Assert.Equal(RejectReason.OpeningConstraint, Verify(parameters, other, form, claim, proof, oracle.Program()));
    }

    private static (byte[] Proof, ModelCommitment Model) Simulate(
        WhirParameters parameters, CommittedMatrix? model, ProgrammedOracle oracle, RandomStream coins, KoalaBear5[] form, KoalaBear5 claim)
    {
        var transcript = new ProverTranscript(Domain, oracle.Program()) { Grind = (seed, bits) => Kernels.Codes.Grind(seed, bits) };
        PartialTree? hidden = parameters.Shape.ModelOpenings == 0
            ? null : PartialTree.OfUniformRows(parameters.ModelTree, OpeningSimulator.Positions(parameters, oracle, 0), coins);
        SimulatedModel? ofPublic = model is null ? null : new(positions => model.Tree.Open(positions));
        SimulatedModel? simulated = hidden is null
            ? ofPublic : new(hidden.Open, new(SealPoint.Draw(default, parameters, hidden.Cap), coins.NextExtension()));
        using var simulator = new OpeningSimulator(parameters, simulated is null ? [] : [simulated], oracle, 0, Kernels, coins);
        transcript.SendDigests(CapLabel, simulator.Cap);
        using ExtensionVector covector = ExtensionVector.From(form);
        simulator.Open(transcript, covector, claim);
        return (transcript.ToProof(), new(hidden?.Cap ?? model?.Tree.Cap.ToArray() ?? [], simulated?.Seal));
    }

    private static RejectReason? Verify(
        WhirParameters parameters, ModelCommitment model, KoalaBear5[] form, KoalaBear5 claim, byte[] proof, TranscriptObserver? observer)
    {
        try
        {
            var transcript = new VerifierTranscript(Domain, proof, observer);
            Digest[] cap = transcript.ReceiveDigests(CapLabel, 1);
            OpeningClaim left = OpeningVerifier.Open(parameters, [model], cap, transcript, claim);
            transcript.Finish();
            left.Settle(MultilinearExtension.Evaluate(form, left.Point));
            return null;
        }
        catch (ProofRejectedException rejection)
        {
            return rejection.Reason;
        }
    }

    private static CommittedMatrix? CommitModel(WhirParameters parameters)
    {
        JointShape shape = parameters.Shape;
        if (shape.ModelColumns == 0 || shape.ModelOpenings > 0) return null;
        using var random = new RandomStream(Seed(2));
        var columns = new FieldBuffer((long)shape.ModelColumns << shape.LogRows);
        random.FillField(columns.Span);
        return new(Kernels.Codes, parameters.ModelTree, shape.LogRows, columns);
    }

    private static byte[] Seed(byte number) => [.. Enumerable.Repeat(number, RandomStream.SeedBytes)];
}
