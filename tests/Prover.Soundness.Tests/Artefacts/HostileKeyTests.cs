using Prover.Soundness.Tests.Circuits;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;
using Prover.Verifier.Hashing;

namespace Prover.Soundness.Tests.Artefacts;

/// <summary>Keys made to cost a verifier as much as possible: they are refused, or the work stays within its limits.</summary>
public class HostileKeyTests
{
    /// <summary>What preparing any key may allocate: the limit of SPEC §8.3 on the work of linear forms keeps memory below this.</summary>
    internal const long KeyLimit = 256L << 20;

    [Fact]
    [Refuses(RejectReason.InvalidKey)]
    public void Many_constants_over_many_blocks_are_refused() =>
        Refusal.Expect(RejectReason.InvalidKey, Verdict(Constants(CircuitLimits.Columns)));

    [Fact]
    [Refuses(RejectReason.InvalidKey)]
    public void An_index_expression_with_very_many_values_is_refused() =>
        Refusal.Expect(RejectReason.InvalidKey, Verdict(Expression([64, 64, 64, 64])));

    /// <summary>Each variable after the first makes all sums anew, also one that has a single value.</summary>
    [Fact]
    [Refuses(RejectReason.InvalidKey)]
    public void An_index_expression_with_many_variables_of_one_value_is_refused() =>
        Refusal.Expect(RejectReason.InvalidKey, Verdict(Expression([128, 64, 64, 1, 1, 1, 1, 1])));

    /// <summary>A sentence for each value would take gigabytes, whether or not the value is refused.</summary>
    [Fact]
    public void Values_that_are_not_refused_cost_no_text()
    {
        const int Count = 1 << 16;
        Circuit circuit = SmallestCircuit.Build();
        circuit.Tensors[SmallestCircuit.Input] = new("long", CommittedVector.Witness, [Count]);
        Statement statement = new(100, default, default, [[.. Enumerable.Repeat(3, Count)], [1, 2]], []);
        BoundedWork.Run(Count, () => statement.Check(circuit));
        statement.PublicValues[0][^1] = 6;
        var refusal = Assert.Throws<ProofRejectedException>(() => statement.Check(circuit));
        Assert.Equal("x contains 6, outside [2, 5]", refusal.Message);
    }

    [Fact]
    [Refuses(RejectReason.InvalidKey)]
    public void A_shifted_read_of_a_very_long_axis_is_refused() =>
        Refusal.Expect(RejectReason.InvalidKey, Verdict(Shifted(1 << 24)));

    [Fact]
    public void The_greatest_circuits_that_pass_are_bounded_in_time_and_memory()
    {
        AssertBounded(Constants(5));
        AssertBounded(Expression([128, 64, 64, 1]));
        AssertBounded(Shifted(4_000_000));
        AssertBounded(Publics(6, 1000));
    }

    /// <summary>Eight axes of 5 = 4 + 1 are 256 blocks; a verifier multiplies out every term in each of them.</summary>
    private static Circuit Constants(int width)
    {
        Circuit circuit = SmallestCircuit.Build();
        int[] axes = [.. Enumerable.Repeat(5, 8)];
        ColumnTerm[] column = [.. Enumerable.Repeat(ColumnTerm.Constant(1), CircuitLimits.Terms)];
        ColumnTerm[][] columns = [.. Enumerable.Repeat(column, width)];
        circuit.Rows[0] = new("lookups", 0, axes, columns, -1);
        circuit.Rows[1] = circuit.Rows[1] with { Columns = [.. columns.Select(_ => new[] { ColumnTerm.Constant(0) })] };
        return circuit;
    }

    /// <summary>All values of the expression are distinct, and all but one lie outside the tensor.</summary>
    private static Circuit Expression(int[] axes)
    {
        Circuit circuit = SmallestCircuit.Build();
        IndexTerm[] terms = [new(0, 1 << 22), new(1, 1 << 14), new(2, 1 << 7), .. Enumerable.Range(3, axes.Length - 3).Select(Unit)];
        AffineIndex index = new(terms, 0);
        ColumnTerm[][] columns = [[ColumnTerm.Of(new TensorRead(SmallestCircuit.Input, [index]))], [ColumnTerm.Constant(0)]];
        circuit.Rows[0] = new("lookups", 0, axes, columns, -1);
        return circuit;
        static IndexTerm Unit(int variable) => new(variable, 1);
    }

    /// <summary>A read with a shift has explicit weights for the whole axis.</summary>
    private static Circuit Shifted(int length)
    {
        Circuit circuit = SmallestCircuit.Build();
        circuit.Tensors[SmallestCircuit.Output] = new("long", CommittedVector.Witness, [length]);
        TensorRead read = new(SmallestCircuit.Output, [AffineIndex.Of(0, 1, 1)]);
        circuit.Rows[0] = circuit.Rows[0] with { Columns = [[ColumnTerm.Constant(1)], [ColumnTerm.Of(read)]] };
        return circuit with { Publics = circuit.Publics[..1] };
    }

    private static Circuit Publics(int rank, int count)
    {
        Circuit circuit = SmallestCircuit.Build();
        int[] shape = [.. Enumerable.Repeat(5, rank)], numbers = [.. Enumerable.Range(0, count)];
        CommittedTensor[] added = [.. numbers.Select(i => new CommittedTensor($"t{i}", CommittedVector.Witness, shape))];
        PublicTensor[] publics = [.. numbers.Select(i => new PublicTensor($"t{i}", true, i + circuit.Tensors.Length, 0, 0, 1))];
        return circuit with { Tensors = [.. circuit.Tensors, .. added], Publics = publics };
    }

    private static void AssertBounded(Circuit circuit) => Refusal.Expect(RejectReason.MalformedProof, Verdict(circuit));

    private static Verdict Verdict(Circuit circuit)
    {
        byte[] key = KeyOf(circuit);
        Verdict? verdict = null;
        BoundedWork.Run(KeyLimit, () => verdict = ProofVerifier.Verify(key, [], new()));
        return verdict!;
    }

    /// <summary>The payload of a key whose circuit nobody checked.</summary>
    internal static byte[] Payload(int profile, byte[] circuit, byte[] cap, byte[]? seal = null)
    {
        var output = new System.Buffers.ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(5);
        writer.Write(profile);
        writer.Write(circuit);
        writer.Write(cap);
        writer.Write(ReadOnlySpan<byte>.Empty);
        writer.Write(seal);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private static byte[] KeyOf(Circuit circuit) => ArtefactEnvelope.Wrap(
        ArtefactKind.VerificationKey, Payload(100, CircuitWriter.Write(circuit), new byte[256 * Digest.Bytes]));
}
