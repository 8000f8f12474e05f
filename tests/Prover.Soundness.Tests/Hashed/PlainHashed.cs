using Prover.Proving.Commitments;
using Prover.Proving.Kernels;
using Prover.Proving.Kernels.Reference;
using Prover.Proving.Randomness;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashed;
using Prover.Verifier.Hashing;

namespace Prover.Soundness.Tests.Hashed;

/// <summary>
/// A commitment of a hashed tensor written down as the specification reads (SPEC §5.10), whose words a prover may change.
/// </summary>
internal sealed class PlainHashed
{
    private readonly Func<int[], MerkleOpening> open;

    /// <summary>Commits integers.</summary>
    /// <param name="values">The integers.</param>
    /// <param name="seed">The byte that the seed repeats.</param>
    /// <param name="change">From the rows' words, column after column, to those that are hashed.</param>
    /// <param name="behind">What stands in the place of the zeros behind the last integer.</param>
    public PlainHashed(int[] values, byte seed, Action<uint[]>? change = null, int behind = 0)
    {
        Values = values;
        Seed = [.. Enumerable.Repeat(seed, RandomStream.SeedBytes)];
        Shape = new(values.Length);
        int rows = 1 << Shape.LogRows, positions = 1 << Shape.LogLength;
        Columns = new KoalaBear[Shape.Columns][];
        using var random = new RandomStream(Seed);
        uint[] tails = new uint[Shape.Columns * rows], salts = new uint[HashedShape.SaltWords * positions];
        random.FillField(tails);
        random.FillField(salts);
        for (int b = 0; b < Columns.Length; b++)
        {
            IEnumerable<KoalaBear> data = Enumerable.Range(b * rows, rows)
                .Select(i => KoalaBear.FromInteger(i < values.Length ? values[i] : behind));
            Columns[b] = [.. data, .. tails[(b * rows)..((b + 1) * rows)].Select(KoalaBear.FromRepresentative)];
        }
        uint[] words = [.. Columns.SelectMany(Encode), .. salts];
        change?.Invoke(words);
        var tree = new MerkleTree(new ReferenceCodeKernels(), Shape.Tree, FieldBuffer.From(words));
        open = positions => tree.Open(positions);
        Root = tree.Cap.Span[0];
        var digest = new HashedDigest(Shape, Root);
        for (int b = Columns.Length - 1; b >= 0; b--)
        {
            KoalaBear5 value = default;
            for (int i = Columns[b].Length - 1; i >= 0; i--) value = (value * digest.Point) + KoalaBear5.FromBase(Columns[b][i]);
            Value = (Value * digest.Factor) + value;
        }
        Digest = digest.Finish(Value);
    }

    public int[] Values { get; }

    public byte[] Seed { get; }

    public HashedShape Shape { get; }

    /// <summary>The coefficients of each column's polynomial.</summary>
    public KoalaBear[][] Columns { get; }

    public Digest Root { get; }

    public KoalaBear5 Value { get; }

    public Digest Digest { get; }

    public MerkleOpening Open(int[] positions) => open(positions);

    /// <summary>The values of the witness tensor for a zero point.</summary>
    public int[] WitnessValues(int zeroPoint) =>
        [.. Columns.SelectMany((column, b) => column.Select((coefficient, i) =>
            (i < column.Length / 2 && (b * column.Length / 2) + i < Values.Length
                ? coefficient - KoalaBear.FromInteger(zeroPoint) : coefficient).ToCentred()))];

    private uint[] Encode(KoalaBear[] column)
    {
        var code = new CodeShape(1, Shape.LogRows + 1, Shape.LogLength - Shape.LogRows - 1);
        using FieldBuffer message = FieldBuffer.From([.. column.Select(element => element.Representative)]);
        using var codeword = new FieldBuffer(1 << Shape.LogLength);
        new ReferenceCodeKernels().Encode(code, message, default, codeword);
        return codeword.Span.ToArray();
    }
}
