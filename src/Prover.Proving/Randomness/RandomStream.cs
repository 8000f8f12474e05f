using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Prover.Proving.Kernels;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;

namespace Prover.Proving.Randomness;

/// <summary>
/// Secret uniform field elements that hide a witness (SPEC §11.1): the key stream of AES-256 in counter mode, cut into 31-bit words of
/// which those not below p are skipped. A seed must never serve two proofs. Only tests derive from it, to take an ingredient away.
/// </summary>
internal class RandomStream : IDisposable
{
    /// <summary>Bytes of a seed.</summary>
    public const int SeedBytes = 32;

    private const string SeedContext = "Prover 2026-11-21 hiding seed v1";
    private const string ModelContext = "Prover 2026-11-21 hidden model v1";
    private const int BlockBytes = 16, BatchBlocks = 1024, PieceWords = 1 << 16;
    private const uint WordMask = 0x7FFFFFFF;
    private static long proofs;
    private readonly Aes cipher;
    private readonly byte[] counters = new byte[BlockBytes * BatchBlocks];
    private readonly byte[] stream = new byte[BlockBytes * BatchBlocks];
    private ulong counter;
    private int position = BlockBytes * BatchBlocks;

    /// <summary>The stream of a seed.</summary>
    /// <param name="seed">32 uniform secret bytes; the caller erases them.</param>
    /// <exception cref="ArgumentException">The seed has another length.</exception>
    public RandomStream(ReadOnlySpan<byte> seed)
    {
        if (seed.Length != SeedBytes) throw new ArgumentException($"A seed has {SeedBytes} bytes.", nameof(seed));
        cipher = Aes.Create();
        byte[] key = seed.ToArray();
        cipher.Key = key;
        CryptographicOperations.ZeroMemory(key);
    }

    /// <summary>The largest number of threads that long parts are drawn with; they do not change what is drawn.</summary>
    public int Threads { get; init; } = 1;

    /// <summary>
    /// A fresh stream for one proof: the system's randomness, hedged by what is proven. If the system's randomness were to repeat, two
    /// proofs would still share a stream only if witness, statement and the number of proofs of this process before were the same.
    /// </summary>
    /// <param name="witness">What determines the witness, given the statement; by SHA-256.</param>
    /// <param name="statement">The encoded statement, by BLAKE3.</param>
    /// <param name="threads">The largest number of threads.</param>
    public static RandomStream FromSystem(ReadOnlySpan<byte> witness, ReadOnlySpan<byte> statement, int threads = 1)
    {
        // 32 random bytes, the count, and both digests: every part has a fixed length, so no two inputs collide.
        Span<byte> material = stackalloc byte[SeedBytes + sizeof(long) + 64];
        Span<byte> seed = stackalloc byte[SeedBytes];
        RandomNumberGenerator.Fill(material[..SeedBytes]);
        BinaryPrimitives.WriteInt64LittleEndian(material[SeedBytes..], Interlocked.Increment(ref proofs));
        SHA256.HashData(witness, material.Slice(SeedBytes + sizeof(long), 32));
        Blake3.Hash(statement, material[(SeedBytes + sizeof(long) + 32)..]);
        Blake3.DeriveKey(SeedContext, material, seed);
        var random = new RandomStream(seed) { Threads = threads };
        CryptographicOperations.ZeroMemory(material);
        CryptographicOperations.ZeroMemory(seed);
        return random;
    }

    /// <summary>
    /// The stream of a hidden model's key (SPEC §11.8): a function of the key's secret and of everything that it commits, so that no two
    /// commitments share tails, even where a secret is used twice or the system's randomness repeats.
    /// </summary>
    /// <param name="secret">The key's secret of <see cref="SeedBytes"/> bytes.</param>
    /// <param name="model">The model's columns.</param>
    /// <param name="circuit">The circuit.</param>
    /// <param name="profile">The security profile's bits, on which the tails' length depends.</param>
    /// <param name="threads">The largest number of threads.</param>
    /// <exception cref="ArgumentException">The secret has another length.</exception>
    public static RandomStream OfModel(ReadOnlySpan<byte> secret, ReadOnlySpan<uint> model, Digest circuit, int profile, int threads = 1)
    {
        if (secret.Length != SeedBytes) throw new ArgumentException($"A seed has {SeedBytes} bytes.", nameof(secret));
        Span<byte> material = stackalloc byte[SeedBytes + SHA256.HashSizeInBytes + Digest.Bytes + sizeof(int)];
        Span<byte> seed = stackalloc byte[SeedBytes];
        secret.CopyTo(material);
        SHA256.HashData(MemoryMarshal.AsBytes(model), material[SeedBytes..]);
        circuit.ToBytes().CopyTo(material[(SeedBytes + SHA256.HashSizeInBytes)..]);
        BinaryPrimitives.WriteInt32LittleEndian(material[^sizeof(int)..], profile);
        Blake3.DeriveKey(ModelContext, material, seed);
        var random = new RandomStream(seed) { Threads = threads };
        CryptographicOperations.ZeroMemory(material);
        CryptographicOperations.ZeroMemory(seed);
        return random;
    }

