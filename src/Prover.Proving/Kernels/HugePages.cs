using System.Runtime.InteropServices;

namespace Prover.Proving.Kernels;

/// <summary>
/// Asks Linux to back large buffers by 2 MiB pages. Columns lie far apart, so that reading a row touches one page per
/// column: with 4 KiB pages this costs more than hashing the row. Elsewhere, or if refused, nothing happens.
/// </summary>
internal static unsafe partial class HugePages
{
    /// <summary>The size of a huge page in bytes; buffers of at least this size are aligned to it.</summary>
    internal const int Bytes = 1 << 21;

    private const int MadviseHugePage = 14;

    /// <summary>Asks for huge pages on a range that starts at a multiple of their size.</summary>
    internal static void Request(void* start, nuint bytes)
    {
        if (!OperatingSystem.IsLinux()) return;
        // The result is ignored on purpose: a kernel without huge pages serves small ones.
        _ = Madvise(start, bytes, MadviseHugePage);
    }

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Madvise(void* start, nuint length, int advice);
}
