using System.Globalization;
using Prover.Cli.Failures;
using Prover.Cli.Files;
using Prover.Proving.Hashed;
using Prover.Verifier.Circuits;
using Prover.Verifier.Soundness;

namespace Prover.Cli.Models;

/// <summary>
/// The files that open digests. One that a proof is made with is counted first and stored, so that a crash or a second process never
/// leaves a proof that its count does not know (SPEC §8.8).
/// </summary>
internal static class OpeningFiles
{
    /// <summary>The ending of their names.</summary>
    public const string Extension = ".opening";

    /// <summary>Which file opens which hashed input.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="texts">The values of `--opening`: FILE or NAME=FILE.</param>
    /// <exception cref="CommandFailure">A name is not that of a hashed input, or is missing or given twice.</exception>
    public static IReadOnlyDictionary<string, string> Assign(Circuit circuit, IReadOnlyList<string> texts)
    {
        string[] inputs = [.. circuit.Hashed.Where(tensor => tensor.IsInput).Select(tensor => tensor.Name)];
        var files = new Dictionary<string, string>();
        foreach (string text in texts)
        {
            string? name = inputs.FirstOrDefault(input => text.StartsWith(input + "=", StringComparison.Ordinal));
            string file = name is null ? text : text[(name.Length + 1)..];
            if (name is null && inputs.Length == 1) name = inputs[0];
            if (name is null)
            {
                throw CommandFailure.Usage(
                    $"--opening {text}: say for which hashed input it is, NAME=FILE",
                    inputs.Length == 0 ? "the model has no hashed input; compile with --visibility input=hashed"
                        : $"hashed inputs: {string.Join(", ", inputs)}");
            }
            if (!files.TryAdd(name, file)) throw CommandFailure.Usage($"--opening: input {name} has two openings");
        }
        return files;
    }

    /// <summary>Reads an opening and stores it again with one more use, before the proof is begun.</summary>
    /// <returns>The opening as it was before.</returns>
    /// <exception cref="CommandFailure">The file cannot be read or written, is in use, or has no use left.</exception>
    public static TensorOpening Reserve(string path, SecurityProfile profile, int threads)
    {
        // Of the file itself, not of a link to it: whoever counts by another name must wait too.
        string mark = OutputFile.TargetOf(path) + ".lock";
        using FileStream held = Hold(path, mark);
        TensorOpening opening = Read(path, threads);
        if (opening.UsesLeft(profile) == 0)
        {
            throw new CommandFailure(
                ExitCode.BadInput,
                "opening_spent",
                $"{path}: {opening.RowsOpened} rows of the commitment have been opened; one more proof could reveal its values",
                "commit the values again: leave --opening out and give them as --input, which makes a new digest");
        }
        OutputFile.WriteSecret(path, opening.Spend(profile).Write());
        return opening;
    }

    /// <summary>Reads an opening.</summary>
    /// <exception cref="CommandFailure">The file cannot be read or is not an opening.</exception>
    public static TensorOpening Read(string path, int threads) => ArtefactFile.Read(path, bytes => TensorOpening.Read(bytes, threads));

    /// <summary>The file of each hashed tensor: the given one, or a new one beside the proof.</summary>
    /// <exception cref="CommandFailure">A new file exists already: an opening that is overwritten is lost.</exception>
    public static IReadOnlyList<string> Place(Circuit circuit, IReadOnlyDictionary<string, string> reused, string proofPath)
    {
        string stem = Path.ChangeExtension(proofPath, null);
        var files = new List<string>();
        var taken = new HashSet<string>();
        for (int i = 0; i < circuit.Hashed.Length; i++)
        {
            HashedTensor tensor = circuit.Hashed[i];
            if (tensor.IsInput && reused.TryGetValue(tensor.Name, out string? given))
            {
                files.Add(given);
                continue;
            }
            string name = string.Concat(
                tensor.Name.Select(letter => char.IsAsciiLetterOrDigit(letter) || letter is '-' or '_' ? letter : '_'));
            string path = $"{stem}.{name}{Extension}";
            for (int number = 2; !taken.Add(path); number++)
            {
                path = string.Create(CultureInfo.InvariantCulture, $"{stem}.{name}.{number}{Extension}");
            }
            if (File.Exists(path))
            {
                throw new CommandFailure(
                    ExitCode.BadInput,
                    "opening_exists",
                    $"{path}: it opens the digest of an earlier proof and would be lost",
                    "move it away, or write the proof under another name");
            }
            files.Add(path);
        }
        return files;
    }

    /// <summary>Creates a file that exists while an opening is being counted.</summary>
    private static FileStream Hold(string path, string mark)
    {
        if (!File.Exists(path)) _ = InputFile.Read(path); // says what is wrong
        try
        {
            return new(mark, FileMode.CreateNew, FileAccess.Write, FileShare.None, bufferSize: 1, FileOptions.DeleteOnClose);
        }
        catch (IOException error) when (File.Exists(mark))
        {
            throw new CommandFailure(
                ExitCode.Environment,
                "opening_in_use",
                $"{path}: another proof is counting its use",
                $"try again; if no other process runs, delete {mark}",
                error);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(
                ExitCode.Environment,
                "write_failed",
                $"{mark}: cannot be written: {error.Message}",
                "an opening must be in a writable folder",
                error);
        }
    }
}
