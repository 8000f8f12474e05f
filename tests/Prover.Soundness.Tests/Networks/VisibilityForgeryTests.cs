using Prover.Proving;
using Prover.Proving.Arguments;
using Prover.Proving.Circuits;
using Prover.Proving.Hashed;
using Prover.Proving.Kernels;
using Prover.Proving.Witness;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;
using Prover.Verifier.Soundness;

namespace Prover.Soundness.Tests.Networks;

/// <summary>A prover that lies about an input, an inner value or an output, in every visibility of inputs and outputs.</summary>
public class VisibilityForgeryTests
{
    public static TheoryData<TensorVisibility, TensorVisibility> All
    {
        get
        {
            var all = new TheoryData<TensorVisibility, TensorVisibility>();
            foreach (TensorVisibility input in Enum.GetValues<TensorVisibility>())
            {
                foreach (TensorVisibility output in Enum.GetValues<TensorVisibility>()) all.Add(input, output);
            }
            return all;
        }
    }

    [Theory]
    [MemberData(nameof(All))]
    public void Every_lie_is_refused_whatever_is_seen(TensorVisibility input, TensorVisibility output)
    {
        Network network = TinyNetwork.Build(input, output);
        using ProvingKey key = ProvingKey.Create(network, SecurityProfile.P100, 1);
        var program = new WitnessProgram(network);
        int results = network.Outputs[0].Tensor, last = network.Steps.Length - 1, inner = network.Steps.Length / 2;
        (int Step, int Tensor, int Lie)[] lies =
        [
            (-1, network.Inputs[0].Tensor, 0), (-1, network.Inputs[0].Tensor, 100), (inner, ResultOf(network, inner), 1),
            (last, results, 1), (last, results, -1),
        ];
        foreach ((int step, int tensor, int lie) in lies)
        {
            WitnessTrace trace = program.Execute([TinyNetwork.Input(1)], 1, (now, values) =>
            {
                if (now == step) values[tensor][^1] += lie;
            });
            Verdict verdict = Prove(network, key, trace);
            if (lie == 0) Assert.True(verdict.IsValid, verdict.Detail);
            else Assert.False(verdict.IsValid, $"step {step}, lie {lie} was accepted");
        }
    }

    /// <summary>The prover commits to whatever the forged witness says, so that the only lie is the computation.</summary>
    private static Verdict Prove(Network network, ProvingKey key, WitnessTrace trace)
    {
        Circuit circuit = network.Circuit;
        var commitments = new List<HashedCommitment>();
        for (int i = 0; i < circuit.Hashed.Length; i++)
        {
            HashedTensor tensor = circuit.Hashed[i];
            int[] values = [.. trace.Values[network.HashedSources[i]].Select(value => value + tensor.ZeroPoint)];
            commitments.Add(new(KernelSet.Fastest(1).Codes, values, new byte[32]));
            trace.Values[tensor.Tensor] = commitments[i].WitnessValues(tensor.ZeroPoint);
        }
        Statement statement = key.StatementOf(trace, []) with { HashedDigests = [.. commitments.Select(entry => entry.Digest)] };
        byte[] messages = key.ProveTrace(statement, trace, new PhaseClock(), new() { Threads = 1 }, [.. commitments]);
        foreach (HashedCommitment commitment in commitments) commitment.Dispose();
        return ProofVerifier.Prepare(key.Verification).Verify(new ProofArtefact(Protocol.Version, statement, messages).Write(), new());
    }

    private static int ResultOf(Network network, int step) => network.Steps[step] switch
    {
        RequantiseStep requantise => requantise.Quotient,
        CommitStep commit => commit.Output,
        UnaryStep unary => unary.Output,
        PairStep pair => pair.Output,
        MaximumStep maximum => maximum.Output,
        RecommitStep recommit => network.Circuit.Constraints[recommit.Constraint].Terms[0].Read.Tensor,
        _ => network.Inputs[0].Tensor,
    };
}
