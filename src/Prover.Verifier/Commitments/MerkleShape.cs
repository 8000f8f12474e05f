using System.Buffers.Binary;
using System.Text;
using Prover.Verifier.Hashing;

namespace Prover.Verifier.Commitments;

/// <summary>
/// Everything the hashes of a Merkle tree depend on besides its rows (SPEC §6.8). Both sides derive it from the
/// verification key; nothing in it is read from a proof.
/// </summary>
public readonly record struct MerkleShape
{
    /// <summary>The largest supported height: row indices are non-negative 32-bit integers.</summary>
    public const int MaxLogRows = 30;

    private const string DomainContext = "Prover 2026-11-21 Merkle tree v1";

    /// <summary>The shape of one kind of tree.</summary>
    /// <param name="label">Names the tree within the protocol, so that trees of equal size do not share hashes.</param>
    /// <param name="logRows">The tree has 2^logRows leaves; 0..30.</param>
    /// <param name="rowWords">The number of 32-bit words per row, at least 1.</param>
    /// <param name="logCap">The commitment is the level with 2^logCap nodes; 0..logRows.</param>
    /// <exception cref="ArgumentOutOfRangeException">A number is out of range.</exception>
    public MerkleShape(string label, int logRows, int rowWords, int logCap)
    {
        ArgumentNullException.ThrowIfNull(label);
        ArgumentOutOfRangeException.ThrowIfNegative(logRows);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logRows, MaxLogRows);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(rowWords);
        ArgumentOutOfRangeException.ThrowIfNegative(logCap);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(logCap, logRows);
        LogRows = logRows;
        RowWords = rowWords;
        LogCap = logCap;
        byte[] name = Encoding.UTF8.GetBytes(label);
        byte[] material = new byte[12 + name.Length];
        BinaryPrimitives.WriteInt32LittleEndian(material, logRows);
        BinaryPrimitives.WriteInt32LittleEndian(material.AsSpan(4), rowWords);
        BinaryPrimitives.WriteInt32LittleEndian(material.AsSpan(8), logCap);
        name.CopyTo(material.AsSpan(12));
        DomainKey = Blake3.DeriveKey(DomainContext, material);
    }

    /// <summary>The base-2 logarithm of the number of rows.</summary>
    public int LogRows { get; }

    /// <summary>The number of 32-bit words per row.</summary>
    public int RowWords { get; }

    /// <summary>The base-2 logarithm of the number of nodes in the cap.</summary>
    public int LogCap { get; }

    /// <summary>The key of every hash in the tree, derived from label and sizes.</summary>
    public Digest DomainKey { get; }

    /// <summary>The number of rows.</summary>
    public int Rows => 1 << LogRows;

    /// <summary>The number of digests in the cap.</summary>
    public int CapLength => 1 << LogCap;
}
