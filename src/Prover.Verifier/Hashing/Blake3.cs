using System.Buffers.Binary;
using System.Numerics;
using System.Text;

namespace Prover.Verifier.Hashing;

/// <summary>
/// BLAKE3 with inputs and outputs of any length: hashing, keyed hashing and key derivation (O'Connor, Aumasson, Neves,
/// Wilcox-O'Hearn, "BLAKE3: one function, fast everywhere", 2020). Scalar; the prover's bulk hashing has its own kernels.
/// </summary>
public static class Blake3
{
    /// <summary>The size of a key in bytes.</summary>
    public const int KeyBytes = 32;

    private const int ChunkBytes = 1024;
    private const int ChainingWords = 8;
    private const int OutputBlockBytes = 64;

    /// <summary>Fills <paramref name="output"/> with the extendable output of the hash.</summary>
    public static void Hash(ReadOnlySpan<byte> input, Span<byte> output) =>
        Run(Blake3Compression.InitialValue, Blake3Flags.None, input, output);

    /// <summary>The 32-byte hash of the input.</summary>
    public static Digest Hash(ReadOnlySpan<byte> input)
    {
        Span<byte> bytes = stackalloc byte[Digest.Bytes];
        Hash(input, bytes);
        return Digest.FromBytes(bytes);
    }

    /// <summary>Fills <paramref name="output"/> with the extendable output of the keyed hash.</summary>
    /// <exception cref="ArgumentException">The key does not have 32 bytes.</exception>
    public static void HashKeyed(ReadOnlySpan<byte> key, ReadOnlySpan<byte> input, Span<byte> output)
    {
        if (key.Length != KeyBytes) throw new ArgumentException("A key has 32 bytes.", nameof(key));
        Span<uint> words = stackalloc uint[ChainingWords];
        ReadWords(key, words);
        Run(words, Blake3Flags.KeyedHash, input, output);
    }

    /// <summary>Derives a key from key material for one purpose.</summary>
    /// <param name="context">A hard-coded, globally unique text that names the purpose; hashed as UTF-8.</param>
    /// <param name="material">The key material; any length.</param>
    /// <param name="output">Any length.</param>
    public static void DeriveKey(string context, ReadOnlySpan<byte> material, Span<byte> output)
    {
        Span<byte> contextKey = stackalloc byte[KeyBytes];
        Span<uint> words = stackalloc uint[ChainingWords];
        Run(Blake3Compression.InitialValue, Blake3Flags.DeriveKeyContext, Encoding.UTF8.GetBytes(context), contextKey);
        ReadWords(contextKey, words);
        Run(words, Blake3Flags.DeriveKeyMaterial, material, output);
    }

    /// <summary>A 32-byte derived key.</summary>
    /// <inheritdoc cref="DeriveKey(string, ReadOnlySpan{byte}, Span{byte})"/>
    public static Digest DeriveKey(string context, ReadOnlySpan<byte> material)
    {
        Span<byte> bytes = stackalloc byte[Digest.Bytes];
        DeriveKey(context, material, bytes);
        return Digest.FromBytes(bytes);
    }

    private static void Run(ReadOnlySpan<uint> key, Blake3Flags mode, ReadOnlySpan<byte> input, Span<byte> output)
    {
        // Output blocks repeat the root compression with a running counter, so keep its inputs rather than its result.
        Span<uint> chaining = stackalloc uint[ChainingWords];
        Span<uint> block = stackalloc uint[Blake3Compression.BlockWords];
        Node root = LastNode(key, mode, input, chunkIndex: 0, chaining, block);
        Span<uint> words = stackalloc uint[Blake3Compression.BlockWords];
        Span<byte> bytes = stackalloc byte[OutputBlockBytes];
        for (ulong counter = 0; !output.IsEmpty; counter++)
        {
            Blake3Compression.Compress(chaining, block, counter, root.BlockLength, root.Flags | Blake3Flags.Root, words);
            for (int i = 0; i < words.Length; i++) BinaryPrimitives.WriteUInt32LittleEndian(bytes[(4 * i)..], words[i]);
            int taken = Math.Min(output.Length, bytes.Length);
            bytes[..taken].CopyTo(output);
            output = output[taken..];
        }
    }

