namespace Prover.Proving.Kernels;

/// <summary>
/// A range of a <see cref="FieldBuffer"/>, longer than a span can be. It keeps the buffer reachable, not undisposed.
/// </summary>
public readonly unsafe struct FieldView
{
    /// <summary>The <paramref name="length"/> elements of a buffer from <paramref name="start"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not inside the buffer.</exception>
    public FieldView(FieldBuffer buffer, long start, long length)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, buffer.Length - length);
        Buffer = buffer;
        Start = start;
        Length = length;
    }

    /// <summary>The buffer.</summary>
    public FieldBuffer Buffer { get; }

    /// <summary>The buffer's index of the first element.</summary>
    public long Start { get; }

    /// <summary>The number of elements.</summary>
    public long Length { get; }

    /// <summary>The address of the first element; see <see cref="FieldBuffer.Pointer"/> for how long it is valid.</summary>
    internal uint* Pointer => Buffer.Pointer + Start;

    /// <summary>All elements.</summary>
    /// <exception cref="OverflowException">There are more than 2^31 - 1 elements.</exception>
    public Span<uint> Span => Buffer.Slice(Start, checked((int)Length));

    /// <summary>The whole of a buffer.</summary>
    public static implicit operator FieldView(FieldBuffer buffer) => FromFieldBuffer(buffer);

    /// <summary>The whole of a buffer.</summary>
    public static FieldView FromFieldBuffer(FieldBuffer buffer)
    {
        ArgumentNullException.ThrowIfNull(buffer);
        return new FieldView(buffer, 0, buffer.Length);
    }

    /// <summary>The <paramref name="length"/> elements from <paramref name="start"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not inside the view.</exception>
    public FieldView View(long start, long length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Length - length);
        return new FieldView(Buffer, Start + start, length);
    }
}
