using Prover.Proving.Kernels;
using Prover.Proving.Kernels.Reference;
using Prover.Proving.Kernels.Simd;
using Prover.Verifier;
using Prover.Verifier.Fields;

namespace Prover.Soundness.Tests.Sumchecks;

/// <summary>
/// The product sumcheck by itself refuses nothing but malformed proofs: it turns every lie into a false claim, which its caller checks.
/// </summary>
public class MaliciousSumcheckTests
{
    private const int Variables = 4;
    private static readonly SumcheckCase Case = new(Variables, 3);

    public static TheoryData<int, int> Messages
    {
        get
        {
            var messages = new TheoryData<int, int>();
            for (int round = 0; round < Variables; round++)
            {
                for (int entry = 0; entry < 2; entry++) messages.Add(round, entry);
            }
            return messages;
        }
    }

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(6)]
    public void The_prover_sends_what_the_specification_says_on_every_path(int variables)
    {
        var honest = new SumcheckCase(variables, variables);
        byte[] expected = honest.ProvePlainly((_, message) => message);
        Assert.True(honest.Verify(expected, honest.Truth));
        IEnumerable<IAlgebraKernels> paths = InstructionSets.Available.Select(set => SimdAlgebraFactory.Create(set, 2));
        foreach (IAlgebraKernels kernels in paths.Append(new ReferenceAlgebra())) Assert.Equal(expected, honest.Prove(kernels).Proof);
    }

    [Fact]
    public void A_wrong_sum_ends_in_a_false_claim() =>
        Assert.False(Case.Verify(Case.ProvePlainly((_, message) => message), Case.Truth + KoalaBear5.One));

    [Theory]
    [MemberData(nameof(Messages))]
    public void Another_polynomial_with_the_right_sum_ends_in_a_false_claim(int round, int entry)
    {
        KoalaBear5[] Lie(int r, KoalaBear5[] message)
        {
            if (r == round) message[entry] += KoalaBear5.One;
            return message;
        }
        Assert.False(Case.Verify(Case.ProvePlainly(Lie), Case.Truth));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(3)]
    public void A_wrong_sum_with_a_polynomial_that_meets_it_ends_in_a_false_claim(int round)
    {
        // h(0) takes the whole difference, so that h(0) + h(1) is the wrong claim while h(1) is honest.
        KoalaBear5 wrong = Case.Truth + KoalaBear5.FromInteger(7);
        Assert.False(Case.Verify(
            Case.ProvePlainly((r, message) => r == round ? [message[0] + KoalaBear5.FromInteger(7), message[1]] : message), wrong));
    }

    [Fact]
    public void A_missing_or_superfluous_round_is_refused()
    {
        byte[] proof = Case.ProvePlainly((_, message) => message);
        AssertRefused(RejectReason.ProofTooShort, proof[..^(2 * KoalaBear5.Bytes)]);
        AssertRefused(RejectReason.TrailingBytes, [.. proof, .. proof[^(2 * KoalaBear5.Bytes)..]]);
    }

    [Fact]
    public void A_representative_of_p_or_more_is_refused()
    {
        byte[] proof = Case.ProvePlainly((_, message) => message);
        BitConverter.TryWriteBytes(proof.AsSpan(8), KoalaBear.Order);
        AssertRefused(RejectReason.NonCanonicalElement, proof);
    }

    private static void AssertRefused(RejectReason reason, byte[] proof) =>
        Assert.Equal(reason, Assert.Throws<ProofRejectedException>(() => Case.Verify(proof, Case.Truth)).Reason);
}
