using Prover.Cli.Failures;
using Prover.Cli.Output;
using Prover.Onnx.Artefacts;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Hashing;

namespace Prover.Cli.Files;

/// <summary>
/// The count of proofs in the proving key of a hidden model (SPEC §8.9). It is stored before a proof leaves, by one process at a time. A
/// key that was replaced by an older copy of itself is noticed where it has been used before, by what its user's cache folder remembers.
/// </summary>
internal sealed class ProofCountFile
{
    private const int Attempts = 100, MillisecondsBetween = 100;

    private readonly string path;
    private readonly Digest modelId;
    private readonly int budget;

    /// <summary>The count of a key.</summary>
    /// <param name="path">The proving key.</param>
    /// <param name="modelId">Its model's id.</param>
    /// <param name="budget">How many proofs hide the model.</param>
    public ProofCountFile(string path, Digest modelId, int budget)
    {
        this.path = path;
        this.modelId = modelId;
        this.budget = budget;
    }

    private string Memory => KeyCache.PathOf(modelId, ".count");

    /// <summary>How many more proofs can be made.</summary>
    /// <exception cref="CommandFailure">The file cannot be read, is damaged, or is older than what is remembered of it.</exception>
    public int Left()
    {
        using FileStream stream = Hold();
        return (int)((ulong)budget - Math.Min((ulong)budget, ReadCount(stream, out _)));
    }

    /// <summary>Refuses a key that has been refreshed when its proofs were spent: not even a refresh proof is left (SPEC §8.10).</summary>
    /// <exception cref="CommandFailure">Nothing is left, or the count cannot be read.</exception>
    public void DemandRefresh()
    {
        if (!CanRefresh()) throw Refreshed();
    }

    /// <summary>Whether a refresh proof can be made: with one of the proofs that are left, or with the use kept for it.</summary>
    /// <exception cref="CommandFailure">The count cannot be read.</exception>
    public bool CanRefresh()
    {
        using FileStream stream = Hold();
        return ReadCount(stream, out _) <= (ulong)budget;
    }

    /// <summary>Counts one proof; when this returns, the count is stored.</summary>
    /// <exception cref="CommandFailure">There is no proof left, or the count cannot be read or stored.</exception>
    public void Take() => Take((ulong)budget, Spent);

    /// <summary>Counts a refresh proof, for which there is one use more than for proofs; when this returns, the count is stored.</summary>
    /// <exception cref="CommandFailure">There is no use left, or the count cannot be read or stored.</exception>
    public void TakeRefresh() => Take((ulong)budget + 1, Refreshed);

    /// <summary>What a key without proofs left is refused with.</summary>
    public CommandFailure Spent() => new(
        ExitCode.BadInput,
        "key_spent",
        $"{path}: the key has made the {budget} proofs that hide its weights; one more could reveal some of them",
        Remedy());

    /// <summary>What to do when no proof is left.</summary>
    public string Remedy() => KeyCache.Holds(path)
        ? "`prover prove MODEL.onnx` makes a new key of the same weights and proves that they are the same"
        : $"make a new key of the same weights with `prover setup --refresh {ShellText.Word(path)} -o DIR`";

    private CommandFailure Refreshed() => new(
        ExitCode.BadInput,
        "key_spent",
        $"{path}: the key has made the {budget} proofs that hide its weights and its refresh proof; one more could reveal some of them",
        "go on with the key that the refresh wrote; `prover setup` makes one whose id nothing connects with this one");

    private void Take(ulong limit, Func<CommandFailure> refusal)
    {
        using FileStream stream = Hold();
        ulong count = ReadCount(stream, out bool isTorn);
        if (count >= limit) throw refusal();
        try
        {
            // A damaged slot is made whole first, so that there is never a moment without a whole one.
            if (isTorn) Store(stream, count);
            Store(stream, count + 1);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
            throw new CommandFailure(
                ExitCode.Environment,
                "write_failed",
                $"{path}: the count of its proofs cannot be stored: {error.Message}",
                "no proof was written; a proving key of private weights must be in a writable file",
                error);
        }
        Remember(count + 1);
    }

    private FileStream Hold()
    {
        for (int attempt = 1; ; attempt++)
        {
            try
            {
                return new(path, FileMode.Open, FileAccess.ReadWrite, FileShare.None, bufferSize: 0);
            }
            catch (Exception error) when (error is FileNotFoundException or DirectoryNotFoundException or UnauthorizedAccessException)
            {
                throw new CommandFailure(
                    ExitCode.Environment, "write_failed", $"{path}: its count cannot be stored: {error.Message}", null, error);
            }
            catch (IOException) when (attempt < Attempts)
            {
                Thread.Sleep(MillisecondsBetween); // another process is counting
            }
        }
    }

    private ulong ReadCount(FileStream stream, out bool isTorn)
    {
        byte[] slots = new byte[ProofCount.Bytes];
        ulong count;
        try
        {
            stream.Seek(-ProofCount.Bytes, SeekOrigin.End);
            stream.ReadExactly(slots);
            count = ProofCount.Read(modelId, slots, out isTorn);
        }
        catch (IOException error)
        {
            throw new CommandFailure(ExitCode.BadInput, "truncated", $"{path}: {error.Message}", null, error);
        }
        catch (MalformedArtefactException fault)
        {
            throw FailureTranslator.OfFile(path, fault);
        }
        ulong remembered = Remembered();
        return remembered <= count ? count : throw new CommandFailure(
            ExitCode.BadInput,
            "key_rolled_back",
            $"{path}: it says that {count} proofs were made, but {remembered} were; it is an older copy of the key",
            "use the key itself, or make a new one with `prover setup`");
    }

    private void Store(FileStream stream, ulong count)
    {
        stream.Seek(-ProofCount.Bytes + ((long)ProofCount.Place(count) * ProofCount.SlotBytes), SeekOrigin.End);
        stream.Write(ProofCount.Slot(modelId, count));
        stream.Flush(flushToDisk: true);
    }

    /// <summary>The count that the cache folder remembers; 0 if it is not there.</summary>
    private ulong Remembered()
    {
        try
        {
            byte[] slots = File.ReadAllBytes(Memory);
            return ProofCount.Read(modelId, slots, out _);
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException or MalformedArtefactException)
        {
            return 0;
        }
    }

    /// <summary>A help against mistakes only: whoever can replace the key can empty the folder as well.</summary>
    private void Remember(ulong count)
    {
        try
        {
            Directory.CreateDirectory(KeyCache.Folder);
            File.WriteAllBytes(Memory, ProofCount.New(modelId, count));
        }
        catch (Exception error) when (error is IOException or UnauthorizedAccessException)
        {
        }
    }
}
