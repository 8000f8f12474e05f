using System.Globalization;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;

namespace Prover.Benchmarks.EndToEnd;

/// <summary>The machine that measures.</summary>
internal sealed record Machine(string Processor, string VectorPath, int Cores, long MemoryBytes, string System, string Runtime)
{
    /// <summary>Folder name for results: processor, vector path and number of cores.</summary>
    public string FolderName => $"{Slug(Processor)}-{VectorPath}-{Cores}core";

    /// <summary>Describes the machine this process runs on.</summary>
    public static Machine Describe() => new(
        ReadField("/proc/cpuinfo", "model name") ?? RuntimeInformation.ProcessArchitecture.ToString(),
        Avx512BW.IsSupported ? "avx512" : Avx2.IsSupported ? "avx2" : "scalar",
        Environment.ProcessorCount,
        GC.GetGCMemoryInfo().TotalAvailableMemoryBytes,
        RuntimeInformation.OSDescription,
        RuntimeInformation.FrameworkDescription);

    /// <summary>
    /// Largest resident memory of this process so far. The kernel's high-water mark where there is one, as the runtime samples
    /// its own figure.
    /// </summary>
    public static long PeakMemoryBytes()
    {
        string? kibibytes = ReadField("/proc/self/status", "VmHWM")?.Split(' ')[0];
        using var process = global::System.Diagnostics.Process.GetCurrentProcess();
        return kibibytes is null ? process.PeakWorkingSet64 : 1024 * long.Parse(kibibytes, CultureInfo.InvariantCulture);
    }

    /// <summary>Starts a new high-water mark of memory, where the system allows that.</summary>
    public static void ForgetPeakMemory()
    {
        const string file = "/proc/self/clear_refs";
        const string highWaterMark = "5";
        GC.Collect();
        if (File.Exists(file)) File.WriteAllText(file, highWaterMark);
    }

    /// <summary>Load average of the last minute, null where the system does not tell.</summary>
    public static string? LoadAverage() => File.Exists("/proc/loadavg") ? File.ReadAllText("/proc/loadavg").Split(' ')[0] : null;

    private static string Slug(string name)
    {
        IEnumerable<string> words = name.Replace("(R)", " ", StringComparison.Ordinal).Replace("(TM)", " ", StringComparison.Ordinal)
            .Split([' ', '@', ',', '/'], StringSplitOptions.RemoveEmptyEntries)
            .Where(static word => word is not ("CPU" or "Processor") && !word.EndsWith("-Core", StringComparison.Ordinal)
                && !word.EndsWith("GHz", StringComparison.Ordinal));
#pragma warning disable CA1308 // Folder names are lower case.
        return string.Join('-', words).ToLowerInvariant();
#pragma warning restore CA1308
    }

    private static string? ReadField(string file, string field)
    {
        if (!File.Exists(file))
        {
            return null;
        }

        string? line = File.ReadLines(file).FirstOrDefault(line => line.StartsWith(field, StringComparison.Ordinal));
        return line?[(line.IndexOf(':', StringComparison.Ordinal) + 1)..].Trim();
    }
}
