using System.CommandLine;
using Prover.Cli.Failures;
using Prover.Verifier.Hashing;

namespace Prover.Cli.Commands;

/// <summary>Options whose values are bytes in hexadecimal digits.</summary>
internal static class HexOption
{
    /// <summary>The bytes, or null if the option is not given.</summary>
    /// <exception cref="CommandFailure">The value is not hexadecimal or has too many bytes.</exception>
    public static byte[]? Bytes(ParseResult arguments, Option<string?> option, int maximum)
    {
        if (arguments.GetValue(option) is not { } text) return null;
        if (text.StartsWith("0x", StringComparison.OrdinalIgnoreCase)) text = text[2..];
        byte[] bytes;
        try
        {
            bytes = Convert.FromHexString(text);
        }
        catch (FormatException error)
        {
            throw new CommandFailure(
                ExitCode.BadInput,
                "usage",
                $"{option.Name}: '{text}' is not an even number of hexadecimal digits",
                "for example 00ff",
                error);
        }
        if (bytes.Length > maximum) throw CommandFailure.Usage($"{option.Name}: {bytes.Length} bytes are more than {maximum}");
        return bytes;
    }

    /// <summary>The digest, or null if the option is not given.</summary>
    /// <exception cref="CommandFailure">The value is not 64 hexadecimal digits.</exception>
    public static Digest? Digest(ParseResult arguments, Option<string?> option)
    {
        byte[]? bytes = Bytes(arguments, option, Verifier.Hashing.Digest.Bytes);
        if (bytes is null) return null;
        if (bytes.Length != Verifier.Hashing.Digest.Bytes)
        {
            throw CommandFailure.Usage($"{option.Name}: a model id has 64 hexadecimal digits, not {2 * bytes.Length}");
        }
        return Verifier.Hashing.Digest.FromBytes(bytes);
    }
}
