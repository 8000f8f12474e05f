using Prover.Cli.Failures;
using Prover.Cli.Files;
using Prover.Cli.Tests.Commands;
using Prover.Onnx.Artefacts;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Hashing;

namespace Prover.Cli.Tests.Files;

/// <summary>The count of proofs at the end of a proving key survives crashes, concurrency and mistakes (SPEC §8.9).</summary>
[Collection(CommandCollection.Name)]
public sealed class ProofCountTests : IDisposable
{
    private readonly string folder = Directory.CreateTempSubdirectory("prover-count-").FullName;
    private readonly Digest id = Blake3.Hash(Guid.NewGuid().ToByteArray());

    private string Key => Path.Combine(folder, "model.pk");

    /// <inheritdoc/>
    public void Dispose() => Directory.Delete(folder, recursive: true);

    [Fact]
    public void A_write_that_stops_anywhere_loses_a_proof_and_never_gives_one()
    {
        byte[] slots = ProofCount.New(id);
        for (ulong count = 0; count < 5; count++)
        {
            byte[] next = ProofCount.Slot(id, count + 1);
            int start = ProofCount.Place(count + 1) * ProofCount.SlotBytes;
            for (int written = 0; written <= next.Length; written++)
            {
                byte[] torn = [.. slots];
                next.AsSpan(..written).CopyTo(torn.AsSpan(start));
                ulong found = ProofCount.Read(id, torn, out bool isTorn);
                Assert.True(found == count + 1 || (found == count && torn.AsSpan().SequenceEqual(slots)));
                Assert.True(!isTorn || found == count + 1);
            }
            next.CopyTo(slots, start);
        }
    }

    [Fact]
    public void Damaged_foreign_and_impossible_counts_are_refused()
    {
        byte[] Both(ulong first, ulong second) => [.. ProofCount.Slot(id, first), .. ProofCount.Slot(id, second)];
        Assert.Equal(7ul, ProofCount.Read(id, Both(6, 7), out _));
        foreach (byte[] slots in (byte[][])[new byte[ProofCount.Bytes], Both(4, 7), Both(7, 6), Both(2, 2), Both(3, 3)])
        {
            Assert.Throws<MalformedArtefactException>(() => ProofCount.Read(id, slots, out _));
        }
        Assert.Throws<MalformedArtefactException>(() => ProofCount.Read(Blake3.Hash([]), Both(6, 7), out _));
        Assert.Throws<MalformedArtefactException>(() => ProofCount.Read(id, Both(6, 7).AsSpan(1), out _));
    }

    [Fact]
    public void Several_provers_at_once_share_one_budget()
    {
        const int budget = 12, provers = 4;
        File.WriteAllBytes(Key, [1, 2, 3, .. ProofCount.New(id)]);
        int taken = 0, refused = 0;
        Thread[] threads = [.. Enumerable.Range(0, provers).Select(_ => new Thread(() =>
        {
            var count = new ProofCountFile(Key, id, budget);
            for (int i = 0; i < budget; i++)
            {
                try
                {
                    count.Take();
                    Interlocked.Increment(ref taken);
                }
                catch (CommandFailure failure) when (failure.Code == "key_spent")
                {
                    Interlocked.Increment(ref refused);
                }
            }
        }))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.Equal((budget, (provers - 1) * budget), (taken, refused));
        Assert.Equal(0, new ProofCountFile(Key, id, budget).Left());
        Assert.True(File.ReadAllBytes(Key).AsSpan().StartsWith((ReadOnlySpan<byte>)[1, 2, 3]));
    }

    [Fact]
    public void A_damaged_slot_is_made_whole_before_the_next_count()
    {
        File.WriteAllBytes(Key, ProofCount.New(id));
        var count = new ProofCountFile(Key, id, budget: 10);
        for (int i = 0; i < 3; i++) count.Take();
        byte[] slots = File.ReadAllBytes(Key);
        slots[^1] ^= 1; // the slot of count 3
        File.WriteAllBytes(Key, slots);
        Assert.Equal(10 - 3, count.Left());
        count.Take();
        Assert.Equal(4ul, ProofCount.Read(id, File.ReadAllBytes(Key), out bool isTorn));
        Assert.False(isTorn);
    }

    [Fact]
    public void An_older_copy_of_a_key_is_refused_where_it_was_used()
    {
        File.WriteAllBytes(Key, ProofCount.New(id));
        var count = new ProofCountFile(Key, id, budget: 10);
        count.Take();
        byte[] copy = File.ReadAllBytes(Key);
        count.Take();
        File.WriteAllBytes(Key, copy);
        Assert.Equal("key_rolled_back", Assert.Throws<CommandFailure>(count.Take).Code);
        Assert.Equal("key_rolled_back", Assert.Throws<CommandFailure>(() => count.Left()).Code);
    }
}
