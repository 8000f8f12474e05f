using Prover.Benchmarks.Models;

// Until the end-to-end runner is here: every generated model, and its size.
foreach (BenchmarkModel model in BenchmarkModels.All)
{
    Console.WriteLine($"{model.Title}: {model.Generate().Length} bytes");
}
