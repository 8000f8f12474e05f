using Prover.Verifier;

namespace Prover.Soundness.Tests.Opening;

/// <summary>Proofs that are changed after they were made.</summary>
public class MutatedOpeningTests
{
    [Theory]
    [InlineData(8)]
    [InlineData(10)]
    public void A_flipped_bit_anywhere_is_refused(int logRows)
    {
        OpeningCase opening = MaliciousOpeningTests.Case(logRows);
        byte[] proof = opening.ProvePlainly(new OpeningCheats());
        Assert.Null(opening.Verify(proof));
        // A prime stride visits every message and every byte of a word.
        for (int position = 0; position < proof.Length; position += 101)
        {
            byte mask = (byte)(1 << (position % 8));
            proof[position] ^= mask;
            Assert.NotNull(opening.Verify(proof));
            proof[position] ^= mask;
        }
    }

    [Fact]
    public void A_truncated_proof_is_too_short()
    {
        OpeningCase opening = MaliciousOpeningTests.Case(8);
        byte[] proof = opening.ProvePlainly(new OpeningCheats());
        Assert.Equal(RejectReason.ProofTooShort, opening.Verify([]));
        Assert.Equal(RejectReason.ProofTooShort, opening.Verify(proof[..^1]));
        Assert.Equal(RejectReason.ProofTooShort, opening.Verify(proof[..(proof.Length / 2)]));
    }

    [Fact]
    public void Bytes_after_the_last_message_are_refused()
    {
        OpeningCase opening = MaliciousOpeningTests.Case(8);
        Assert.Equal(RejectReason.TrailingBytes, opening.Verify([.. opening.ProvePlainly(new OpeningCheats()), 0]));
    }

    [Fact]
    public void An_element_of_p_or_more_is_refused()
    {
        OpeningCase opening = MaliciousOpeningTests.Case(8);
        byte[] proof = opening.ProvePlainly(new OpeningCheats());
        // The last message is the last folding round's h2, whose last word is a field element.
        BitConverter.GetBytes(Prover.Verifier.Fields.KoalaBear.Order).CopyTo(proof, proof.Length - 4);
        Assert.Equal(RejectReason.NonCanonicalElement, opening.Verify(proof));
    }

    [Fact]
    public void A_proof_for_another_context_is_refused()
    {
        OpeningCase opening = MaliciousOpeningTests.Case(8);
        byte[] proof = opening.ProvePlainly(new OpeningCheats());
        opening.Context++;
        Assert.NotNull(opening.Verify(proof));
    }
}
