using System.Buffers;
using System.Security.Cryptography;
using Prover.Proving.Kernels;
using Prover.Proving.Randomness;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Hashed;
using Prover.Verifier.Hashing;
using Prover.Verifier.Soundness;

namespace Prover.Proving.Hashed;

/// <summary>
/// What opens a digest (SPEC §5.10, §8.8): the integers and the secret seed of its commitment. Whoever holds it can prove about the
/// integers again or show them to others. It counts the rows that proofs have opened: too many would reveal the integers.
/// </summary>
public sealed class TensorOpening
{
    private const string SeedContext = "Prover 2026-11-21 hashed tensor seed v1";
    private readonly byte[] seed;

    private TensorOpening(Digest digest, int[] values, byte[] seed, int rowsOpened)
    {
        Digest = digest;
        Values = values;
        this.seed = seed;
        RowsOpened = rowsOpened;
    }

    /// <summary>The digest.</summary>
    public Digest Digest { get; }

    /// <summary>The integers, row-major.</summary>
    public IReadOnlyList<int> Values { get; }

    /// <summary>The rows that proofs so far may have opened.</summary>
    public int RowsOpened { get; }

    /// <summary>The secret seed of the commitment.</summary>
    internal ReadOnlySpan<byte> Seed => seed;

    /// <summary>Commits integers with fresh randomness.</summary>
    /// <param name="values">1 to <see cref="HashedShape.GreatestCount"/> integers.</param>
    /// <param name="threads">The largest number of threads.</param>
    public static TensorOpening Create(int[] values, int threads) => Create(values, FreshSeed(values), KernelSet.Fastest(threads).Codes);

    /// <summary>Reads a file and computes its digest again.</summary>
    /// <exception cref="MalformedArtefactException">The file is not an opening, or not that of its digest.</exception>
    public static TensorOpening Read(ReadOnlySpan<byte> file, int threads)
    {
        var reader = new MessagePackReader(ArtefactEnvelope.Unwrap(ArtefactKind.Opening, file));
        reader.ReadArrayHeaderOf(4);
        Digest digest = Digest.FromBytes(reader.ReadBytesOf(Digest.Bytes));
        int[] values = PackedIntegers.Read(ref reader, HashedShape.GreatestCount);
        byte[] seed = reader.ReadBytesOf(RandomStream.SeedBytes).ToArray();
        int rowsOpened = reader.ReadInt32(0, int.MaxValue);
        reader.Finish();
        MalformedArtefactException.ThrowIf(values.Length == 0, "the opening has no values");
        TensorOpening opening = Create(values, seed, KernelSet.Fastest(threads).Codes);
        MalformedArtefactException.ThrowIf(opening.Digest != digest, "the values are not those of the opening's digest");
        return new(digest, values, seed, rowsOpened);
    }

    /// <summary>The opening as a file. It is a secret.</summary>
    public byte[] Write()
    {
        int[] values = [.. Values];
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(4);
        writer.Write(Digest.ToBytes());
        PackedIntegers.Write(ref writer, values);
        writer.Write(seed);
        writer.Write(RowsOpened);
        writer.Flush();
        return ArtefactEnvelope.Wrap(ArtefactKind.Opening, output.WrittenSpan);
    }

    /// <summary>How many more proofs of a profile may use this commitment.</summary>
    public int UsesLeft(SecurityProfile profile)
    {
        var shape = new HashedShape(Values.Count);
        return Math.Max(0, shape.RowBudget - RowsOpened) / shape.Queries(profile);
    }

    /// <summary>The opening after one more proof. It must be stored before the proof leaves.</summary>
    /// <exception cref="InvalidOperationException">No use is left.</exception>
    public TensorOpening Spend(SecurityProfile profile)
    {
        if (UsesLeft(profile) == 0) throw new InvalidOperationException("the commitment has been used as often as it may be");
        return new(Digest, [.. Values], seed, RowsOpened + new HashedShape(Values.Count).Queries(profile));
    }

    /// <summary>The opening of integers committed with a seed.</summary>
    internal static TensorOpening Create(int[] values, byte[] seed, ICodeKernels kernels)
    {
        using var commitment = new HashedCommitment(kernels, values, seed);
        return new(commitment.Digest, values, seed, 0);
    }

    /// <summary>System randomness, hedged with the values: should it repeat, other values still have another seed.</summary>
    internal static byte[] FreshSeed(ReadOnlySpan<int> values)
    {
        Span<byte> material = stackalloc byte[RandomStream.SeedBytes + Digest.Bytes];
        RandomNumberGenerator.Fill(material[..RandomStream.SeedBytes]);
        Blake3.Hash(System.Runtime.InteropServices.MemoryMarshal.AsBytes(values), material[RandomStream.SeedBytes..]);
        byte[] seed = new byte[RandomStream.SeedBytes];
        Blake3.DeriveKey(SeedContext, material, seed);
        CryptographicOperations.ZeroMemory(material);
        return seed;
    }
}
