using System.Buffers.Binary;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;
using Prover.Verifier.Transcripts;

namespace Prover.Verifier.Hashed;

/// <summary>
/// The digest of a hashed tensor (SPEC §5.10): the number of integers, the root of the tree over its code, and the value of the
/// columns' polynomials at a point outside the domain that the root determines. The value singles out one of the few codewords that are
/// near the committed rows.
/// </summary>
public sealed class HashedDigest
{
    private const string Domain = "Prover 2026-11-21 hashed tensor v1";
    private readonly TranscriptState state = new(Domain);

    /// <summary>Draws point and column factor of a commitment.</summary>
    /// <param name="shape">The shape.</param>
    /// <param name="root">The root of the tree.</param>
    public HashedDigest(HashedShape shape, Digest root)
    {
        byte[] count = new byte[sizeof(int)];
        BinaryPrimitives.WriteInt32LittleEndian(count, shape.Count);
        state.Absorb("count", count);
        state.Absorb("root", root.ToBytes());
        // A point of F could be in the domain.
        do Point = state.Challenge("point");
        while (Enumerable.Range(1, KoalaBear5.Degree - 1).All(i => Point[i] == KoalaBear.Zero));
        Factor = state.Challenge("columns");
    }

    /// <summary>The point, in E and not in F.</summary>
    public KoalaBear5 Point { get; }

    /// <summary>Column b weighs the b-th power of this.</summary>
    public KoalaBear5 Factor { get; }

    /// <summary>The digest for a value; called once.</summary>
    public Digest Finish(KoalaBear5 value)
    {
        byte[] bytes = new byte[KoalaBear5.Bytes];
        FieldEncoding.Write(value, bytes);
        state.Absorb("value", bytes);
        return Digest.FromBytes(state.ChallengeSeed("digest"));
    }
}
