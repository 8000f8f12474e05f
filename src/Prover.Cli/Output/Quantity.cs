using System.Globalization;

namespace Prover.Cli.Output;

/// <summary>Numbers with their units, alike everywhere.</summary>
internal static class Quantity
{
    /// <summary>A number of bytes, exact below 10 KiB.</summary>
    public static string Bytes(long bytes) => bytes switch
    {
        < 10 * 1024 => Format($"{bytes} bytes"),
        < 10L << 20 => Format($"{bytes / 1024.0:F1} KiB"),
        < 10L << 30 => Format($"{bytes / 1048576.0:F1} MiB"),
        _ => Format($"{bytes / 1073741824.0:F1} GiB"),
    };

    /// <summary>A duration.</summary>
    public static string Seconds(double seconds) => seconds switch
    {
        < 0.001 => Format($"{seconds * 1e6:F0} µs"),
        < 1 => Format($"{seconds * 1000:F1} ms"),
        < 100 => Format($"{seconds:F2} s"),
        _ => Format($"{seconds:F0} s"),
    };

    /// <summary>A count with thousands separated by commas.</summary>
    public static string Count(long count) => count.ToString("N0", CultureInfo.InvariantCulture);

    /// <summary>A count with a noun, "1 lookup" or "12 lookups".</summary>
    public static string Count(long count, string noun) => Count(count) + " " + noun + (count == 1 ? "" : "s");

    /// <summary>A value of a tensor, with at most six digits.</summary>
    public static string Number(double value) => Format($"{value:G6}");

    /// <summary>A shape, "[1, 3, 32, 32]".</summary>
    public static string Shape(IEnumerable<int> shape) => "[" + string.Join(", ", shape) + "]";

    private static string Format(FormattableString text) => FormattableString.Invariant(text);
}
