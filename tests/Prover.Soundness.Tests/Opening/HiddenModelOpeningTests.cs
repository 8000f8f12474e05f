using Prover.Proving.Kernels;
using Prover.Proving.Kernels.Simd;
using Prover.Verifier;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Soundness;

namespace Prover.Soundness.Tests.Opening;

/// <summary>Openings that hide the model too (SPEC §11.8).</summary>
public class HiddenModelOpeningTests
{
    private const int Columns = 4;

    /// <summary>log2 rows, log2 columns, model start, model columns, witness start, witness columns, proofs.</summary>
    public static TheoryData<int, int, int, int, int, int, int> Shapes => new()
    {
        { 10, 1, 0, 1, 1, 1, 1 },
        { 10, 3, 4, 4, 0, 3, 9 },
        { 12, 1, 1, 1, 0, 1, 40 },
        { 13, 2, 0, 2, 2, 2, 9 },
    };

    [Theory]
    [MemberData(nameof(Shapes))]
    public void Proofs_are_accepted_and_alike_on_every_path(
        int logRows, int logColumns, int modelStart, int model, int witnessStart, int witness, int proofs)
    {
        var opening = new OpeningCase(
            new(logRows, logColumns, modelStart, model, witnessStart, witness, true) { ModelOpenings = proofs }, TestProfiles.Short);
        byte[] reference = opening.Prove(KernelSet.Reference.Codes, KernelSet.Reference.Algebra);
        Assert.Null(opening.Verify(reference));
        foreach (InstructionSet set in InstructionSets.Available)
        {
            Assert.Equal(reference, opening.Prove(new SimdCodeKernels(set, 2), SimdAlgebraFactory.Create(set, 2)));
        }
    }

    [Fact]
    public void Another_setup_of_the_same_model_is_another_commitment()
    {
        OpeningCase opening = Case();
        byte[] first = Prove(opening);
        opening.ModelSeed = 2;
        Assert.Null(opening.Verify(Prove(opening)));
        Assert.NotNull(opening.Verify(first));
    }

    [Fact]
    public void A_false_claim_is_refused()
    {
        OpeningCase opening = Case();
        opening.Value += KoalaBear5.One;
        Assert.Equal(RejectReason.OpeningConstraint, opening.Verify(Prove(opening)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(Columns - 1)]
    [InlineData(Columns)]
    [InlineData(Columns + 4)]
    public void A_wrong_word_of_an_opened_row_of_the_model_is_refused(int word)
    {
        // Weights, salt.
        OpeningCase opening = Case();
        Assert.Null(opening.Verify(opening.ProvePlainly(new())));
        var cheats = new OpeningCheats
        {
            Rows = (tree, rows) =>
            {
                if (tree == 0) rows[word] = (rows[word] + 1) % KoalaBear.Order;
            },
        };
        Assert.Equal(RejectReason.MerklePath, opening.Verify(opening.ProvePlainly(cheats)));
    }

    [Fact]
    public void A_flipped_bit_anywhere_is_refused()
    {
        OpeningCase opening = Case();
        byte[] proof = Prove(opening);
        for (int i = 0; i < proof.Length; i += 61)
        {
            byte[] forged = [.. proof];
            forged[i] ^= 1;
            Assert.NotNull(opening.Verify(forged));
        }
    }

    [Fact]
    public void The_tail_has_a_row_for_every_query_of_every_proof_and_the_rate_counts_it()
    {
        foreach (SecurityProfile profile in SecurityProfile.All)
        {
            for (int logRows = 10; logRows <= 22; logRows++)
            {
                int proofs = (1 << logRows) / 512;
                var parameters = new WhirParameters(new(logRows, 1, 0, 1, 1, 1, true) { ModelOpenings = proofs }, profile);
                WhirCode code = parameters.Codes[0];
                Assert.Equal(code.TailRows, parameters.ModelTailRows);
                Assert.InRange((proofs * code.Queries) + SealForm.TailRows, 1, code.TailRows);
                Assert.Equal(((1 << logRows) + code.TailRows) / (double)(1 << code.LogLength), code.Rate);
            }
        }
    }

    [Fact]
    public void A_budget_that_does_not_fit_is_refused()
    {
        Assert.Throws<ArgumentException>(
            () => new WhirParameters(new(10, 1, 0, 1, 1, 1, true) { ModelOpenings = 1000 }, SecurityProfile.P100));
        Assert.Throws<ArgumentException>(() => new JointShape(10, 1, 0, 1, 1, 1) { ModelOpenings = 1 });
        Assert.Throws<ArgumentException>(() => new JointShape(10, 0, 0, 0, 0, 1, true) { ModelOpenings = 1 });
        Assert.Throws<ArgumentException>(() => new JointShape(10, 1, 0, 1, 1, 1, true) { ModelOpenings = -1 });
    }

    [Fact]
    public void Rows_of_all_proofs_are_explained_by_any_model()
    {
        // The values of the tails at as many distinct points as there are tail rows: an invertible matrix means that for every model
        // some tails give the rows that were opened, exactly one for each, so that all models are equally likely.
        var parameters = new WhirParameters(new(10, 1, 0, 1, 1, 1, true) { ModelOpenings = 3 }, TestProfiles.Short);
        WhirCode code = parameters.Codes[0];
        int count = parameters.ModelTailRows;
        int[] positions = new Random(7).GetItems(Enumerable.Range(0, 1 << code.LogLength).ToArray(), 4 * count);
        KoalaBear[] points = CodeDomain.Points(code.LogLength, [.. positions.Distinct().Take(count)]);
        Assert.Equal(count, points.Length);
        KoalaBear[][] matrix = [.. points.Select(x => Powers(x, 1 << code.LogRows, count))];
        Assert.Equal(count, Rank(matrix));
    }

    private static KoalaBear[] Powers(KoalaBear x, int first, int count)
    {
        KoalaBear power = KoalaBear.One;
        for (int i = 0; i < first; i++) power *= x;
        var powers = new KoalaBear[count];
        for (int i = 0; i < count; i++, power *= x) powers[i] = power;
        return powers;
    }

    private static int Rank(KoalaBear[][] matrix)
    {
        int rank = 0;
        for (int column = 0; column < matrix[0].Length; column++)
        {
            int pivot = Array.FindIndex(matrix, rank, row => row[column] != default);
            if (pivot < 0) continue;
            (matrix[rank], matrix[pivot]) = (matrix[pivot], matrix[rank]);
            KoalaBear inverse = matrix[rank][column].Inverse();
            for (int row = rank + 1; row < matrix.Length; row++)
            {
                KoalaBear factor = matrix[row][column] * inverse;
                for (int i = column; i < matrix[row].Length; i++) matrix[row][i] -= factor * matrix[rank][i];
            }
            rank++;
        }
        return rank;
    }

    private static OpeningCase Case() => new(new(10, 3, 4, Columns, 0, 3, true) { ModelOpenings = 5 }, TestProfiles.Short);

    private static byte[] Prove(OpeningCase opening)
    {
        KernelSet kernels = KernelSet.Fastest(2);
        return opening.Prove(kernels.Codes, kernels.Algebra);
    }
}
