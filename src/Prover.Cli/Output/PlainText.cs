namespace Prover.Cli.Output;

/// <summary>Text from files that nobody vouches for, made harmless for a terminal.</summary>
internal static class PlainText
{
    /// <summary>The text with control characters replaced, so that a name cannot move the cursor or start a line.</summary>
    public static string OneLine(string text) => string.Create(text.Length, text, static (target, source) =>
    {
        for (int i = 0; i < target.Length; i++) target[i] = char.IsControl(source[i]) ? ' ' : source[i];
    });
}