    /// <summary>
    /// Prepares, without running it, the last compression of the subtree over <paramref name="input"/>. The recursion is as
    /// deep as the tree: 21 levels for 2^31 bytes.
    /// </summary>
    private static Node LastNode(
        ReadOnlySpan<uint> key, Blake3Flags mode, ReadOnlySpan<byte> input, ulong chunkIndex, Span<uint> chaining, Span<uint> block)
    {
        if (input.Length <= ChunkBytes) return LastBlockOfChunk(key, mode, input, chunkIndex, chaining, block);
        // The left subtree holds the largest power of two of chunks that leaves at least one byte on the right.
        int fullChunks = (input.Length - 1) / ChunkBytes;
        int leftChunks = 1 << BitOperations.Log2((uint)fullChunks);
        int leftBytes = leftChunks * ChunkBytes;
        Span<uint> output = stackalloc uint[Blake3Compression.BlockWords];
        Span<uint> children = stackalloc uint[Blake3Compression.BlockWords];
        Subtree(key, mode, input[..leftBytes], chunkIndex, output);
        output[..ChainingWords].CopyTo(children);
        Subtree(key, mode, input[leftBytes..], chunkIndex + (ulong)leftChunks, output);
        output[..ChainingWords].CopyTo(children[ChainingWords..]);
        key.CopyTo(chaining);
        children.CopyTo(block);
        return new Node(OutputBlockBytes, mode | Blake3Flags.Parent);
    }

    private static void Subtree(
        ReadOnlySpan<uint> key, Blake3Flags mode, ReadOnlySpan<byte> input, ulong chunkIndex, Span<uint> output)
    {
        Span<uint> chaining = stackalloc uint[ChainingWords];
        Span<uint> block = stackalloc uint[Blake3Compression.BlockWords];
        Node node = LastNode(key, mode, input, chunkIndex, chaining, block);
        ulong counter = node.Flags.HasFlag(Blake3Flags.Parent) ? 0 : chunkIndex;
        Blake3Compression.Compress(chaining, block, counter, node.BlockLength, node.Flags, output);
    }

    private static Node LastBlockOfChunk(
        ReadOnlySpan<uint> key, Blake3Flags mode, ReadOnlySpan<byte> chunk, ulong chunkIndex, Span<uint> chaining, Span<uint> block)
    {
        Span<uint> output = stackalloc uint[Blake3Compression.BlockWords];
        Blake3Flags start = Blake3Flags.ChunkStart;
        key.CopyTo(chaining);
        for (; chunk.Length > Blake3Compression.BlockBytes; chunk = chunk[Blake3Compression.BlockBytes..])
        {
            ReadWords(chunk[..Blake3Compression.BlockBytes], block);
            Blake3Compression.Compress(chaining, block, chunkIndex, Blake3Compression.BlockBytes, mode | start, output);
            output[..ChainingWords].CopyTo(chaining);
            start = Blake3Flags.None;
        }
        Span<byte> padded = stackalloc byte[Blake3Compression.BlockBytes];
        padded.Clear();
        chunk.CopyTo(padded);
        ReadWords(padded, block);
        return new Node((uint)chunk.Length, mode | start | Blake3Flags.ChunkEnd);
    }

    private static void ReadWords(ReadOnlySpan<byte> bytes, Span<uint> words)
    {
        for (int i = 0; i < words.Length; i++) words[i] = BinaryPrimitives.ReadUInt32LittleEndian(bytes[(4 * i)..]);
    }

    /// <summary>What a compression needs besides chaining value and block.</summary>
    private readonly record struct Node(uint BlockLength, Blake3Flags Flags);
}
