using Prover.Proving.Circuits;
using Prover.Proving.Randomness;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Soundness;

namespace Prover.Proving.Tests;

/// <summary>Networks of every relation, proven and verified in both profiles.</summary>
public class EndToEndTests
{
    [Theory]
    [InlineData(1, false, 100)]
    [InlineData(1, true, 128)]
    [InlineData(2, true, 100)]
    [InlineData(3, false, 128)]
    public void A_small_network_proves_and_verifies(int batch, bool isPublic, int bits)
    {
        Network network = SmallNetwork(batch, isPublic);
        SecurityProfile profile = SecurityProfile.All.First(profile => profile.Bits == bits);
        using ProvingKey key = ProvingKey.Create(network, profile, 2);
        var random = new Random(batch);
        int[] input = [.. Enumerable.Range(0, batch * 2 * 9 * 9).Select(_ => random.Next(0, 256))];
        ProvenRun run = key.Prove([input], [7], new() { Threads = 2 });

        byte[] file = new ProofArtefact(Protocol.Version, run.Statement, run.Messages).Write();
        ProofVerifier verifier = ProofVerifier.Prepare(VerificationKey.Read(key.Verification.Write()));
        Verdict verdict = verifier.Verify(file, new VerifierOptions { Context = [7], MinimumSecurityBits = bits });
        Assert.True(verdict.IsValid, $"{verdict.Reason}: {verdict.Detail}");
        Assert.True(verdict.SecurityBits >= bits);
        Assert.Equal(ProvingOptions.Phases, run.Phases.Select(phase => phase.Name));
        Assert.Equal(isPublic ? 2 : 1, run.Statement.PublicValues.Length);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_proof_is_a_function_of_key_input_context_and_randomness(bool hiding)
    {
        using ProvingKey key = ProvingKey.Create(SmallNetwork(1, true, hiding), SecurityProfile.P100, 1);
        int[] input = new int[2 * 9 * 9];
        byte[] first = Prove(1, [], 1);
        Assert.Equal(first, Prove(2, [], 1));
        Assert.NotEqual(first, Prove(2, [1], 1));
        Assert.Equal(!hiding, first.AsSpan().SequenceEqual(Prove(2, [], 2)));
        byte[] fresh = key.Prove([input], [], new() { Threads = 2 }).Messages;
        Assert.Equal(!hiding, fresh.AsSpan().SequenceEqual(key.Prove([input], [], new() { Threads = 2 }).Messages));

        byte[] Prove(int threads, byte[] context, byte seed)
        {
            using var random = new RandomStream([.. Enumerable.Repeat(seed, RandomStream.SeedBytes)]);
            return key.Prove([input], context, new() { Threads = threads, Randomness = random }).Messages;
        }
    }

    /// <summary>Convolution with stride, depthwise, residual sum, unary table, maximum, reshape, dense.</summary>
    internal static Network SmallNetwork(int batch, bool isPublic, bool hiding = true)
    {
        var random = new Random(5);
        var builder = new NetworkBuilder();
        Activation x = builder.Input("image", [batch, 2, 9, 9], 120, 0, 255, isPublic);
        Activation first = Rescale(builder, builder.Convolution(
            "conv", x, Weights(random, 5, 2, 3, 3), [.. Enumerable.Range(0, 5).Select(_ => random.Next(-500, 500))],
            new([3, 3], [2, 2], [1, 1], [1, 1], [1, 1]), 1), 5, 0.004f);
        Activation deep = Rescale(builder, builder.Convolution(
            "deep", first, Weights(random, 5, 1, 3, 3), null, new([3, 3], [1, 1], [1, 1], [1, 1], [1, 1]), 5), 5, 0.009f);
        Activation sum = builder.Binary(
            "sum", first, deep, (a, b) => Math.Clamp((int)MathF.Round((a * 0.7f) + (b * 0.6f)), -128, 127), 0, new(0.7, 0.6));
        Activation curved = builder.Unary("curve", sum, v => (int)(127 * Math.Tanh(v / 40.0)), 0);
        Activation pooled = builder.MaxPool("pool", curved, SpatialWindow.Of([2, 2], [2, 2]));
        Activation flat = builder.Reshape("flatten", pooled, batch, 20);
        Activation logits = builder.Requantise(
            builder.MatMul("dense", flat, Weights(random, 20, 7), null), new((_, a) => Round(a, 0.003f), -128, 127, 0));
        builder.Output("logits", logits);
        return builder.Build(hiding);
    }

    private static int Round(int accumulator, float scale) =>
        Math.Clamp((int)MathF.Round(accumulator * scale, MidpointRounding.ToEven), -128, 127);

    private static Activation Rescale(NetworkBuilder builder, Accumulator accumulator, int channels, float scale) =>
        builder.Requantise(accumulator, new((channel, a) => Round(a, scale * (1 + (channel * 0.3f))), -128, 127, 0)
        {
            Classes = [.. Enumerable.Range(0, channels)],
            ClassAxes = [1],
        });

    private static WeightTensor Weights(Random random, params int[] shape)
    {
        int count = shape.Aggregate(1, (product, size) => product * size);
        return new(shape, [.. Enumerable.Range(0, count).Select(_ => random.Next(-127, 128))]);
    }
}
