using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Prover.Proving.Kernels;

/// <summary>
/// An owned array of base field elements (Montgomery representatives) outside the garbage collector's heap, aligned to
/// 64 bytes. It exists because codewords exceed the length of a managed array and because vector loads want alignment.
/// Dispose it as soon as it is no longer needed: a finaliser frees forgotten ones, but late.
/// </summary>
public sealed unsafe class FieldBuffer : IDisposable
{
    /// <summary>The alignment in bytes of the first element.</summary>
    public const int Alignment = 64;

    private uint* _pointer;

    /// <summary>Allocates <paramref name="length"/> elements, all zero unless <paramref name="zeroed"/> is false.</summary>
    /// <param name="length">The number of elements; may be zero and may exceed 2^31.</param>
    /// <param name="zeroed">False leaves the contents undefined, for buffers that are written completely at once.</param>
    /// <exception cref="ArgumentOutOfRangeException">The length is negative.</exception>
    public FieldBuffer(long length, bool zeroed = true)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        Length = length;
        // Rounded up so that a whole vector can be read at the tail, and never zero bytes.
        nuint bytes = (nuint)(checked(length * sizeof(uint)) / Alignment + 1) * Alignment;
        bool large = bytes >= HugePages.Bytes;
        _pointer = (uint*)NativeMemory.AlignedAlloc(bytes, large ? (nuint)HugePages.Bytes : Alignment);
        if (large) HugePages.Request(_pointer, bytes);
        GC.AddMemoryPressure((long)bytes);
        if (zeroed) NativeMemory.Clear(_pointer, bytes);
    }

    /// <summary>Frees the memory of a buffer that was not disposed.</summary>
    ~FieldBuffer() => Free();

    /// <summary>The number of elements.</summary>
    public long Length { get; }

    /// <summary>Whether the memory is overwritten before it is given back: for what a proof hides.</summary>
    internal bool IsErasedWhenFreed { get; set; }

    /// <summary>The address of the first element, valid until disposal and only while this object is reachable.</summary>
    /// <exception cref="ObjectDisposedException">The buffer was disposed.</exception>
    internal uint* Pointer
    {
        get
        {
            ObjectDisposedException.ThrowIf(_pointer == null, this);
            return _pointer;
        }
    }

    /// <summary>The element at an index.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The index is outside the buffer.</exception>
    public ref uint this[long index]
    {
        [MethodImpl(MethodImplOptions.AggressiveInlining)]
        get
        {
            ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual((ulong)index, (ulong)Length, nameof(index));
            return ref Pointer[index];
        }
    }

    /// <summary>All elements.</summary>
    /// <exception cref="OverflowException">There are more than 2^31 - 1 elements.</exception>
    public Span<uint> Span => Slice(0, checked((int)Length));

    /// <summary>The <paramref name="length"/> elements from <paramref name="start"/> on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">The range is not inside the buffer.</exception>
    public Span<uint> Slice(long start, int length)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(start);
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(start, Length - length);
        return new Span<uint>(Pointer + start, length);
    }

    /// <summary>Sets all elements to zero.</summary>
    /// <param name="threads">The largest number of threads.</param>
    internal void Clear(int threads)
    {
        const long piece = 1L << 22; // elements
        if (Length <= piece)
        {
            Span.Clear();
            return;
        }
        int pieces = checked((int)((Length + piece - 1) / piece));
        Parallel.For(0, pieces, new ParallelOptions { MaxDegreeOfParallelism = threads }, i =>
        {
            long start = i * piece;
            NativeMemory.Clear(Pointer + start, (nuint)(Math.Min(piece, Length - start) * sizeof(uint)));
        });
        GC.KeepAlive(this);
    }

    /// <summary>A new buffer with a copy of the elements.</summary>
    public static FieldBuffer From(ReadOnlySpan<uint> elements)
    {
        var buffer = new FieldBuffer(elements.Length, zeroed: false);
        elements.CopyTo(buffer.Span);
        return buffer;
    }

    /// <summary>Frees the memory at once.</summary>
    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        uint* pointer = _pointer;
        if (pointer == null) return;
        _pointer = null;
        if (IsErasedWhenFreed) NativeMemory.Clear(pointer, (nuint)(Length * sizeof(uint)));
        NativeMemory.AlignedFree(pointer);
        GC.RemoveMemoryPressure(((Length * sizeof(uint)) / Alignment + 1) * Alignment);
    }
}
