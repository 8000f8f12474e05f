using Prover.Proving.Commitments;
using Prover.Soundness.Tests.Hiding;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashed;
using Prover.Verifier.Hashing;

namespace Prover.Soundness.Tests.Hashed;

/// <summary>
/// What proofs show of a commitment is uniform whatever was committed (SPEC §5.10): all of it is affine in the tails, so uniform exactly
/// if the functionals of the tails are independent.
/// </summary>
public class HashedHidingTests
{
    private static readonly HashedShape Shape = new(2);

    [Fact]
    public void Opened_rows_and_the_value_are_independent_functionals_of_a_tail()
    {
        KoalaBear5 point = new HashedDigest(Shape, Blake3.Hash("root"u8)).Point;
        var random = new Random(5);
        int[] positions = OpenedRows.Distinct([.. Enumerable.Range(0, 150).Select(_ => random.Next(1 << Shape.LogLength))]);
        Assert.True(AreIndependent(point, CodeDomain.Points(Shape.LogLength, positions)));
    }

    /// <summary>
    /// A point in the domain would let the value and an opened row be compared; a row that counts twice needs no second tail.
    /// </summary>
    [Fact]
    public void A_point_inside_the_domain_would_leak()
    {
        KoalaBear[] points = CodeDomain.Points(Shape.LogLength, [1, 5, 9]);
        Assert.False(AreIndependent(KoalaBear5.FromBase(points[1]), points));
    }

    [Fact]
    public void Without_a_tail_an_opened_row_tells_the_values()
    {
        // The row of a polynomial without tail is one equation in the values: with two unknowns of 16 values each it nearly names them.
        KoalaBear x = CodeDomain.Points(Shape.LogLength, [77])[0];
        KoalaBear seen = KoalaBear.FromInteger(11) + (KoalaBear.FromInteger(6) * x);
        (int, int)[] fitting = [.. from a in Enumerable.Range(0, 16) from b in Enumerable.Range(0, 16)
            where KoalaBear.FromInteger(a) + (KoalaBear.FromInteger(b) * x) == seen select (a, b)];
        Assert.Equal([(11, 6)], fitting);
    }

    /// <summary>Neighbours of opened rows are seen as hashes: without a salt, a guess of the row could be confirmed.</summary>
    [Fact]
    public void Equal_values_and_tails_with_other_salts_have_other_hashes()
    {
        var one = new PlainHashed([3, 4], 1);
        var other = new PlainHashed([3, 4], 1, words => words[^(HashedShape.SaltWords << Shape.LogLength)] ^= 1);
        Assert.NotEqual(one.Root, other.Root);
        MerkleOpening row = one.Open([0]), same = other.Open([0]);
        Assert.Equal(row.Rows.Span[0], same.Rows.Span[0]);
        Assert.Equal(row.Siblings.ToArray(), same.Siblings.ToArray());
    }

    [Fact]
    public void The_budget_leaves_room_for_the_value() =>
        Assert.Equal(1 << Shape.LogRows, Shape.RowBudget + KoalaBear5.Degree);

    private static bool AreIndependent(KoalaBear5 point, KoalaBear[] opened)
    {
        // The tail's element l is the coefficient of x^(2^v + l).
        int tail = 1 << Shape.LogRows;
        var span = new LinearSpan();
        KoalaBear5[] powers = new KoalaBear5[tail];
        powers[0] = point.Power((ulong)tail);
        for (int l = 1; l < tail; l++) powers[l] = powers[l - 1] * point;
        bool independent = true;
        for (int d = 0; d < KoalaBear5.Degree; d++) independent &= span.Add([.. powers.Select(power => power[d])]);
        foreach (KoalaBear x in opened)
        {
            var row = new KoalaBear[tail];
            row[0] = x.Power((ulong)tail);
            for (int l = 1; l < tail; l++) row[l] = row[l - 1] * x;
            independent &= span.Add(row);
        }
        return independent;
    }
}
