using System.IO.Compression;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Inputs;

/// <summary>Reads NumPy's .npz format: a zip archive of NAME.npy entries.</summary>
internal static class NumpyArchiveReader
{
    /// <summary>Reads every wanted entry.</summary>
    /// <param name="file">The archive's bytes.</param>
    /// <param name="limits">Entry names without extension, each with the largest size in bytes worth unpacking.</param>
    /// <returns>The entries found; those not in <paramref name="limits"/> are ignored.</returns>
    /// <exception cref="FormatException">The archive or an entry is damaged or an entry is too large.</exception>
    internal static Dictionary<string, DenseTensor> Read(byte[] file, IReadOnlyDictionary<string, long> limits)
    {
        var tensors = new Dictionary<string, DenseTensor>();
        try
        {
            using var archive = new ZipArchive(new MemoryStream(file), ZipArchiveMode.Read);
            foreach (ZipArchiveEntry entry in archive.Entries)
            {
                string name = entry.FullName.EndsWith(".npy", StringComparison.Ordinal) ? entry.FullName[..^4] : entry.FullName;
                if (!limits.TryGetValue(name, out long limit))
                {
                    continue;
                }

                if (entry.Length > limit)
                {
                    throw new FormatException($"entry {name} has {entry.Length} bytes, more than the model's input can need");
                }

                byte[] bytes = new byte[entry.Length];
                using Stream stream = entry.Open();
                stream.ReadExactly(bytes);
                tensors[name] = NumpyReader.Read(bytes);
            }
        }
        catch (Exception error) when (error is InvalidDataException or EndOfStreamException)
        {
            throw new FormatException("not a readable .npz archive", error);
        }

        return tensors;
    }
}
