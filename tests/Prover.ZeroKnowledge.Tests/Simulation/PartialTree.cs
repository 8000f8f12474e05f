using Prover.Proving.Commitments;
using Prover.Proving.Randomness;
using Prover.Verifier.Commitments;
using Prover.Verifier.Hashing;

namespace Prover.ZeroKnowledge.Tests.Simulation;

/// <summary>
/// A Merkle tree of which only some rows exist: every other leaf is a random digest. Without the salt of a row that is not opened its
/// digest cannot be told from a random one. One tree serves several proofs, each of which opens some of the rows.
/// </summary>
internal sealed class PartialTree
{
    private readonly MerkleShape shape;
    private readonly SortedDictionary<int, uint[]> rows;

    // Digests by height above the leaves and number.
    private readonly Dictionary<(int Height, int Node), Digest> digests = [];

    /// <summary>Hashes known rows beside random digests.</summary>
    /// <param name="shape">The tree.</param>
    /// <param name="rows">The known rows by position.</param>
    /// <param name="random">Draws the other digests.</param>
    public PartialTree(in MerkleShape shape, SortedDictionary<int, uint[]> rows, RandomStream random)
    {
        (this.shape, this.rows) = (shape, rows);
        foreach ((int position, uint[] row) in rows) digests[(0, position)] = MerkleHash.Row(shape, position, row);
        int[] level = [.. rows.Keys];
        for (int height = 0; height < Height; height++)
        {
            foreach (int node in level) digests.TryAdd((height, node ^ 1), Random(random));
            level = [.. level.Select(node => node >> 1).Distinct()];
            foreach (int node in level)
            {
                digests[(height + 1, node)] = MerkleHash.Node(shape, digests[(height, 2 * node)], digests[(height, (2 * node) + 1)]);
            }
        }
        for (int node = 0; node < shape.CapLength; node++) digests.TryAdd((Height, node), Random(random));
        Cap = [.. Enumerable.Range(0, shape.CapLength).Select(node => digests[(Height, node)])];
    }

    /// <summary>The cap.</summary>
    public Digest[] Cap { get; }

    private int Height => shape.LogRows - shape.LogCap;

    /// <summary>A tree of uniform rows at given positions.</summary>
    public static PartialTree OfUniformRows(in MerkleShape shape, IEnumerable<int> positions, RandomStream random)
    {
        var rows = new SortedDictionary<int, uint[]>();
        foreach (int position in positions.Distinct())
        {
            rows[position] = new uint[shape.RowWords];
            random.FillField(rows[position]);
        }
        return new(shape, rows, random);
    }

    /// <summary>Known rows and their pruned path.</summary>
    /// <param name="positions">Positions of known rows, strictly increasing.</param>
    public MerkleOpening Open(int[] positions)
    {
        var siblings = new List<Digest>();
        int[] level = positions;
        for (int height = 0; height < Height; height++)
        {
            siblings.AddRange(level.Where(node => !level.Contains(node ^ 1)).Select(node => digests[(height, node ^ 1)]));
            level = [.. level.Select(node => node >> 1).Distinct()];
        }
        return new(positions.SelectMany(position => rows[position]).ToArray(), siblings.ToArray());
    }

    private static Digest Random(RandomStream random)
    {
        // Words of a stream lie below p; two of them make one word of 32 uniform bits but for a bias of 2^-23.
        Span<uint> words = stackalloc uint[2 * Digest.Words];
        random.FillField(words);
        Span<uint> digest = stackalloc uint[Digest.Words];
        for (int i = 0; i < digest.Length; i++) digest[i] = (words[2 * i] << 16) ^ words[(2 * i) + 1];
        return new(digest);
    }
}
