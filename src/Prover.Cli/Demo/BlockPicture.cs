using Prover.Onnx.Tensors;

namespace Prover.Cli.Demo;

/// <summary>A grey picture in block characters, two rows of pixels per line.</summary>
internal static class BlockPicture
{
    /// <summary>The lines of the picture, or none for a tensor that is not one grey picture.</summary>
    /// <param name="tensor">A tensor whose last two axes are the picture's and whose other axes have size 1.</param>
    public static IReadOnlyList<string> Lines(DenseTensor tensor)
    {
        if (tensor.Data is not float[] pixels || tensor.Shape is not [.., var height, var width]) return [];
        if (pixels.Length != height * width) return [];
        float least = pixels.Min(), greatest = pixels.Max();
        float middle = least + ((greatest - least) / 2);
        bool IsSet(int y, int x) => y < height && pixels[(y * width) + x] > middle;
        List<string> lines = [];
        for (int y = 0; y < height; y += 2)
        {
            char[] line = new char[width];
            for (int x = 0; x < width; x++)
            {
                line[x] = (IsSet(y, x), IsSet(y + 1, x)) switch
                {
                    (true, true) => '█',
                    (true, false) => '▀',
                    (false, true) => '▄',
                    _ => ' ',
                };
            }
            lines.Add(new string(line).TrimEnd());
        }
        return Crop(lines);
    }

    private static List<string> Crop(List<string> lines)
    {
        int first = lines.FindIndex(line => line.Length > 0), last = lines.FindLastIndex(line => line.Length > 0);
        return first < 0 ? [] : lines[first..(last + 1)];
    }
}
