using System.Buffers.Binary;
using Prover.Verifier.Arguments;
using Prover.Verifier.Hashing;

namespace Prover.Verifier.Tests.Arguments;

/// <summary>What the transcript absorbs of a statement says all of it: two statements never have one encoding (SPEC §2).</summary>
public class StatementEncodingTests
{
    [Fact]
    public void A_statement_can_be_read_off_its_encoding()
    {
        var random = new Random(15);
        for (int round = 0; round < 300; round++)
        {
            Statement statement = Draw(random), read = Decode(statement.Encode());
            Assert.Equal(
                (statement.Profile, statement.Hiding, statement.IsAudit, statement.CircuitDigest, statement.ModelId),
                (read.Profile, read.Hiding, read.IsAudit, read.CircuitDigest, read.ModelId));
            Assert.Equal(statement.PublicValues, read.PublicValues);
            Assert.Equal(statement.HashedDigests, read.HashedDigests);
            Assert.Equal(statement.Context, read.Context);
        }
    }

    /// <summary>A value at the end of one tensor or the start of the next, a digest or a context that consists of its bytes.</summary>
    [Fact]
    public void Statements_of_the_same_numbers_in_other_places_differ()
    {
        Digest digest = Blake3.Hash("digest"u8);
        int[] words = new int[Digest.Bytes / sizeof(int)];
        Buffer.BlockCopy(digest.ToBytes(), 0, words, 0, Digest.Bytes);
        Statement[] statements =
        [
            new(100, default, default, [[1, 2], [3]], []),
            new(100, default, default, [[1], [2, 3]], []),
            new(100, default, default, [[1, 2, 3]], []),
            new(100, default, default, [[1, 2, 3], []], []),
            new(100, default, default, [[], [1, 2, 3]], []),
            new(100, default, default, [[1, 2]], [3, 0, 0, 0]),
            new(100, default, default, [words], []),
            new(100, default, default, [], digest.ToBytes()),
            new(100, default, default, [], []) { HashedDigests = [digest] },
            new(100, default, default, [], []) { HashedDigests = [digest, default] },
            new(100, default, default, [], new byte[Digest.Bytes]) { HashedDigests = [digest] },
            new(100, default, default, [[]], []) { HashedDigests = [digest] },
            new(100, digest, default, [], []),
            new(100, default, digest, [], []),
            new(128, default, default, [], []),
            new(100, default, default, [], []) { Hiding = true },
            new(100, default, default, [], []) { IsAudit = true },
        ];
        Assert.Equal(statements.Length, statements.Select(statement => Convert.ToHexString(statement.Encode())).Distinct().Count());
    }

    private static Statement Draw(Random random)
    {
        byte[] Bytes(int count)
        {
            byte[] bytes = new byte[count];
            random.NextBytes(bytes);
            return bytes;
        }
        Digest Hash() => Digest.FromBytes(Bytes(Digest.Bytes));
        int[][] values = [.. Enumerable.Range(0, random.Next(4)).Select(_ =>
            Enumerable.Range(0, random.Next(5)).Select(_ => random.Next(int.MinValue, int.MaxValue)).ToArray())];
        return new(random.Next(2) == 0 ? 100 : 128, Hash(), Hash(), values, Bytes(random.Next(20)))
        {
            Hiding = random.Next(2) == 0,
            IsAudit = random.Next(2) == 0,
            HashedDigests = [.. Enumerable.Range(0, random.Next(4)).Select(_ => Hash())],
        };
    }

    /// <summary>Reads what SPEC §2 lists.</summary>
    private static Statement Decode(byte[] bytes)
    {
        int position = 0;
        ReadOnlySpan<byte> Take(int count) => bytes.AsSpan((position += count) - count, count);
        int Word() => BinaryPrimitives.ReadInt32LittleEndian(Take(sizeof(int)));
        Digest Hash() => Digest.FromBytes(Take(Digest.Bytes));
        Assert.Equal(Protocol.Version, Word());
        int profile = Word(), hiding = Word(), audit = Word();
        Digest circuit = Hash(), model = Hash();
        int[][] values = new int[Word()][];
        for (int i = 0; i < values.Length; i++)
        {
            values[i] = new int[BinaryPrimitives.ReadInt64LittleEndian(Take(sizeof(long)))];
            for (int j = 0; j < values[i].Length; j++) values[i][j] = Word();
        }
        Digest[] digests = new Digest[Word()];
        for (int i = 0; i < digests.Length; i++) digests[i] = Hash();
        byte[] context = Take(Word()).ToArray();
        Assert.Equal(bytes.Length, position);
        return new(profile, circuit, model, values, context) { Hiding = hiding == 1, IsAudit = audit == 1, HashedDigests = digests };
    }
}
