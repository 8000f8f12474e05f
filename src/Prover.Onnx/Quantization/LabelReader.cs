using System.Globalization;
using System.Text.Json;
using Prover.Onnx.Inputs;

namespace Prover.Onnx.Quantization;

/// <summary>Reads the right class of each sample: .npy of integers, .json with a list, or .csv with one integer per line.</summary>
public static class LabelReader
{
    /// <summary>Reads labels.</summary>
    /// <param name="file">The file.</param>
    /// <param name="count">How many there must be.</param>
    /// <exception cref="InvalidInputException">The file cannot be read or holds something else; names it.</exception>
    public static long[] Read(string file, int count)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            long[] labels = Path.GetExtension(file).ToUpperInvariant() switch
            {
                ".NPY" => NumpyReader.Read(File.ReadAllBytes(file)).ToInt64(),
                ".JSON" => JsonSerializer.Deserialize<long[]>(File.ReadAllBytes(file)) ?? [],
                ".CSV" or ".TXT" => Lines(File.ReadAllLines(file)),
                _ => throw new FormatException("unknown kind of file: labels are .npy, .json or .csv"),
            };
            return labels.Length == count
                ? labels
                : throw new FormatException($"{labels.Length} labels for {count} samples");
        }
        catch (Exception error) when (error is FormatException or InvalidCastException or JsonException or IOException
            or UnauthorizedAccessException or OverflowException)
        {
            throw new InvalidInputException(file, error.Message, error);
        }
    }

    /// <summary>The last column of each line; a first line that is no number is a heading.</summary>
    private static long[] Lines(string[] lines)
    {
        string[] cells = [.. lines.Where(static line => line.Trim().Length > 0)
            .Select(static line => line.Split(',', ';', '\t')[^1].Trim())];
        bool heading = cells.Length > 0 && !long.TryParse(cells[0], NumberStyles.Integer, CultureInfo.InvariantCulture, out _);
        return [.. cells.Skip(heading ? 1 : 0).Select(static cell => long.Parse(cell, CultureInfo.InvariantCulture))];
    }
}
