using Prover.Cli.Output;

namespace Prover.Cli.Tests.Output;

/// <summary>Words that a shell takes as they are.</summary>
public sealed class ShellTextTests
{
    [Theory]
    [InlineData("/srv/keys/a-2.vk", "/srv/keys/a-2.vk")]
    [InlineData("my keys/a.vk", "'my keys/a.vk'")]
    [InlineData("it's;$(x)", @"'it'\''s;$(x)'")]
    [InlineData("", "''")]
    public void Words_are_quoted_where_they_must_be(string text, string word) => Assert.Equal(word, ShellText.Word(text));
}
