using Prover.Proving.Hashed;
using Prover.Proving.Kernels;
using Prover.Proving.Kernels.Reference;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashed;

namespace Prover.Proving.Tests.Hashed;

/// <summary>Digests and the files that open them (SPEC §5.10, §8.8).</summary>
public class TensorOpeningTests
{
    /// <summary>Values 0, 1, 2, ... or -1, -2, ... committed with a seed of equal bytes: digests that never change.</summary>
    [Theory]
    [InlineData(1, 0, "ba21dd40dada9022df5a9a5f061d0dff789bca1c86d6fe5ba1d25869d80f0189")]
    [InlineData(10, 7, "c85633aa1827e137ad503a90c7288229e2d907527084525199475c34cff1551b")]
    [InlineData(2049, 200, "911fb6705f9c34883070dcc6f51b32caace15c61d59e90066906e4214471ca88")]
    public void Digests_are_those_of_the_vectors(int count, byte seed, string digest)
    {
        int[] values = [.. Enumerable.Range(0, count).Select(i => seed < 128 ? i : -1 - i)];
        byte[] seeds = [.. Enumerable.Repeat(seed, 32)];
        foreach (ICodeKernels kernels in (ICodeKernels[])[KernelSet.Fastest(2).Codes, new ReferenceCodeKernels()])
        {
            using var commitment = new HashedCommitment(kernels, values, seeds);
            Assert.True(digest == commitment.Digest.ToString(), commitment.Digest.ToString());
        }
    }

    /// <summary>Opened words against the polynomials evaluated one coefficient after the other.</summary>
    [Theory]
    [InlineData(10, 4)]
    [InlineData(2049, -9)]
    public void Opened_rows_are_values_of_the_witness_columns(int count, int zeroPoint)
    {
        int[] values = [.. Enumerable.Range(0, count).Select(i => (i * 7 % 256) - 100)];
        using var commitment = new HashedCommitment(KernelSet.Fastest(1).Codes, values, new byte[32]);
        HashedShape shape = commitment.Shape;
        int[] stored = commitment.WitnessValues(zeroPoint), positions = [0, 1, 77, (1 << shape.LogLength) - 1];
        ReadOnlySpan<uint> rows = commitment.Open(positions).Rows.Span;
        KoalaBear[] points = CodeDomain.Points(shape.LogLength, positions);
        int length = 2 << shape.LogRows;
        for (int column = 0; column < shape.Columns; column++)
        {
            for (int j = 0; j < positions.Length; j++)
            {
                KoalaBear value = default;
                for (int i = length - 1; i >= 0; i--)
                {
                    bool isValue = i < length / 2 && (column * length / 2) + i < count;
                    KoalaBear coefficient = KoalaBear.FromInteger(stored[(column * length) + i] + (isValue ? zeroPoint : 0));
                    value = (value * points[j]) + coefficient;
                }
                Assert.Equal(value.Representative, rows[(j * shape.Tree.RowWords) + column]);
            }
        }
        int last = (shape.Columns - 1) * length;
        Assert.All(stored[(last + count - ((shape.Columns - 1) * length / 2))..(last + (length / 2))], value => Assert.Equal(0, value));
    }

    [Fact]
    public void A_file_gives_the_same_opening_again()
    {
        TensorOpening opening = TensorOpening.Create([5, -3, 100_000], 1).Spend(Prover.Verifier.Soundness.SecurityProfile.P128);
        TensorOpening read = TensorOpening.Read(opening.Write(), 1);
        Assert.Equal(opening.Digest, read.Digest);
        Assert.Equal(opening.Values, read.Values);
        Assert.Equal(opening.RowsOpened, read.RowsOpened);
        Assert.Equal(opening.Write(), read.Write());
    }

    [Fact]
    public void Every_secret_changes_the_digest()
    {
        byte[] seed = new byte[32], other = [.. seed[..31], 1];
        ICodeKernels kernels = KernelSet.Fastest(1).Codes;
        string[] digests = [.. new[] { TensorOpening.Create([1, 2], seed, kernels), TensorOpening.Create([1, 3], seed, kernels),
            TensorOpening.Create([1, 2, 0], seed, kernels), TensorOpening.Create([1, 2], other, kernels) }
            .Select(opening => opening.Digest.ToString())];
        Assert.Equal(digests.Length, digests.Distinct().Count());
    }

    [Fact]
    public void A_file_whose_values_are_not_those_of_its_digest_is_refused()
    {
        TensorOpening one = TensorOpening.Create([1, 2, 3], 1);
        byte[] file = one.Write();
        byte[] payload = ArtefactEnvelope.Unwrap(ArtefactKind.Opening, file).ToArray();
        for (int i = 1; i < payload.Length - 1; i += 7)
        {
            byte[] changed = [.. payload];
            changed[i] ^= 1;
            Assert.Throws<MalformedArtefactException>(() => TensorOpening.Read(ArtefactEnvelope.Wrap(ArtefactKind.Opening, changed), 1));
        }
    }

    [Theory]
    [InlineData(1, 10, 1)]
    [InlineData(1024, 10, 1)]
    [InlineData(1025, 10, 2)]
    [InlineData(1 << 14, 10, 16)]
    [InlineData((1 << 14) + 1, 11, 9)]
    [InlineData(3 * 224 * 224, 14, 10)]
    [InlineData(1 << 22, 16, 64)]
    public void Shapes_depend_on_the_count_alone(int count, int logRows, int columns)
    {
        var shape = new HashedShape(count);
        Assert.Equal((logRows, columns), (shape.LogRows, shape.Columns));
        Assert.True(shape.LogLength <= 24);
    }
}
