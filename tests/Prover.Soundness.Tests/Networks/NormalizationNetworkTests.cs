using Prover.Proving;
using Prover.Proving.Arguments;
using Prover.Proving.Circuits;
using Prover.Proving.Witness;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Soundness;

namespace Prover.Soundness.Tests.Networks;

/// <summary>A prover who lies about a mean, a variance, a reciprocal root or a product of a normalisation (SPEC §10.11).</summary>
public class NormalizationNetworkTests
{
    private const int Count = 5, Range = 6, Unit = 256;
    private static readonly CentredScaling Scaling = new(2, 3, 4, Reciprocal(2 * Count, 2 * Count * 9, 0.25));
    private static readonly Network Network = Build();
    private static readonly WitnessProgram Program = new(Network);
    private static readonly int[] Input = [-3, 3, 0, 1, 3, 2, 2, 2, 2, 2, 0, 0, 0, 0, -1, 3, 3, -3, -3, 3];

    public static TheoryData<int> Steps => new(Enumerable.Range(1, Network.Steps.Length - 1));

    [Fact]
    public void The_network_computes_what_the_specification_says()
    {
        WitnessTrace trace = Program.Execute([Input], 1);
        long[] normalised = [.. Enumerable.Range(0, 4).SelectMany(row => Normalised(Input.AsSpan(row * Count, Count).ToArray()))];
        Assert.Equal(normalised, Program.Output(trace, 0).Select(value => (long)value));
        int[] squares = [.. Enumerable.Range(0, 4).SelectMany(row => Divided(Input.AsSpan(row * Count, Count).ToArray(), v => v * v))];
        Assert.Equal(squares, Program.Output(trace, 1));
        int[] magnitudes = [.. Enumerable.Range(0, 4).SelectMany(row => Divided(Input.AsSpan(row * Count, Count).ToArray(), Math.Abs))];
        Assert.Equal(magnitudes, Program.Output(trace, 3));
        Assert.Equal(Enumerable.Range(0, Input.Length).Select(Neighboured), Program.Output(trace, 2));
    }

    /// <summary>All inputs of five values: no sum leaves the bounds that are derived from the meaning of its operands.</summary>
    [Fact]
    public void Every_input_stays_within_the_derived_bounds()
    {
        int[] values = new int[Count];
        double greatest = 0;
        for (int code = 0; code < 16807; code++)
        {
            for (int i = 0, rest = code; i < Count; i++, rest /= 7) values[i] = (rest % 7) - 3;
            int sum = values.Sum(), mean = (int)CentredScaling.Round(sum, Count);
            long variance = (2 * values.Sum(v => (v - mean) * (v - mean))) - Scaling.Correction(sum - (Count * mean), Count);
            Assert.InRange(variance, Scaling.LeastVariance(sum - (Count * mean), Count), Scaling.GreatestVariance(Count, Range));
            long offset = Scaling.Remainder(sum - (Count * mean), Count) * (long)Scaling.Reciprocal.At(variance);
            Assert.InRange(offset, -Scaling.GreatestOffset(Count), Scaling.GreatestOffset(Count));
            greatest = Math.Max(greatest, Normalised(values).Max(Math.Abs));
        }
        Assert.InRange(greatest, 0.5 * Scaling.GreatestResult(Count, Range), Scaling.GreatestResult(Count, Range));
    }

    [Fact]
    public void No_element_of_the_witness_is_free() =>
        Assert.Empty(WitnessFreedom.Find(Network, Program.Execute([Input], 1, (_, _) => { }).Values));

    [Theory]
    [MemberData(nameof(Steps))]
    public void A_result_that_is_changed_after_any_step_is_refused(int step)
    {
        using ProvingKey key = ProvingKey.Create(Network, SecurityProfile.P100, 1);
        ProofVerifier verifier = ProofVerifier.Prepare(key.Verification);
        foreach (int lie in (int[])[0, 1, -1, 64])
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
        RequantiseStep requantise => requantise.Quotient,
        UnaryStep unary => unary.Output,
        CommitStep commit => commit.Output,
        _ => throw new InvalidOperationException($"a new step {step.GetType().Name} needs a lie"),
    };

    private static Network Build()
    {
        var builder = new NetworkBuilder();
        Activation x = builder.Input("x", [4, Count], 0, -3, 3, isPublic: false);
        builder.Output("normalised", builder.Commit(builder.Normalize("normalise", x, [1], Scaling)));
        builder.Output("squares", builder.Commit(builder.DivideByNorm("squares", x, [1], false, Reciprocal(1, 9 * Count, 0))));
        Accumulator scaled = builder.DivideByNeighbours("neighbours", x, 1, 1, 2, Reciprocal(4, 9 * 4, 0.25));
        builder.Output("neighbours", builder.Commit(scaled));
        builder.Output("magnitudes", builder.Commit(builder.DivideByNorm("magnitudes", x, [1], true, Reciprocal(1, 3 * Count, 0))));
        return builder.Build();
    }

    /// <summary>The normalisation by its definition, with V = F (sum of (x - m)²) - F T² / n.</summary>
    private static long[] Normalised(int[] x)
    {
        int sum = x.Sum(), mean = (int)Math.Floor(((double)sum / Count) + 0.5), rest = sum - (Count * mean);
        int variance = (2 * x.Sum(v => (v - mean) * (v - mean))) - (int)Math.Floor((2.0 * rest * rest / Count) + 0.5);
        int reciprocal = Scaling.Reciprocal.At(variance), remainder = (int)Math.Floor((3.0 * rest / Count) + 0.5);
        long offset = 4 * (long)Math.Floor((remainder * reciprocal / 12.0) + 0.5);
        return [.. x.Select(v => ((v - mean) * (long)reciprocal) - offset)];
    }

    private static int[] Divided(int[] x, Func<int, int> part)
    {
        int reciprocal = Reciprocal(1, 9 * Count, 0).At(x.Sum(part));
        return [.. x.Select(v => v * reciprocal)];
    }

    private static int Neighboured(int i)
    {
        int start = i - (i % Count), from = Math.Max(start, i - 1), to = Math.Min(start + Count - 1, i + 2);
        return Input[i] * Reciprocal(4, 9 * 4, 0.25).At(Input[from..(to + 1)].Sum(v => v * v));
    }

    private static ReciprocalTable Reciprocal(int divisor, int greatest, double epsilon) => new(
        [.. Enumerable.Range(0, greatest + 1)],
        [.. Enumerable.Range(0, greatest + 1).Select(v => (int)Math.Round(Unit / Math.Sqrt(Math.Max(v, 1.0) / divisor + epsilon)))]);
}
