using System.Buffers.Binary;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Hashing;

namespace Prover.Onnx.Artefacts;

/// <summary>
/// The last bytes of the proving key of a hidden model (SPEC §8.9): how many proofs have been begun with it. There are two slots, each a
/// count (8 bytes, little endian) and the hash of model id and count, written in turn, so that a torn write damages one of them.
/// </summary>
public static class ProofCount
{
    /// <summary>The length of the two slots.</summary>
    public const int Bytes = 2 * SlotBytes;

    /// <summary>The length of one slot.</summary>
    public const int SlotBytes = sizeof(ulong) + Digest.Bytes;

    /// <summary>The slots of a new key, and of one that a refresh proof was made for (SPEC §8.10), which counts already.</summary>
    public static byte[] New(Digest modelId, ulong count = 0)
    {
        byte[][] slots = [Slot(modelId, 0), Slot(modelId, 0)];
        slots[Place(count)] = Slot(modelId, count);
        if (count > 0) slots[Place(count - 1)] = Slot(modelId, count - 1);
        return [.. slots[0], .. slots[1]];
    }

    /// <summary>A slot.</summary>
    public static byte[] Slot(Digest modelId, ulong count)
    {
        byte[] slot = new byte[SlotBytes];
        BinaryPrimitives.WriteUInt64LittleEndian(slot, count);
        Check(modelId, slot.AsSpan(..sizeof(ulong))).CopyTo(slot.AsSpan(sizeof(ulong)));
        return slot;
    }

    /// <summary>Which slot, 0 or 1, a count is written to.</summary>
    public static int Place(ulong count) => (int)(count % 2);

    /// <summary>
    /// The proofs begun so far, at least: where one slot is damaged, the count that was being written to it. Counts that no sequence of
    /// writes leaves are refused.
    /// </summary>
    /// <param name="modelId">The id of the model.</param>
    /// <param name="slots">Both slots.</param>
    /// <param name="isTorn">Whether a slot is damaged; it must be written again before the other one is.</param>
    /// <exception cref="MalformedArtefactException">Nothing is known of the count.</exception>
    public static ulong Read(Digest modelId, ReadOnlySpan<byte> slots, out bool isTorn)
    {
        if (slots.Length != Bytes)
        {
            throw new MalformedArtefactException(
                ArtefactFault.Truncated, $"the count of its proofs has {slots.Length} bytes instead of {Bytes}");
        }
        ulong? first = Parse(modelId, slots[..SlotBytes]), second = Parse(modelId, slots[SlotBytes..]);
        isTorn = first is null || second is null;
        switch (first, second)
        {
            case (0, 0):
                return 0;
            case ({ } even, { } odd) when even % 2 == 0 && odd % 2 == 1 && (even + 1 == odd || odd + 1 == even):
                return Math.Max(even, odd);
            case ({ } even, null) when even % 2 == 0 && even < ulong.MaxValue:
                return even + 1;
            case (null, { } odd) when odd % 2 == 1 || odd == 0:
                return odd + 1;
            default:
                throw new MalformedArtefactException(ArtefactFault.Corrupt, "the count of its proofs is damaged");
        }
    }

    private static ulong? Parse(Digest modelId, ReadOnlySpan<byte> slot)
    {
        bool isWhole = Check(modelId, slot[..sizeof(ulong)]).SequenceEqual(slot[sizeof(ulong)..]);
        return isWhole ? BinaryPrimitives.ReadUInt64LittleEndian(slot) : null;
    }

    private static ReadOnlySpan<byte> Check(Digest modelId, ReadOnlySpan<byte> count) =>
        Blake3.Hash([.. "prover proof count"u8, .. modelId.ToBytes(), .. count]).ToBytes();
}
