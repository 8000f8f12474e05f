using Prover.Proving.Circuits;
using Prover.Proving.Kernels;
using Prover.Verifier.Soundness;

namespace Prover.Proving.Tests;

/// <summary>What proofs leave in buffers that the process uses again (DECISIONS/0010).</summary>
[Collection(MemoryCollection.Name)]
public sealed class ErasedMemoryTests
{
    [Theory]
    [InlineData(true, false)]
    [InlineData(true, true)]
    [InlineData(false, false)]
    public void A_key_whose_proofs_hide_leaves_nothing_in_memory_that_is_used_again(bool hides, bool fails)
    {
        ProvingKey key = ProvingKey.Create(Network(hides), SecurityProfile.P100, 1);
        FieldBufferPool.Trim();
        void Count()
        {
            if (fails) throw new IOException("full");
        }
        Exception? failure = Record.Exception(() => key.Prove([[1, 2]], [], new() { Threads = 2, CountProof = Count }));
        Assert.Equal(fails, failure is IOException);
        key.Dispose();
        FieldBuffer[] held = FieldBufferPool.Held();
        Assert.NotEmpty(held);
        Assert.Equal(hides, Array.TrueForAll(held, IsZero));
    }

    [Fact]
    public void Erasing_leaves_buffers_that_are_in_use_and_those_are_erased_later()
    {
        FieldBufferPool.Trim();
        FieldBuffer used = FieldBufferPool.Rent(5000), free = FieldBufferPool.Rent((1 << 22) + 77);
        used.Span.Fill(7);
        free.Span.Fill(7);
        FieldBufferPool.Return(free);
        FieldBufferPool.Erase(threads: 2);
        Assert.True(IsZero(free));
        Assert.Equal(-1, used.Span.IndexOfAnyExcept(7u));
        Assert.Same(free, FieldBufferPool.Rent((1 << 22) + 77));
        FieldBufferPool.Return(used);
        FieldBufferPool.Return(free);
        FieldBufferPool.Erase(threads: 1);
        Assert.True(IsZero(used));
        Assert.Equal(2, FieldBufferPool.Held().Length);
        FieldBufferPool.Trim();
        Assert.Throws<ObjectDisposedException>(() => free.Slice(0, 1).Length);
        Assert.Empty(FieldBufferPool.Held());
    }

    [Fact]
    public void Several_threads_erase_together()
    {
        FieldBufferPool.Trim();
        FieldBuffer[] buffers = [.. Enumerable.Range(1, 40).Select(i => FieldBufferPool.Rent(i * 10_000))];
        foreach (FieldBuffer buffer in buffers)
        {
            buffer.Span.Fill(7);
            FieldBufferPool.Return(buffer);
        }
        Thread[] threads = [.. Enumerable.Range(0, 4).Select(_ => new Thread(() => FieldBufferPool.Erase(threads: 1)))];
        foreach (Thread thread in threads) thread.Start();
        foreach (Thread thread in threads) thread.Join();
        Assert.All(buffers, buffer => Assert.True(IsZero(buffer)));
        Assert.Equal(buffers.Length, FieldBufferPool.Held().Length);
    }

    private static bool IsZero(FieldBuffer buffer) => buffer.Span.IndexOfAnyExcept(0u) < 0;

    private static Network Network(bool hides)
    {
        var builder = new NetworkBuilder(hidesModel: hides);
        Activation x = builder.Input("x", [1, 2], 0, 0, 15, TensorVisibility.Private);
        var weights = new WeightTensor([2, 2], [1, -2, 3, 0]) { Range = new(-128, 127) };
        builder.Output("y", builder.Commit(builder.MatMul("dense", x, weights, null)));
        return hides ? builder.Build(modelProofs: 2) : builder.Build(hiding: false);
    }
}
