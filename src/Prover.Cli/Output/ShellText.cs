namespace Prover.Cli.Output;

/// <summary>Command lines that people copy into a shell.</summary>
internal static class ShellText
{
    /// <summary>A word that a POSIX shell takes as it is, quoted where it must be.</summary>
    public static string Word(string text) =>
        text.Length > 0 && text.All(letter => char.IsAsciiLetterOrDigit(letter) || "-_./:=+,@".Contains(letter, StringComparison.Ordinal))
            ? text
            : $"'{text.Replace("'", @"'\''", StringComparison.Ordinal)}'";
}
