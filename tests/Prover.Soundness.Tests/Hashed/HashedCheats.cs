using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;

namespace Prover.Soundness.Tests.Hashed;

/// <summary>Where a cheating prover departs from the check of hashed tensors.</summary>
internal sealed record HashedCheats
{
    /// <summary>From the number of a hashed tensor and its commitment to the one that is opened.</summary>
    public Func<int, PlainHashed, PlainHashed> Commitment { get; init; } = (_, commitment) => commitment;

    /// <summary>From the value outside the domain to the one that is sent.</summary>
    public Func<KoalaBear5, KoalaBear5> Value { get; init; } = value => value;

    /// <summary>From the drawn positions to those that are opened.</summary>
    public Func<int[], int[]> Positions { get; init; } = positions => positions;

    /// <summary>From opened rows to those that are sent.</summary>
    public Func<uint[], uint[]> Rows { get; init; } = rows => rows;

    /// <summary>From the path to the one that is sent.</summary>
    public Func<Digest[], Digest[]> Siblings { get; init; } = siblings => siblings;
}
