using Prover.Proving.Commitments;
using Prover.Proving.Kernels;
using Prover.Proving.Randomness;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashed;
using Prover.Verifier.Hashing;

namespace Prover.Proving.Hashed;

/// <summary>The commitment that a digest stands for (SPEC §5.10): a function of the integers and a secret seed.</summary>
internal sealed class HashedCommitment : IDisposable
{
    private readonly FieldBuffer codeword;
    private readonly FieldBuffer data;
    private readonly FieldBuffer tail;
    private readonly MerkleTree tree;

    /// <summary>Commits integers.</summary>
    /// <param name="kernels">Does the work.</param>
    /// <param name="values">The integers, row-major; at least 1 and at most <see cref="HashedShape.GreatestCount"/>.</param>
    /// <param name="seed">The 32 secret bytes that all randomness of the commitment comes from.</param>
    public HashedCommitment(ICodeKernels kernels, ReadOnlySpan<int> values, ReadOnlySpan<byte> seed)
        : this(kernels, values, new RandomStream(seed), null)
    {
    }

    /// <summary>Commits integers with chosen randomness.</summary>
    /// <param name="kernels">Does the work.</param>
    /// <param name="values">The integers, row-major.</param>
    /// <param name="random">Gives tails, then salts; disposed.</param>
    /// <param name="root">A root that is shown in place of the tree's, for tests of what proofs show besides digests; else null.</param>
    internal HashedCommitment(ICodeKernels kernels, ReadOnlySpan<int> values, RandomStream random, Digest? root)
    {
        Shape = new(values.Length);
        int rows = 1 << Shape.LogRows;
        data = new FieldBuffer((long)Shape.Columns * rows);
        kernels.ToMontgomery(values, data.Slice(0, values.Length));
        tail = new FieldBuffer((long)Shape.Columns * rows, zeroed: false);
        var code = new CodeShape(Shape.Columns, Shape.LogRows, Shape.LogLength - Shape.LogRows, rows);
        long words = (long)Shape.Tree.RowWords << Shape.LogLength;
        codeword = FieldBufferPool.Rent(words);
        using (random)
        {
            random.FillField(tail.Span);
            random.FillField(new FieldView(codeword, code.CodewordLength, words - code.CodewordLength).Span);
        }
        kernels.Encode(code, data, tail, new(codeword, 0, code.CodewordLength));
        tree = new(kernels, Shape.Tree, new FieldView(codeword, 0, words));
        Root = root ?? tree.Cap.Span[0];
        var digest = new HashedDigest(Shape, Root);
        Value = ValueAt(digest.Point, digest.Factor);
        Digest = digest.Finish(Value);
    }

    /// <summary>The shape.</summary>
    public HashedShape Shape { get; }

    /// <summary>The root of the tree.</summary>
    public Digest Root { get; }

    /// <summary>The columns' value outside the domain.</summary>
    public KoalaBear5 Value { get; }

    /// <summary>What the statement contains.</summary>
    public Digest Digest { get; }

    /// <summary>
    /// The values of the witness tensor, row-major: of each column its integers minus the zero point, then its uniform elements.
    /// </summary>
    /// <param name="zeroPoint">The zero point of the circuit.</param>
    public int[] WitnessValues(int zeroPoint)
    {
        int rows = 1 << Shape.LogRows;
        int[] stored = new int[2 * Shape.Columns * rows];
        KoalaBear zero = KoalaBear.FromInteger(zeroPoint);
        for (int column = 0; column < Shape.Columns; column++)
        {
            for (int i = 0; i < rows; i++)
            {
                int index = (column * rows) + i;
                KoalaBear value = new KoalaBear(data[index]) - zero;
                stored[(2 * column * rows) + i] = index < Shape.Count ? value.ToCentred() : 0;
                stored[(((2 * column) + 1) * rows) + i] = new KoalaBear(tail[index]).ToCentred();
            }
        }
        return stored;
    }

    /// <summary>Opens rows.</summary>
    /// <param name="positions">Positions of the code, strictly increasing.</param>
    public MerkleOpening Open(ReadOnlySpan<int> positions) => tree.Open(positions);

    /// <summary>Erases the secrets and frees everything.</summary>
    public void Dispose()
    {
        foreach (FieldBuffer buffer in (FieldBuffer[])[data, tail])
        {
            buffer.Span.Clear();
            buffer.Dispose();
        }
        tree.Dispose();
        FieldBufferPool.Return(codeword);
    }

    private KoalaBear5 ValueAt(KoalaBear5 point, KoalaBear5 factor)
    {
        int rows = 1 << Shape.LogRows;
        KoalaBear5 total = KoalaBear5.Zero;
        for (int column = Shape.Columns - 1; column >= 0; column--)
        {
            KoalaBear5 value = KoalaBear5.Zero;
            foreach (FieldBuffer part in (FieldBuffer[])[tail, data])
            {
                ReadOnlySpan<uint> words = part.Slice((long)column * rows, rows);
                for (int i = rows - 1; i >= 0; i--) value = (value * point) + KoalaBear5.FromBase(new(words[i]));
            }
            total = (total * factor) + value;
        }
        return total;
    }
}
