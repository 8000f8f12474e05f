using Prover.Proving.Kernels;
using Prover.Verifier.Fields;

namespace Prover.Proving.Tests.Kernels;

public class ExtensionVectorTests
{
    private static KoalaBear5 Element(int i) => new(
        KoalaBear.FromInteger(i), KoalaBear.FromInteger(7 * i), KoalaBear.FromInteger(-i), KoalaBear.FromInteger(i * i), KoalaBear.One);

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(16)]
    [InlineData(37)]
    public void Elements_are_kept_in_five_aligned_planes(int length)
    {
        KoalaBear5[] elements = [.. Enumerable.Range(0, length).Select(Element)];
        using var vector = ExtensionVector.From(elements);
        Assert.Equal(elements, vector.ToArray());
        for (int k = 0; k < KoalaBear5.Degree; k++)
        {
            Assert.Equal(elements.Select(e => e[k].Representative), vector.Plane(k).ToArray());
        }
        Assert.Equal(0, vector.Stride % 16);
    }

    [Fact]
    public void A_slice_shares_the_memory_of_its_owner()
    {
        using var vector = ExtensionVector.From([.. Enumerable.Range(0, 20).Select(Element)]);
        ExtensionVector slice = vector.Slice(5, 10).Slice(2, 3);
        Assert.Equal(Element(7), slice[0]);
        slice[1] = Element(100);
        slice.Dispose();
        Assert.Equal(Element(100), vector[8]);
        slice.Clear();
        Assert.Equal(Element(6), vector[6]);
        Assert.Equal(KoalaBear5.Zero, vector[9]);
        Assert.Equal(Element(10), vector[10]);
    }

    [Fact]
    public void Memory_that_was_given_back_cannot_be_reached_any_more()
    {
        var vector = new ExtensionVector(4);
        ExtensionVector slice = vector.Slice(0, 2);
        vector.Dispose();
        vector.Dispose();
        Assert.Throws<ObjectDisposedException>(() => vector[0]);
        Assert.Throws<ObjectDisposedException>(() => slice[0]);
        using var first = new ExtensionVector(4);
        using var second = new ExtensionVector(4);
        first.Clear();
        second[0] = Element(3);
        Assert.Equal(KoalaBear5.Zero, first[0]);
    }

    [Fact]
    public void Ranges_outside_the_vector_are_refused()
    {
        using var vector = new ExtensionVector(4);
        Assert.Throws<ArgumentOutOfRangeException>(() => vector[4]);
        Assert.Throws<ArgumentOutOfRangeException>(() => vector[-1]);
        Assert.Throws<ArgumentOutOfRangeException>(() => vector.Slice(1, 4));
        Assert.Throws<ArgumentOutOfRangeException>(() => vector.Slice(2, 2)[2]);
        Assert.Throws<ArgumentOutOfRangeException>(() => new ExtensionVector(-1));
        Assert.Throws<ArgumentOutOfRangeException>(() => vector.Plane(5).Length);
    }
}
