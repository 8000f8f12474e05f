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
/// A prover who lies within a softmax or a logarithm of a sum of exponentials (SPEC §10.10): about the greatest element, an exponential,
/// further bits of one, the sum, its carry, its logarithm, or a result.
/// </summary>
public class SoftmaxNetworkTests
{
    private static readonly Network Network = Build();
    private static readonly WitnessProgram Program = new(Network);
    private static readonly int[] Input = [3, 1, -2, 0, 3, 3, -4, -4, 2, 2, 2, 2];

    public static TheoryData<int> Steps => new(Enumerable.Range(1, Network.Steps.Length - 1));

    [Fact]
    public void The_kernels_are_made_of_these_steps() => Assert.Equal(
        ["RangeCheckStep", "MaximumStep", "MaximumStep", "UnaryStep", "UnaryStep", "RequantiseStep", "CommitStep", "RequantiseStep",
            "RequantiseStep",
            "MaximumStep", "MaximumStep", "UnaryStep", "UnaryStep", "RequantiseStep", "CommitStep", "RequantiseStep", "CommitStep"],
        Network.Steps.Select(step => step.GetType().Name));

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
            Assert.True(verdict.IsValid == (lie == 0), $"step {step}, lie {lie}: {verdict.Reason} {verdict.Detail}");
        }
    }

    private static int Tensor(WitnessStep step) => step switch
    {
        MaximumStep maximum => maximum.Output,
        UnaryStep unary => unary.Output,
        CommitStep commit => commit.Output,
        RequantiseStep requantise => requantise.Quotient,
        _ => throw new InvalidOperationException($"a new step {step.GetType().Name} needs a lie"),
    };

    private static Network Build()
    {
        const double unit = 0.25;
        var builder = new NetworkBuilder();
        Activation x = builder.Input("x", [3, 4], 0, -4, 3, isPublic: false);
        int Bits(int z) => (int)Math.Round(1024 * Math.Exp(-unit * z));
        var tables = new SoftmaxTables(
            z => Bits(z) >> 4, z => Bits(z) & 15, 4, sum => (int)Math.Round(Math.Log(sum / 64.0) / unit * 4), 4, 1);
        Accumulator logarithm = builder.LogarithmOfSoftmax("softmax", x, 1, tables);
        static int Round(int a) => (int)Math.Round(Math.Exp(a * unit / 4) * 100);
        builder.Output("y", builder.Requantise(logarithm, new((_, a) => Round(a), 0, 100, 0)));
        builder.Output("sum", builder.Commit(builder.LogarithmOfSum("sum", x, 1, tables)));
        return builder.Build();
    }
}
