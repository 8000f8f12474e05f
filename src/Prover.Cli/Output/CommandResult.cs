using System.Text.Json.Nodes;
using Prover.Cli.Failures;

namespace Prover.Cli.Output;

/// <summary>What a verb has found out, for programs and for people.</summary>
/// <param name="Json">The fields of cli.md.</param>
/// <param name="Text">The same in lines.</param>
/// <param name="Exit">The exit code.</param>
internal sealed record CommandResult(JsonObject Json, IReadOnlyList<string> Text, ExitCode Exit = ExitCode.Success);
