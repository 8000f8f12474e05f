using Prover.Soundness.Tests.Arguments;
using Prover.Soundness.Tests.Circuits;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Hashing;

namespace Prover.Soundness.Tests.Hashed;

/// <summary>Provers that open a digest to something else than was committed (SPEC §5.10).</summary>
public class MaliciousHashedTests
{
    private static readonly ArgumentCase Subject = HashedCase.Shared;
    private static readonly Statement Honest = Subject.StatementOf(Subject.Values);
    private static readonly byte[] Proof = Subject.Prove(Subject.Values);

    [Fact]
    public void Both_provers_write_the_same_proof_and_it_is_accepted()
    {
        Assert.Equal(Proof, Subject.ProveFast(Subject.Values, Honest));
        Verdict verdict = Subject.Verify(Honest, Proof);
        Assert.True(verdict.IsValid, $"{verdict.Reason}: {verdict.Detail}");
    }

    [Fact]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_hashed_input_that_is_opened_to_another_value_is_refused()
    {
        // The witness is honest about (1, 3) in every respect but the digest, which is of (2, 3).
        int[][] values = CircuitSolver.Copy(Subject.Values);
        int[][] other = HashedCase.ValuesOf(HashedCase.CommitInput(1, 3), Subject.Commitments[HashedCase.Wide], 1, 3);
        for (int tensor = 0; tensor < values.Length; tensor++) values[tensor] = other[tensor];
        Refusal.Expect(RejectReason.OpeningConstraint, Subject.Try(values));

        // The copy is the committed one, the input is not.
        values[HashedCase.InputCopy] = Subject.Values[HashedCase.InputCopy];
        Refusal.Expect(RejectReason.OpeningConstraint, Subject.Try(values));
    }

    [Theory]
    [InlineData(HashedCase.InputCopy, 1)]
    [InlineData(HashedCase.InputCopy, 2)]
    [InlineData(HashedCase.InputCopy, 1024)]
    [InlineData(HashedCase.InputCopy, 2047)]
    [InlineData(HashedCase.WideCopy, 0)]
    [InlineData(HashedCase.WideCopy, 1500)]
    [InlineData(HashedCase.WideCopy, 4095)]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_value_a_padding_zero_or_a_tail_that_differs_is_refused(int tensor, int element)
    {
        int[][] values = CircuitSolver.Copy(Subject.Values);
        values[tensor][element]++;
        Refusal.Expect(RejectReason.OpeningConstraint, Subject.Try(values));
    }

    [Fact]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_value_that_differs_in_the_tensor_and_its_copy_is_refused()
    {
        int[][] values = CircuitSolver.Copy(Subject.Values);
        values[HashedCase.WideSource][1499]++;
        values[HashedCase.WideCopy][2048 + 475]++;
        Refusal.Expect(RejectReason.OpeningConstraint, Subject.Try(values));
    }

    [Fact]
    [Refuses(RejectReason.MerklePath)]
    public void A_forged_row_salt_or_path_is_refused()
    {
        uint[] Changed(uint[] rows, int word)
        {
            uint[] copy = [.. rows];
            copy[word] = copy[word] == 0 ? 1 : copy[word] - 1;
            return copy;
        }
        Refusal.Expect(RejectReason.MerklePath, Try(new() { Rows = rows => Changed(rows, 0) }));
        Refusal.Expect(RejectReason.MerklePath, Try(new() { Rows = rows => Changed(rows, 3) }));
        Refusal.Expect(RejectReason.MerklePath, Try(new() { Siblings = path => [path[1], path[0], .. path[2..]] }));
        // The rows of other positions.
        Refusal.Expect(RejectReason.MerklePath, Try(new() { Positions = drawn => [.. drawn.Select(position => position ^ 1).Order()] }));
    }

