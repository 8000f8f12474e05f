namespace Prover.Proving.Tests;

/// <summary>Tests that look at memory of the whole process, which run while no others do.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public class MemoryCollection
{
    public const string Name = "memory";
}
