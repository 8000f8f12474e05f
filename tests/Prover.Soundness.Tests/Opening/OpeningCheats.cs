using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;

namespace Prover.Soundness.Tests.Opening;

/// <summary>
/// Where a cheating prover departs from the protocol. Each step is given what an honest prover would use or send and returns what is used
/// or sent instead; everything afterwards is computed from the lie.
/// </summary>
internal sealed class OpeningCheats
{
    /// <summary>The codeword matrix of tree 0 (model) or 1 (witness) before it is hashed; changed in place.</summary>
    public Action<int, uint[]> Codeword { get; init; } = (_, _) => { };

    /// <summary>The vector that the out-of-domain answer and everything after it are about.</summary>
    public Func<KoalaBear5[], KoalaBear5[]> Vector { get; init; } = vector => vector;

    /// <summary>The answer to the out-of-domain sample of a code.</summary>
    public Func<int, KoalaBear5, KoalaBear5> Answer { get; init; } = (_, value) => value;

    /// <summary>The message (h(0), h2) of a folding round; rounds are counted over the whole opening.</summary>
    public Func<int, KoalaBear5[], KoalaBear5[]> Message { get; init; } = (_, message) => message;

    /// <summary>The mask column and the tails that the prover goes on with after committing to others.</summary>
    public Action<PlainMask> LateMask { get; init; } = _ => { };

    /// <summary>The sum of the masks.</summary>
    public Func<KoalaBear5, KoalaBear5> MaskSum { get; init; } = sum => sum;

    /// <summary>The products of the mask column and of the folded vector with the two halves of the covector.</summary>
    public Func<KoalaBear5[], KoalaBear5[]> MaskProducts { get; init; } = products => products;

    /// <summary>The folded vector of a code, before it is committed.</summary>
    public Func<int, KoalaBear5[], KoalaBear5[]> Folded { get; init; } = (_, vector) => vector;

    /// <summary>The vector sent in clear.</summary>
    public Func<KoalaBear5[], KoalaBear5[]> Clear { get; init; } = vector => vector;

    /// <summary>Whether the rounds after the clear vector go on with what was sent in clear.</summary>
    public bool GoOnWithClear { get; init; } = true;

    /// <summary>The opened rows of a tree: 0 model, 1 witness, 2, 3, ... folded; changed in place.</summary>
    public Action<int, uint[]> Rows { get; init; } = (_, _) => { };

    /// <summary>The siblings of a tree.</summary>
    public Func<int, Digest[], Digest[]> Siblings { get; init; } = (_, siblings) => siblings;
}
