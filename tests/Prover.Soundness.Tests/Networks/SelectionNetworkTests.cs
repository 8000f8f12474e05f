using Prover.Proving;
using Prover.Proving.Arguments;
using Prover.Proving.Circuits;
using Prover.Proving.Witness;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Soundness;

namespace Prover.Soundness.Tests.Networks;

/// <summary>
/// A prover who lies about extremes, their positions, elements at positions and repeated copies (SPEC §10.1, §10.6, §10.9).
/// </summary>
public class SelectionNetworkTests
{
    private static readonly Network Network = Build();
    private static readonly WitnessProgram Program = new(Network);
    private static readonly int[] Input = [.. Enumerable.Range(0, 12).Select(i => (i * 5 % 7) - 3)];

    public static TheoryData<int> Steps => new(Enumerable.Range(1, Network.Steps.Length - 1));

    [Fact]
    public void No_element_of_the_witness_is_free() =>
        Assert.Empty(WitnessFreedom.Find(Network, Program.Execute([Input], 1, (_, _) => { }).Values));

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_result_that_is_changed_after_any_step_is_refused(int step)
    {
        using ProvingKey key = ProvingKey.Create(Network, SecurityProfile.P100, 1);
        ProofVerifier verifier = ProofVerifier.Prepare(key.Verification);
        foreach (int lie in (int[])[0, 1, -1, 4])
        {
            WitnessTrace trace = Program.Execute([Input], 1, (now, values) =>
            {
                if (now == step) values[Tensor(Network.Steps[step])][0] += lie;
            });
            Statement statement = key.StatementOf(trace, []);
            byte[] messages = key.ProveTrace(statement, trace, new PhaseClock(), new() { Threads = 1 });
            Verdict verdict = verifier.Verify(new ProofArtefact(Protocol.Version, statement, messages).Write(), new());
            string node = Network.Steps[step].Node;
            Assert.True(verdict.IsValid == (lie == 0), $"step {step} of {node}, lie {lie}: {verdict.Reason} {verdict.Detail}");
        }
    }

    private static int Tensor(WitnessStep step) => step switch
    {
        MaximumStep maximum => maximum.Output,
        UnaryStep unary => unary.Output,
        PairStep pair => pair.Output,
        CommitStep commit => commit.Output,
        RecommitStep recommit => Network.Circuit.Constraints[recommit.Constraint].Terms[0].Read.Tensor,
        _ => throw new InvalidOperationException($"a new step {step.GetType().Name} needs a lie"),
    };

    private static Network Build()
    {
        var builder = new NetworkBuilder();
        Activation x = builder.Input("x", [3, 4], 0, -3, 3, isPublic: false);
        builder.Output("min", builder.Minimum("min", x, 1));
        Activation index = builder.PositionOfExtreme("position", x, 1, isGreatest: true, isLast: false);
        builder.Output("position", index);
        builder.Output("element", builder.Select("select", builder.Reshape("rows", x, 3, 4, 1), index));
        builder.Output("row", builder.Embed("embed", index, [3, 1, 4, 1, 5, 9, 2, 6], 2, 3));
        builder.Output("twice", builder.Tile("tile", builder.Slice("row", x, 0, 1, 1, 1), 0, 2));
        builder.Output("often", builder.Tile("tile", builder.Slice("one", index, 0, 2, 1, 1), 0, 65));
        return builder.Build();
    }
}
