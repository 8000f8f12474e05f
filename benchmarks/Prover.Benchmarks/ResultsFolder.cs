using Prover.Benchmarks.EndToEnd;

namespace Prover.Benchmarks;

/// <summary>Where results are kept: benchmarks/results/MACHINE in the repository.</summary>
internal static class ResultsFolder
{
    /// <summary>The folder of this machine, found from the working directory or the program's own place upwards.</summary>
    public static string ForThisMachine()
    {
        foreach (string start in new[] { Directory.GetCurrentDirectory(), AppContext.BaseDirectory })
        {
            for (DirectoryInfo? folder = new(start); folder is not null; folder = folder.Parent)
            {
                if (File.Exists(Path.Combine(folder.FullName, "Prover.sln")))
                {
                    return Path.Combine(folder.FullName, "benchmarks", "results", Machine.Describe().FolderName);
                }
            }
        }

        return Path.Combine(Directory.GetCurrentDirectory(), "results", Machine.Describe().FolderName);
    }
}
