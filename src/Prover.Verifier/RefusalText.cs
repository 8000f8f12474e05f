using System.Globalization;
using System.Runtime.CompilerServices;

namespace Prover.Verifier;

/// <summary>
/// A text that is put together only if something is refused: checks of millions of values would spend most of their time, and gigabytes, on
/// sentences that nobody reads.
/// </summary>
[InterpolatedStringHandler]
internal ref struct RefusalText
{
    private DefaultInterpolatedStringHandler text;

    /// <summary>Begins a text; nothing is formatted unless the condition holds.</summary>
    /// <param name="literalLength">Characters of the constant parts.</param>
    /// <param name="formattedCount">The number of values.</param>
    /// <param name="condition">Whether something is refused.</param>
    /// <param name="refused">The same, for the caller's compiler.</param>
    public RefusalText(int literalLength, int formattedCount, bool condition, out bool refused)
    {
        refused = condition;
        text = condition ? new(literalLength, formattedCount, CultureInfo.InvariantCulture) : default;
    }

    /// <summary>Appends a constant part.</summary>
    public void AppendLiteral(string part) => text.AppendLiteral(part);

    /// <summary>Appends a value.</summary>
    public void AppendFormatted<T>(T value) => text.AppendFormatted(value);

    /// <summary>The whole text; called once, and only if something is refused.</summary>
    public string Finish() => text.ToStringAndClear();
}
