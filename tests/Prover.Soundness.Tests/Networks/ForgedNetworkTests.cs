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

/// <summary>Networks of the builder under a prover that lies after each step, and whether their circuits leave anything open.</summary>
public class ForgedNetworkTests
{
    private static readonly Network Network = TinyNetwork.Build();
    private static readonly WitnessProgram Program = new(Network);

    public static TheoryData<int> Steps => new(Enumerable.Range(-1, Network.Steps.Length + 1));

    [Fact]
    public void The_network_has_every_kind_of_step()
    {
        Type[] kinds = [.. typeof(WitnessStep).Assembly.GetTypes().Where(type => type.IsSubclassOf(typeof(WitnessStep)))];
        Assert.Equal(kinds.Select(kind => kind.Name).Order(), Network.Steps.Select(step => step.GetType().Name).Distinct().Order());
    }

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_result_that_is_changed_after_any_step_is_refused(int step)
    {
        using ProvingKey key = ProvingKey.Create(Network, SecurityProfile.P100, 1);
        ProofVerifier verifier = ProofVerifier.Prepare(key.Verification);
        int tensor = step < 0 ? Network.Inputs[0].Tensor : ResultOf(Network.Steps[step]);
        // Another input within its range is no lie.
        int size = tensor == Network.Inputs[0].Tensor ? 100 : 1;
        foreach (int lie in (int[])[0, size, -size, 300])
        {
            WitnessTrace trace = Program.Execute([TinyNetwork.Input(1)], 1, (now, values) =>
            {
                if (now == step) values[tensor][^1] += lie;
            });
            Statement statement = key.StatementOf(trace, []);
            byte[] messages = key.ProveTrace(statement, trace, new PhaseClock(), new() { Threads = 1 });
            Verdict verdict = verifier.Verify(new ProofArtefact(Protocol.Version, statement, messages).Write(), new());
            if (lie == 0) Assert.True(verdict.IsValid, verdict.Detail);
            else Assert.True(IsExpected(verdict.Reason, step), $"step {step}, lie {lie}: {verdict.Reason} {verdict.Detail}");
        }
    }

    /// <summary>
    /// Any single element of the witness, changed alone, violates the circuit, whatever the multiplicities are: nothing is free.
    /// </summary>
    [Fact]
    public void No_element_of_the_witness_is_free() =>
        Assert.Empty(WitnessFreedom.Find(Network, Program.Execute([TinyNetwork.Input(2)], 1, (_, _) => { }).Values));

    /// <summary>
    /// In every requantisation each accumulator has exactly one result: rows of a class that overlap agree, remainders fill exactly their
    /// span, and no interval reaches p/2, where it would meet another one modulo p.
    /// </summary>
    [Fact]
    public void Every_accumulator_has_one_result()
    {
        int[][] values = Program.Execute([TinyNetwork.Input(3)], 1).Values;
        Circuit circuit = Network.Circuit;
        foreach (RequantiseStep step in Network.Steps.OfType<RequantiseStep>())
        {
            ILookup<int, int> ranges = Tuples(circuit.Rows[step.Range].Table).ToLookup(tuple => tuple[0], tuple => tuple[1]);
            foreach (IGrouping<string, int[]> rows in Tuples(circuit.Rows[step.Rows].Table).GroupBy(tuple => string.Join(' ', tuple[..^3])))
            {
                var results = new SortedDictionary<int, int>();
                foreach (int[] row in rows)
                {
                    (int result, int start, int span) = (row[^3], row[^2], row[^1]);
                    Assert.Equal(Enumerable.Range(0, span), ranges[span].Distinct().Order());
                    Assert.InRange(start, -(1 << 29), 1 << 29);
                    for (int sum = start; sum < start + span; sum++)
                    {
                        Assert.True(!results.TryGetValue(sum, out int other) || other == result, $"{step.Node}: {sum} has two results");
                        results[sum] = result;
                    }
                }
                Assert.Equal(results.Count, results.Keys.Last() - results.Keys.First() + 1);
            }
        }

        IEnumerable<int[]> Tuples(int table) => circuit.Rows.Where(rows => rows.IsTable && rows.Table == table)
            .SelectMany(rows => ReferenceEvaluation.Tuples(circuit, rows, values))
            .Select(tuple => tuple[1..].Select(ColumnEvaluator.Centre).ToArray());
    }

    private static int ResultOf(WitnessStep step) => step switch
    {
        RangeCheckStep => Network.Inputs[0].Tensor,
        RequantiseStep requantise => requantise.Quotient,
        CommitStep commit => commit.Output,
        UnaryStep unary => unary.Output,
        PairStep pair => pair.Output,
        MaximumStep maximum => maximum.Output,
        RecommitStep recommit => Network.Circuit.Constraints[recommit.Constraint].Terms[0].Read.Tensor,
        _ => throw new InvalidOperationException($"a new step {step.GetType().Name} needs a lie"),
    };

    /// <summary>A copy that differs breaks a linear constraint, all else a lookup; an output beyond its range is seen at once.</summary>
    private static bool IsExpected(RejectReason? reason, int step) =>
        step >= 0 && Network.Steps[step] is RecommitStep
            ? reason is RejectReason.OpeningConstraint or RejectReason.LookupSum
            : reason is RejectReason.LookupSum or RejectReason.PublicValues;
}