    /// <summary>Fills a span with independent uniform elements of F (representatives, which are as uniform).</summary>
    public virtual void FillField(Span<uint> elements)
    {
        int filled = 0;
        while (filled < elements.Length)
        {
            if (position == stream.Length) Refill();
            if (TryFillVector(elements[filled..]))
            {
                filled += Vector<uint>.Count;
                continue;
            }
            uint word = BinaryPrimitives.ReadUInt32LittleEndian(stream.AsSpan(position)) & WordMask;
            position += sizeof(uint);
            elements[filled] = word;
            // The word stays only if it is an element; written without a branch, since one word in 128 is none.
            filled += word < KoalaBear.Order ? 1 : 0;
        }
    }

    /// <summary>
    /// Fills a span like <see cref="FillField"/>, a long one in pieces on several threads, each from a stream of its own whose seed this
    /// one gives (SPEC §11.1).
    /// </summary>
    public virtual unsafe void FillPieces(Span<uint> elements)
    {
        if (elements.Length < 2 * PieceWords)
        {
            FillField(elements);
            return;
        }
        int length = elements.Length, pieces = (length + PieceWords - 1) / PieceWords;
        byte[] seeds = new byte[pieces * SeedBytes];
        try
        {
            foreach (ref byte part in seeds.AsSpan()) part = NextByte();
            fixed (uint* pinned = elements)
            {
                uint* target = pinned;
                ThreadedLoop.Run(Threads, pieces, piece =>
                {
                    using var random = new RandomStream(seeds.AsSpan(piece * SeedBytes, SeedBytes));
                    int start = piece * PieceWords;
                    random.FillField(new Span<uint>(target + start, Math.Min(PieceWords, length - start)));
                });
            }
        }
        finally
        {
            CryptographicOperations.ZeroMemory(seeds);
        }
    }

    /// <summary>Takes as many words as a vector holds if there are so many and all are elements, as nearly always.</summary>
    private bool TryFillVector(Span<uint> elements)
    {
        const int Size = sizeof(uint);
        if (!BitConverter.IsLittleEndian || elements.Length < Vector<uint>.Count) return false;
        if (stream.Length - position < Size * Vector<uint>.Count) return false;
        Vector<uint> words = new Vector<uint>(MemoryMarshal.Cast<byte, uint>(stream.AsSpan(position))) & new Vector<uint>(WordMask);
        if (!Vector.LessThanAll(words, new Vector<uint>(KoalaBear.Order))) return false;
        words.CopyTo(elements);
        position += Size * Vector<uint>.Count;
        return true;
    }

    /// <summary>A uniform element of E.</summary>
    public KoalaBear5 NextExtension()
    {
        Span<uint> words = stackalloc uint[KoalaBear5.Degree];
        FillField(words);
        return new(new(words[0]), new(words[1]), new(words[2]), new(words[3]), new(words[4]));
    }

    /// <summary>Erases the key and what is left of the stream.</summary>
    public void Dispose()
    {
        CryptographicOperations.ZeroMemory(stream);
        cipher.Dispose();
        GC.SuppressFinalize(this);
    }

    private byte NextByte()
    {
        if (position == stream.Length) Refill();
        return stream[position++];
    }

    private void Refill()
    {
        for (int block = 0; block < BatchBlocks; block++)
        {
            BinaryPrimitives.WriteUInt64LittleEndian(counters.AsSpan(block * BlockBytes), counter++);
        }
        // ECB over distinct counters is counter mode's key stream; nothing else is ever encrypted under the key.
        cipher.EncryptEcb(counters, stream, PaddingMode.None);
        position = 0;
    }
}