    [Fact]
    [Refuses(RejectReason.HashedTensor)]
    public void Another_commitment_or_value_than_that_of_the_digest_is_refused()
    {
        PlainHashed other = HashedCase.CommitInput(1, 3);
        Refusal.Expect(RejectReason.HashedTensor, Try(new() { Commitment = (i, own) => i == HashedCase.Input ? other : own }));
        Refusal.Expect(RejectReason.HashedTensor, Try(new() { Value = value => value + Prover.Verifier.Fields.KoalaBear5.One }));
        // A digest of another tensor, of nothing, and both digests exchanged.
        Digest[] digests = Honest.HashedDigests;
        Digest[][] lies = [[other.Digest, digests[1]], [Blake3.Hash("x"u8), digests[1]], [digests[1], digests[0]]];
        foreach (Digest[] lie in lies)
        {
            Refusal.Expect(RejectReason.HashedTensor, Subject.Try(Subject.Values, null, Honest with { HashedDigests = lie }));
        }
    }

    [Fact]
    public void Fewer_positions_than_drawn_are_refused() =>
        Assert.False(Try(new() { Positions = drawn => drawn[..(drawn.Length / 2)] }).IsValid);

    [Fact]
    [Refuses(RejectReason.PublicValues)]
    public void A_missing_or_superfluous_digest_is_refused()
    {
        Digest[] digests = Honest.HashedDigests;
        foreach (Digest[] lie in (Digest[][])[[], digests[..1], [.. digests, digests[0]]])
        {
            Refusal.Expect(RejectReason.PublicValues, Subject.Verify(Honest with { HashedDigests = lie }, Proof));
        }
    }

    [Fact]
    [Refuses(RejectReason.HashedTensor)]
    public void A_proof_presented_for_another_digest_is_refused()
    {
        Digest[] digests = [HashedCase.CommitInput(1, 3).Digest, Honest.HashedDigests[1]];
        Refusal.Expect(RejectReason.HashedTensor, Subject.Verify(Honest with { HashedDigests = digests }, Proof));
    }

    /// <summary>
    /// Half of the positions belong to one codeword, half to another: the digest could stand for both, but neither is accepted, since half
    /// is less than what is near.
    /// </summary>
    [Fact]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_commitment_between_two_tensors_opens_to_neither()
    {
        uint[] foreign = [];
        HashedCase.CommitInput(1, 3, words => foreign = [.. words]);
        ArgumentCase mixed = HashedCase.Create(words => foreign.AsSpan(0, 1 << 13).CopyTo(words));
        Assert.NotEqual(Subject.Commitments[0].Digest, mixed.Commitments[0].Digest);
        Refusal.Expect(RejectReason.OpeningConstraint, mixed.Try(mixed.Values));
        int[][] other = HashedCase.ValuesOf(HashedCase.CommitInput(1, 3), mixed.Commitments[HashedCase.Wide], 1, 3);
        Refusal.Expect(RejectReason.OpeningConstraint, mixed.Try(other));
    }

    /// <summary>What stands behind the integers, in commitment and witness alike, would give one tensor many digests.</summary>
    [Fact]
    [Refuses(RejectReason.OpeningConstraint)]
    public void A_commitment_to_more_than_its_integers_is_refused()
    {
        ArgumentCase honest = HashedCase.Create(behind: 0), longer = HashedCase.Create(behind: 1);
        Assert.True(honest.Try(honest.Values).IsValid);
        Refusal.Expect(RejectReason.OpeningConstraint, longer.Try(longer.Values));
    }

    /// <summary>Equal integers with a zero behind them have the same columns and another digest.</summary>
    [Fact]
    [Refuses(RejectReason.HashedTensor)]
    public void The_digest_of_a_longer_tensor_of_the_same_columns_is_refused()
    {
        PlainHashed own = Subject.Commitments[HashedCase.Input], longer = new([.. own.Values, 0], own.Seed[0]);
        Assert.Equal(own.Root, longer.Root);
        Assert.NotEqual(own.Digest, longer.Digest);
        Statement lie = Honest with { HashedDigests = [longer.Digest, Honest.HashedDigests[1]] };
        Refusal.Expect(RejectReason.HashedTensor, Subject.Try(Subject.Values, null, lie));
    }

    private static Verdict Try(HashedCheats cheats) => Subject.Try(Subject.Values, new() { Hashed = cheats });
}
