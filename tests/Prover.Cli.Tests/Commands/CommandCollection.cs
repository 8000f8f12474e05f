namespace Prover.Cli.Tests.Commands;

/// <summary>Tests that share one proven model; they run one after the other, since they set the process' key cache.</summary>
[CollectionDefinition(Name)]
public class CommandCollection : ICollectionFixture<ProvenModel>
{
    public const string Name = "command";
}
