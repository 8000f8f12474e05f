using BenchmarkDotNet.Configs;
using BenchmarkDotNet.Jobs;
using BenchmarkDotNet.Toolchains.InProcess.Emit;

namespace Prover.Benchmarks;

/// <summary>How kernel benchmarks are measured: in this process, as the generated project of the default toolchain cannot see this
/// repository's package versions and output layout.</summary>
internal static class KernelConfiguration
{
    /// <summary>The configuration; results go to `folder`.</summary>
    public static IConfig Create(string folder) => ManualConfig.Create(DefaultConfig.Instance)
        .WithArtifactsPath(folder)
        .AddJob(Job.ShortRun.WithToolchain(InProcessEmitToolchain.Instance));
}
