using BenchmarkDotNet.Running;
using Prover.Benchmarks;
using Prover.Benchmarks.Models;

// --dry                runs everything once on the smallest sizes, without measuring
// anything else        BenchmarkDotNet's command line for the kernel benchmarks, e.g. --filter '*' or --list flat
if (args is ["--dry"])
{
    Console.WriteLine($"{DryRun.RunKernels(Console.Out)} kernel benchmarks ran once");
    foreach (BenchmarkModel model in BenchmarkModels.All)
    {
        Console.WriteLine($"{model.Title}: generated, {model.Generate().Length} bytes");
    }

    return 0;
}

string folder = Path.Combine(ResultsFolder.ForThisMachine(), "kernels");
BenchmarkSwitcher.FromAssembly(typeof(DryRun).Assembly).Run(args, KernelConfiguration.Create(folder));
return 0;
