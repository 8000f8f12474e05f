using BenchmarkDotNet.Columns;
using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Exporters;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Loggers;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Prover.Benchmarks;

/// <summary>
/// How kernel benchmarks are measured: in this process, as the generated project of the default toolchain cannot see this
/// repository's package versions and output layout. Results are Markdown tables, one file per class.
/// </summary>
internal static class KernelConfiguration
{
    /// <summary>The configuration; tables go to `results` under the folder.</summary>
    public static IConfig Create(string folder) => ManualConfig.CreateEmpty()
        .WithArtifactsPath(folder)
        .AddLogger(ConsoleLogger.Default)
        .AddColumnProvider(DefaultColumnProviders.Instance)
        .AddExporter(MarkdownExporter.GitHub)
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
}
