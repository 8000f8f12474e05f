using System.CommandLine;
using System.Reflection;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics.X86;
using System.Text.Json.Nodes;
using Prover.Cli.Commands;
using Prover.Cli.Failures;
using Prover.Cli.Files;
using Prover.Cli.Output;
using Prover.Onnx.Runtime;
using Prover.Proving.Kernels.Simd;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;

namespace Prover.Cli.Verbs;

/// <summary>`doctor`: what this machine offers, and whether anything needed is missing.</summary>
internal sealed class DoctorVerb : IVerb
{
    private const long NeededMemory = 1L << 30;

    /// <inheritdoc/>
    public Command Definition { get; } = new("doctor", "Show versions, processor features, libraries and memory; say what is missing");

    /// <inheritdoc/>
    public CommandResult Execute(ParseResult arguments, CommandContext context)
    {
        bool runtime = OnnxRuntimeLibrary.TryLoad(out string? reason);
        long memory = GC.GetGCMemoryInfo().TotalAvailableMemoryBytes;
        string[] features = [.. Features()];
        string cache = KeyCache.Folder;
        List<string> missing = [.. Missing(memory, cache)];
        string version =
            typeof(DoctorVerb).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion ?? "?";
        var json = new JsonObject
        {
            ["version"] = version,
            ["protocol_version"] = Protocol.Version,
            ["format_version"] = (int)ArtefactEnvelope.Version,
            ["runtime"] = RuntimeInformation.FrameworkDescription,
            ["system"] = RuntimeInformation.OSDescription,
            ["architecture"] = RuntimeInformation.ProcessArchitecture.ToString(),
            ["processors"] = Environment.ProcessorCount,
            ["features"] = new JsonArray([.. features.Select(feature => (JsonNode)feature)]),
            ["kernels"] = InstructionSets.Best.ToString(),
            ["memory_bytes"] = memory,
            ["onnx_runtime"] = new JsonObject
            {
                ["found"] = runtime,
                ["version"] = OnnxRuntimeLibrary.Version,
                ["location"] = OnnxRuntimeLibrary.Location,
                ["reason"] = reason,
            },
            ["accelerators"] = new JsonArray(),
            ["key_cache"] = cache,
            ["missing"] = new JsonArray([.. missing.Select(item => (JsonNode)item)]),
        };
        TextTable table = TextTable.Fields()
            .Add("prover", $"{version}, protocol {Protocol.Version}, file format {ArtefactEnvelope.Version}")
            .Add(".NET", RuntimeInformation.FrameworkDescription)
            .Add("system", $"{RuntimeInformation.OSDescription}, {RuntimeInformation.ProcessArchitecture}")
            .Add("processors", $"{Environment.ProcessorCount}; {string.Join(" ", features)}; kernels run on {InstructionSets.Best}")
            .Add("memory", $"{Quantity.Bytes(memory)} available")
            .Add("ONNX Runtime", runtime ? $"{OnnxRuntimeLibrary.Version}, {OnnxRuntimeLibrary.Location}" : $"not found: {reason}")
            .Add("accelerators", "none; this version computes on the processor")
            .Add("key cache", cache);
        IEnumerable<string> verdict = missing.Count == 0
            ? [runtime ? "nothing is missing" : "nothing needed is missing; `run --compare` needs ONNX Runtime"]
            : missing.Select(item => $"missing: {item}");
        return new(json, [.. table.Lines(), .. verdict], missing.Count == 0 ? ExitCode.Success : ExitCode.Environment);
    }

    private static IEnumerable<string> Missing(long memory, string cache)
    {
        if (!BitConverter.IsLittleEndian) yield return "a little-endian processor";
        if (!Environment.Is64BitProcess) yield return "a 64-bit process";
        if (memory < NeededMemory) yield return $"memory: {Quantity.Bytes(memory)} is less than {Quantity.Bytes(NeededMemory)}";
        if (!KeyCache.IsWritable()) yield return $"a folder for keys that may be written: {cache}; PROVER_CACHE_DIR chooses another";
    }

    private static IEnumerable<string> Features()
    {
        if (Avx512F.IsSupported) yield return "AVX-512";
        if (Avx2.IsSupported) yield return "AVX2";
        if (Fma.IsSupported) yield return "FMA";
        if (AvxVnni.IsSupported) yield return "AVX-VNNI";
        if (!Avx2.IsSupported) yield return "no AVX2";
    }
}
