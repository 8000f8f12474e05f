using System.CommandLine;
using Prover.Cli.Output;

namespace Prover.Cli.Commands;

/// <summary>A verb of the command: its options and what it does.</summary>
internal interface IVerb
{
    /// <summary>Name, description, arguments and options.</summary>
    Command Definition { get; }

    /// <summary>Does it.</summary>
    CommandResult Execute(ParseResult arguments, CommandContext context);
}
