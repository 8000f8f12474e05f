using System.CommandLine;
using System.Globalization;
using Prover.Cli.Failures;

namespace Prover.Cli.Models;

/// <summary>--dim: lengths of symbolic dimensions.</summary>
internal sealed class DimensionOption
{
    private readonly Option<string[]> option = new("--dim")
    {
        Description = "The length of a symbolic dimension; may be repeated",
        HelpName = "name=value",
    };

    /// <summary>The option.</summary>
    public Option Option => option;

    /// <summary>The lengths by name.</summary>
    /// <exception cref="CommandFailure">A value is not name=value.</exception>
    public Dictionary<string, int> Read(ParseResult arguments)
    {
        var result = new Dictionary<string, int>();
        foreach (string assignment in arguments.GetValue(option) ?? [])
        {
            string[] parts = assignment.Split('=', 2);
            if (parts is not [{ Length: > 0 } name, var text]
                || !int.TryParse(text, NumberStyles.None, CultureInfo.InvariantCulture, out int length) || length < 1)
            {
                throw CommandFailure.Usage(
                    $"--dim {assignment}: not name=value with a value of 1 or more", "for example --dim sequence=128");
            }
            result[name] = length;
        }
        return result;
    }
}
