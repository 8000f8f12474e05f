using BenchmarkDotNet.Running;
using Prover.Benchmarks;
using Prover.Benchmarks.Accuracy;
using Prover.Benchmarks.EndToEnd;
using Prover.Benchmarks.Matrix;
using Prover.Benchmarks.Planning;

// --dry                runs everything once on the smallest sizes, without measuring
// e2e ...              end-to-end table (EndToEndOptions.Usage)
// accuracy ...         accuracy of quantised models (AccuracyOptions.Usage)
// matrix ...           every shared model from file to proof (MatrixOptions.Usage)
// plan ...             plans against proofs (PlanOptions.Usage)
// anything else        BenchmarkDotNet's command line for the kernel benchmarks, e.g. --filter '*' or --list flat
if (args is ["--dry"])
{
    Console.WriteLine($"{DryRun.RunKernels(Console.Out)} kernel benchmarks ran once");
    EndToEndRunner.RunDry(Console.Out);
    return 0;
}

try
{
    if (args is ["e2e", ..])
    {
        EndToEndRunner.Run(EndToEndOptions.Parse(args.AsSpan(1)));
        return 0;
    }

    if (args is ["plan", ..])
    {
        PlanRunner.Run(PlanOptions.Parse(args.AsSpan(1)));
        return 0;
    }

    if (args is ["accuracy", ..])
    {
        AccuracyRunner.Run(AccuracyOptions.Parse(args.AsSpan(1)));
        return 0;
    }

    if (args is ["matrix", ..])
    {
        MatrixRunner.Run(MatrixOptions.Parse(args.AsSpan(1)));
        return 0;
    }
}
catch (ArgumentException exception)
{
    Console.Error.WriteLine(exception.Message);
    return 2;
}

string folder = Path.Combine(ResultsFolder.ForThisMachine(), "kernels");
BenchmarkSwitcher.FromAssembly(typeof(DryRun).Assembly).Run(args, KernelConfiguration.Create(folder));
return 0;
