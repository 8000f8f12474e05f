using System.CommandLine;

namespace Prover.Cli.Models;

/// <summary>The option that chooses a security profile.</summary>
internal static class ProfileOption
{
    /// <summary>A new option, 100 if not given.</summary>
    public static Option<int> Create()
    {
        var option = new Option<int>("--security")
        {
            Description = "Bits of proven security: 100, or 128 with proofs of work",
            HelpName = "100|128",
            DefaultValueFactory = _ => 100,
        };
        option.AcceptOnlyFromAmong("100", "128");
        return option;
    }
}
