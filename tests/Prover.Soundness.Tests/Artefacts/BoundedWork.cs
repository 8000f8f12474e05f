using System.Diagnostics;

namespace Prover.Soundness.Tests.Artefacts;

/// <summary>Runs code on hostile bytes and demands that it neither throws nor takes more memory or time than stated.</summary>
internal static class BoundedWork
{
    /// <summary>Far above what anything bounded takes on a busy machine, far below a hang.</summary>
    private static readonly TimeSpan Hang = TimeSpan.FromSeconds(30);

    /// <summary>Returns the bytes allocated.</summary>
    public static long Run(long allocationLimit, Action action)
    {
        long before = GC.GetAllocatedBytesForCurrentThread(), start = Stopwatch.GetTimestamp();
        action();
        long allocated = GC.GetAllocatedBytesForCurrentThread() - before;
        Assert.True(allocated <= allocationLimit, $"{allocated} bytes were allocated, more than {allocationLimit}");
        Assert.True(Stopwatch.GetElapsedTime(start) < Hang, "it took too long");
        return allocated;
    }
}
