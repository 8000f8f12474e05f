using System.Globalization;
using Prover.Onnx.Planning;
using Prover.Verifier.Hashing;

namespace Prover.Cli.Files;

/// <summary>
/// How fast this machine is, measured once per machine, program and number of threads and kept beside the cached keys. Without a
/// writable folder it is measured every time.
/// </summary>
internal static class SpeedCache
{
    /// <summary>The speed of this machine.</summary>
    /// <param name="threads">The number of threads that proofs will use.</param>
    public static MachineSpeed Get(int threads)
    {
        string path = PathFor(threads);
        if (TryRead(path) is { } known) return known;
        MachineSpeed measured = SpeedMeasurement.Run(threads);
        if (KeyCache.IsWritable()) OutputFile.Write(path, System.Text.Encoding.UTF8.GetBytes(measured + "\n"));
        return measured;
    }

    private static MachineSpeed? TryRead(string path)
    {
        try
        {
            return File.Exists(path) ? MachineSpeed.Parse(File.ReadAllText(path)) : null;
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            return null;
        }
    }

    private static string PathFor(int threads)
    {
        string machine = string.Create(CultureInfo.InvariantCulture, $"{Environment.MachineName} {Environment.ProcessorCount} {threads} ")
            + $"{System.Runtime.Intrinsics.X86.Avx512F.IsSupported} {System.Runtime.Intrinsics.X86.Avx2.IsSupported} "
            + typeof(Proving.ProvingKey).Module.ModuleVersionId;
        return KeyCache.PathOf(Blake3.Hash(System.Text.Encoding.UTF8.GetBytes(machine)), ".speed");
    }
}
