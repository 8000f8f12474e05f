using Prover.Proving;
using Prover.Proving.Refresh;
using Prover.Verifier.Commitments;
using Prover.Verifier.Soundness;

namespace Prover.Soundness.Tests.Refresh;

/// <summary>What a refresh takes from the old key and from the new one (SPEC §8.10).</summary>
public class RefreshBudgetTests
{
    [Fact]
    public void A_spent_key_can_be_refreshed_once()
    {
        using ProvingKey old = New(), renewed = New();
        for (int proof = 0; proof < RefreshCase.Proofs; proof++) Prove(old);
        Assert.Throws<InvalidOperationException>(() => Prove(old));
        Assert.Throws<InvalidOperationException>(() => Prove(old));
        Assert.True(RefreshCase.Verify(old.Verification, renewed.Verification, RefreshProver.Prove(old, renewed, new())).IsValid);
        using ProvingKey other = New();
        Assert.Throws<InvalidOperationException>(() => RefreshProver.Prove(old, other, new()));
    }

    [Fact]
    public void A_refresh_takes_one_proof_of_the_new_key_and_of_an_old_one_that_is_not_spent()
    {
        using ProvingKey old = New(), renewed = New();
        RefreshProver.Prove(old, renewed, new());
        foreach (ProvingKey key in (ProvingKey[])[old, renewed])
        {
            for (int proof = 1; proof < RefreshCase.Proofs; proof++) Prove(key);
            Assert.Throws<InvalidOperationException>(() => Prove(key));
        }
        using ProvingKey third = New();
        Assert.True(RefreshCase.Verify(renewed.Verification, third.Verification, RefreshProver.Prove(renewed, third, new())).IsValid);
    }

    [Fact]
    public void Uses_of_kept_keys_are_counted_before_the_proof_is_there()
    {
        ProvingKey old = RefreshCase.Old, renewed = RefreshCase.New;
        Assert.Throws<InvalidOperationException>(() => RefreshProver.Prove(old, renewed, new() { CountNewUse = () => { } }));
        Assert.Throws<InvalidOperationException>(() => RefreshProver.Prove(old, renewed, new() { CountOldUse = () => { } }));
        using ProvingKey first = RefreshCase.Key(31), second = RefreshCase.Key(32);
        var order = new List<string>();
        RefreshProver.Prove(first, second, new() { CountOldUse = () => order.Add("old"), CountNewUse = () => order.Add("new") });
        Assert.Equal(["old", "new"], order);
        Assert.Throws<IOException>(() => RefreshProver.Prove(
            first, second, new() { CountOldUse = () => throw new IOException("full"), CountNewUse = () => { } }));
    }

    [Fact]
    public void A_refresh_opens_no_more_rows_than_the_tail_has_room_for()
    {
        foreach (SecurityProfile profile in SecurityProfile.All)
        {
            foreach ((int logRows, int columns, int logColumns, int openings) in
                (ReadOnlySpan<(int, int, int, int)>)[(10, 1, 1, 2), (10, 3, 5, 2), (13, 33, 6, 17), (16, 64, 7, 129), (22, 100, 7, 8193)])
            {
                var proof = new WhirParameters(
                    new(logRows, logColumns, 0, columns, (1 << logColumns) - 1, 1, true) { ModelOpenings = openings },
                    profile);
                WhirParameters refresh = proof.OfRefresh();
                Assert.Equal(proof.ModelTree, refresh.ModelTree);
                Assert.Equal(proof.Codes[0].Queries, refresh.Codes[0].Queries);
                Assert.InRange((openings * refresh.Codes[0].Queries) + SealForm.TailRows, 1, proof.ModelTailRows);
                Assert.Equal(proof.Codes[0].TailRows, refresh.Codes[0].TailRows);
                int ofWitness = TailForm.MaskRows(refresh.Shape.LogColumns) + refresh.Codes[0].Queries;
                Assert.InRange(ofWitness + SealForm.TailRows, 1, refresh.Codes[0].TailRows);
                Assert.True(SoundnessCalculator.OfRefresh(refresh).Reaches(profile.Bits));
            }
        }
    }

    private static ProvingKey New() => ProvingKey.Create(RefreshCase.Network(), SecurityProfile.P100, 2);

    private static void Prove(ProvingKey key) => key.Prove([[1, 2, 3, -4]], [], new() { Threads = 2 });
}
