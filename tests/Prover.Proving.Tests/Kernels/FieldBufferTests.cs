using Prover.Proving.Kernels;

namespace Prover.Proving.Tests.Kernels;

public class FieldBufferTests
{
    [Fact]
    public void A_new_buffer_is_zero_and_aligned()
    {
        using var buffer = new FieldBuffer(1000);
        Assert.Equal(1000, buffer.Span.Length);
        Assert.Equal(-1, buffer.Span.IndexOfAnyExcept(0u));
        unsafe
        {
            Assert.Equal(0, (long)buffer.Pointer % FieldBuffer.Alignment);
        }
    }

    [Fact]
    public void Slices_views_and_indices_are_the_same_memory()
    {
        using FieldBuffer buffer = FieldBuffer.From([1, 2, 3, 4, 5]);
        FieldView view = ((FieldView)buffer).View(1, 3).View(1, 2);
        view.Span[0] = 30;
        buffer.Slice(4, 1)[0] = 50;
        Assert.Equal([1, 2, 30, 4, 50], buffer.Span.ToArray());
        Assert.Equal(30u, buffer[2]);
        Assert.Equal(2, view.Start);
        Assert.Equal(2, view.Length);
    }

    [Theory]
    [InlineData(-1, 1)]
    [InlineData(0, 6)]
    [InlineData(5, 1)]
    [InlineData(0, -1)]
    [InlineData(long.MaxValue, 1)]
    public void Ranges_outside_are_refused(long start, int length)
    {
        using var buffer = new FieldBuffer(5);
        Assert.Throws<ArgumentOutOfRangeException>(() => buffer.Slice(start, length).Length);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FieldView(buffer, start, length));
        Assert.Throws<ArgumentOutOfRangeException>(() => ((FieldView)buffer).View(start, length));
    }

    [Fact]
    public void Use_after_disposal_is_refused_and_disposing_twice_is_not()
    {
        var buffer = new FieldBuffer(5);
        buffer.Dispose();
        buffer.Dispose();
        Assert.Throws<ObjectDisposedException>(() => buffer.Slice(0, 1).Length);
        Assert.Throws<ObjectDisposedException>(() => buffer[0]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new FieldBuffer(-1));
    }
}
