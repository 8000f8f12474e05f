using Prover.Proving.Commitments;
using Prover.Proving.Hashed;
using Prover.Proving.Kernels;
using Prover.Proving.Tests.Kernels;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;
using Prover.Verifier.Transcripts;

namespace Prover.Proving.Tests.Recomputed;

/// <summary>
/// Values that a program in another language, written from the specification alone, computed with its own BLAKE3, transform, trees, key
/// stream and field (page 0015): what is hashed, in which order, in which encoding.
/// </summary>
public class RecomputedValueTests
{
    [Fact]
    public void A_tree_and_a_pruned_path_are_those_of_the_specification()
    {
        const int LogRows = 6, Words = 37;
        var shape = new MerkleShape("model", LogRows, Words, 2);
        using var matrix = new FieldBuffer(Words << LogRows);
        for (long row = 0; row < 1 << LogRows; row++)
        {
            for (long word = 0; word < Words; word++)
            {
                matrix[(word << LogRows) + row] = (uint)(((row * 1000003) + (word * 7919) + 12345) % KoalaBear.Order);
            }
        }
        using var tree = new MerkleTree(CodeKernelCases.Reference, shape, matrix);
        Assert.Equal(
            [
                "5de8b03b7a334f7ec35d72c2acda37fbe6a87f3281e5c4aa559333436cc9a6c7",
                "234e243d83f0c24e8646ec9178878f576e0e19a9ec0e522161027b5df8fe8a02",
                "d3112044a4c155c3108b097a85fd93ba8d93759182acdd922b207664f0b2227c",
                "2e82017c900dee42e26c01242dc824e6f054365b2bf260c968f35520e50c911d",
            ],
            tree.Cap.ToArray().Select(digest => digest.ToString()));
        Digest[] path = tree.Open([0, 3, 5, 6, 7, 31, 32, 62]).Siblings.ToArray();
        Assert.Equal(16, path.Length);
        byte[] bytes = [.. path.SelectMany(digest => digest.ToBytes())];
        Assert.Equal("09f929a9045b26172947b45d872d1388ed4ea77c1a1cf3a955c8a01b5a662b39", Blake3.Hash(bytes).ToString());
    }

    [Fact]
    public void Challenges_are_those_of_the_specification()
    {
        var state = new TranscriptState("Prover 2026 proof transcript v1");
        state.Absorb("statement", [.. Enumerable.Range(0, 100).Select(i => (byte)i)]);
        state.Harden(1234, 4096);
        KoalaBear5 alpha = state.Challenge("alpha");
        Assert.Equal(
            [731140962, 238806945, 1009063821, 482257596, 1166007998],
            Enumerable.Range(0, KoalaBear5.Degree).Select(i => alpha[i].Representative));
        Assert.Equal([9146, 20069, 100736, 29167, 27977, 73849], state.ChallengeIndices("query positions", 6, 17));
    }

    [Fact]
    public void The_digest_of_a_hashed_tensor_is_that_of_the_specification()
    {
        AssertDigest(
            [5, -3, 127, -128, 0, 0, 77],
            0,
            "0e8e4e5accd30f873f01a62646f8147ed648ef89b648f1caee1a6c19cf8aac2f",
            "8b0989bc8fdbb118e0b9e5c23af8a5ffe215b3cb540b8979e43c64600515856b");
        AssertDigest(
            [.. Enumerable.Range(0, 2100).Select(i => (i * 37 % 256) - 128)],
            1,
            "b441df87be951dec475b7bb5414c170f9748fee71e074db656ea919797de566d",
            "edaa47c40e4a64ebbb06c9f9087fe76a102c6feea4dfdd9422c9071bf4436da2");
    }

    private static void AssertDigest(int[] values, byte firstOfSeed, string root, string digest)
    {
        byte[] seed = [.. Enumerable.Range(firstOfSeed, 32).Select(i => (byte)i)];
        using var commitment = new HashedCommitment(CodeKernelCases.Reference, values, seed);
        Assert.Equal((root, digest), (commitment.Root.ToString(), commitment.Digest.ToString()));
    }
}
