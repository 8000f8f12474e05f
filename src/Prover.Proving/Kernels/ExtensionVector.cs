using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels;

/// <summary>
/// Elements of E in bulk form: five planes of representatives, plane k holding coefficient k of every element, each plane
/// aligned to 64 bytes (SPEC §1.2). An owner returns its memory to the <see cref="FieldBufferPool"/> when disposed; a slice
/// shares the owner's planes at an offset, and disposing it does nothing.
/// </summary>
internal sealed unsafe class ExtensionVector : IDisposable
{
    private const long LaneElements = FieldBuffer.Alignment / sizeof(uint);
    private const long PlaneSlack = 13, Staggers = 4, StaggerLanes = 3;
    private static int allocations;
    private readonly FieldBuffer buffer;
    private readonly long offset;
    private readonly ExtensionVector owner;
    private bool disposed;

    private ExtensionVector(ExtensionVector owner, long offset, long length)
    {
        this.owner = owner;
        this.offset = offset;
        buffer = owner.buffer;
        Stride = owner.Stride;
        Length = length;
    }

    /// <summary>A new vector with undefined contents.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public ExtensionVector(long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        // Planes of a power-of-two length, and vectors that are read together, would otherwise all fall into the same cache set: some
        // slack after each plane and in front of all planes spreads 4 vectors over 20 of 64 sets.
        Stride = ((length + LaneElements - 1) / LaneElements * LaneElements) + (PlaneSlack * LaneElements);
        offset = (uint)Interlocked.Increment(ref allocations) % Staggers * StaggerLanes * LaneElements;
        buffer = FieldBufferPool.Rent(KoalaBear5.Degree * Stride);
        owner = this;
    }

    /// <summary>The number of elements.</summary>
    public long Length { get; }

    /// <summary>The distance in words between the same element's coefficients in successive planes.</summary>
    public long Stride { get; }

    /// <summary>The address of coefficient 0 of element 0; coefficient k of element i is at <c>Origin[k * Stride + i]</c>.</summary>
    /// <exception cref="ObjectDisposedException">The owner was disposed.</exception>
    internal uint* Origin
    {
        get
        {
            ObjectDisposedException.ThrowIf(owner.disposed, this);
            return buffer.Pointer + offset;
        }
    }

    /// <summary>The element at an index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside the vector.</exception>
    public KoalaBear5 this[long index]
    {
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)index, (ulong)Length, nameof(index));
            uint* at = Origin + index;
            return new(new(at[0]), new(at[Stride]), new(at[2 * Stride]), new(at[3 * Stride]), new(at[4 * Stride]));
        }
        set
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)index, (ulong)Length, nameof(index));
            uint* at = Origin + index;
            for (int k = 0; k < KoalaBear5.Degree; k++) at[k * Stride] = value[k].Representative;
        }
    }

    /// <summary>Coefficient <paramref name="coefficient"/> of all elements.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The coefficient is not in 0..4.</exception>
    /// <exception cref="OverflowException">There are more than 2^31 - 1 elements.</exception>
    public Span<uint> Plane(int coefficient)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((uint)coefficient, (uint)KoalaBear5.Degree, nameof(coefficient));
        return new(Origin + (coefficient * Stride), checked((int)Length));
    }

    /// <summary>A view of <paramref name="length"/> elements from <paramref name="start"/> on, without a copy.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not inside the vector.</exception>
    public ExtensionVector Slice(long start, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Length - length);
        return new(owner, offset + start, length);
    }

    /// <summary>A new vector with the given elements.</summary>
    public static ExtensionVector From(ReadOnlySpan<KoalaBear5> elements)
    {
        var vector = new ExtensionVector(elements.Length);
        for (int i = 0; i < elements.Length; i++) vector[i] = elements[i];
        return vector;
    }

    /// <summary>All elements, for tests and short vectors.</summary>
    public KoalaBear5[] ToArray()
    {
        var elements = new KoalaBear5[checked((int)Length)];
        for (int i = 0; i < elements.Length; i++) elements[i] = this[i];
        return elements;
    }

    /// <summary>Sets every element to zero.</summary>
    public void Clear()
    {
        for (int k = 0; k < KoalaBear5.Degree; k++)
        {
            for (long start = 0; start < Length; start += int.MaxValue)
            {
                new Span<uint>(Origin + (k * Stride) + start, (int)Math.Min(int.MaxValue, Length - start)).Clear();
            }
        }
    }

    /// <summary>Gives the memory of an owner back at once; slices of it must not be used any more.</summary>
    public void Dispose()
    {
        if (owner != this || disposed) return;
        disposed = true;
        FieldBufferPool.Return(buffer);
    }
}
