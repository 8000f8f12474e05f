using Prover.Proving;
using Prover.Proving.Arguments;
using Prover.Proving.Circuits;
using Prover.Proving.Witness;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;
using Prover.Verifier.Soundness;

namespace Prover.Soundness.Tests.Networks;

/// <summary>
/// The owner of private weights commits tables in which an accumulator has two results, so as to choose one for each proof. Nobody else can
/// recompute his commitment; an audited proof shows its tables and refuses him (SPEC §5.5, §11.8).
/// </summary>
public class DishonestSetupTests
{
    private static readonly int[] Input = [1, -2, 3, 0];
    private static readonly Network Network = Build();

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_honest_setup_is_accepted(bool isAudit) => Assert.True(Prove(Network, Network.ModelValues, 0, isAudit).IsValid);

    [Fact]
    public void An_audit_refuses_a_hidden_model_with_a_table_of_its_owner()
    {
        int[][] forged = WithTwoResults();
        foreach (int lie in (int[])[0, 1])
        {
            Verdict verdict = Prove(Network, forged, lie, isAudit: true);
            Assert.Equal(RejectReason.OpeningConstraint, verdict.Reason);
        }
    }

    /// <summary>What an id says before it is audited: one id, one input, two outputs.</summary>
    [Fact]
    public void Without_an_audit_a_table_of_its_owner_is_accepted()
    {
        int[][] forged = WithTwoResults();
        foreach (int lie in (int[])[0, 1]) Assert.True(Prove(Network, forged, lie, isAudit: false).IsValid);
    }

    /// <summary>The owner cannot have a circuit of his own for his tables: it has another digest, which the verifier demands.</summary>
    [Fact]
    public void An_owner_who_names_his_own_tables_has_another_circuit()
    {
        int[][] forged = WithTwoResults();
        Circuit circuit = Network.Circuit with { Tables = FixedTables.Of(Network.Circuit, forged)!.Digest };
        Network own = Network with { Circuit = circuit };
        Assert.True(Prove(own, forged, 1, isAudit: true, FixedTables.Of(circuit, forged)).IsValid);
        Assert.NotEqual(CircuitDigest.Of(Network.Circuit), CircuitDigest.Of(circuit));
    }

    /// <summary>The row after that of the honest result moves to the same accumulators.</summary>
    private static int[][] WithTwoResults()
    {
        int[][] forged = [.. Network.ModelValues.Select(values => (int[])values.Clone())];
        int table = Array.FindIndex(Network.Circuit.Tensors, tensor => tensor.Name.EndsWith("thresholds q", StringComparison.Ordinal));
        (int[] results, int[] bases, int[] spans) = (forged[table], forged[table + 1], forged[table + 2]);
        RequantiseStep step = Network.Steps.OfType<RequantiseStep>().Single();
        WitnessTrace trace = new WitnessProgram(Network).Execute([Input], 1, (_, _) => { });
        int honest = trace.Values[step.Quotient][0];
        long start = ReferenceEvaluation.Tuples(Network.Circuit, Network.Circuit.Rows[step.Rows], trace.Values).Single()[2];
        int row = Enumerable.Range(0, bases.Length).Single(i =>
            results[i] == honest && ReferenceEvaluation.Reduce(bases[i]) == start && spans[i] == trace.Values[step.Span][0]);
        int next = Array.IndexOf(results, honest + 1);
        (bases[next], spans[next]) = (bases[row], spans[row]);
        return forged;
    }

    private static Verdict Prove(Network network, int[][] model, int lie, bool isAudit, FixedTables? tables = null)
    {
        using ProvingKey key = ProvingKey.Create(network with { ModelValues = model }, SecurityProfile.P100, 1, seed: new byte[32]);
        WitnessTrace trace = new WitnessProgram(network).Execute([Input], 1, (_, _) => { });
        trace.Values[network.Steps.OfType<RequantiseStep>().Single().Quotient][0] += lie;
        for (int tensor = 0; tensor < model.Length; tensor++)
        {
            if (model[tensor].Length > 0) trace.Values[tensor] = model[tensor];
        }
        ReferenceMultiplicities.Count(network.Circuit, trace.Values);
        Statement statement = key.StatementOf(trace, []) with { IsAudit = isAudit };
        byte[] messages = key.ProveTrace(statement, trace, new PhaseClock(), new() { Threads = 1 });
        byte[] proof = new ProofArtefact(Protocol.Version, statement, messages).Write();
        VerificationKey published = VerificationKey.Read(key.Verification.Write());
        return ProofVerifier.Prepare(published).Verify(proof, new() { Tables = isAudit ? tables ?? network.Tables : null });
    }

    private static Network Build()
    {
        var builder = new NetworkBuilder(hidesModel: true);
        Activation x = builder.Input("x", [1, 4], 0, -4, 3, isPublic: true);
        var weights = new WeightTensor([4, 1], [2, -1, 1, 3]) { Range = new(-4, 3) };
        Accumulator sums = builder.MatMul("dense", x, weights, null);
        builder.Output("y", builder.Requantise(sums, new((_, a) => Math.Clamp(a / 3, -4, 3), -4, 3, 0)));
        return builder.Build();
    }
}
