using Prover.Proving.Commitments;
using Prover.Proving.Kernels;
using Prover.Proving.Kernels.Simd;
using Prover.Proving.Randomness;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;
using Prover.Verifier.Soundness;

namespace Prover.Proving.Tests.Commitments;

/// <summary>The values of columns at the point of a seal (SPEC §6.10), against their sums, on every path.</summary>
public class MatrixSealTests
{
    private const int Columns = 3;

    private static readonly WhirParameters Parameters =
        new(new(10, 3, 0, Columns, 4, 2, true) { ModelOpenings = 2 }, new SecurityProfile("short", 20, 0, 0, 0));

    [Fact]
    public void Values_of_a_models_columns_are_the_sums_over_data_and_seal_rows()
    {
        using CommittedMatrix model = Model(1);
        SealPoint point = SealPoint.Draw(Blake3.Hash("circuit"u8), Parameters, model.Tree.Cap.Span);
        KoalaBear5[] expected = Expected(model, point, hasSealRows: true);
        KoalaBear5 value = KoalaBear5.Zero, power = KoalaBear5.One;
        for (int i = 0; i < Columns; i++, power *= point.Column) value += power * expected[i];
        foreach (IAlgebraKernels kernels in Kernels())
        {
            model.SealAt(point, kernels);
            Assert.Equal(expected, model.Seal!.Columns);
            Assert.Equal(value, model.Seal.Value);
        }
    }

    [Fact]
    public void A_witness_has_nothing_in_the_seal_rows()
    {
        using RandomStream random = Stream(2);
        using FieldBuffer columns = Uniform(2, 3);
        using var witness = new CommittedMatrix(KernelSet.Reference.Codes, Parameters, columns, random);
        Assert.InRange(witness.Tails!.Rows, 1, Parameters.Codes[0].TailRows - SealForm.TailRows);
        SealPoint point = SealPoint.Draw(default, Parameters, []);
        foreach (IAlgebraKernels kernels in Kernels())
        {
            KoalaBear5[] values = MatrixSeal.Of(witness, point, Parameters.Codes[0].TailRows, kernels).Columns;
            Assert.Equal(Expected(witness, point, hasSealRows: false), values);
        }
        Assert.Throws<InvalidOperationException>(() => witness.SealAt(point, KernelSet.Reference.Algebra));
    }

    [Fact]
    public void Another_setup_of_one_model_has_another_seal_at_the_same_point()
    {
        using CommittedMatrix first = Model(1), second = Model(2);
        SealPoint point = SealPoint.Draw(default, Parameters, []);
        first.SealAt(point, KernelSet.Reference.Algebra);
        second.SealAt(point, KernelSet.Reference.Algebra);
        Assert.True(first.Columns.Span.SequenceEqual(second.Columns.Span));
        for (int i = 0; i < Columns; i++) Assert.NotEqual(first.Seal!.Columns[i], second.Seal!.Columns[i]);
    }

    private static IEnumerable<IAlgebraKernels> Kernels() =>
        [KernelSet.Reference.Algebra, .. InstructionSets.Available.Select(set => SimdAlgebraFactory.Create(set, 2))];

    private static KoalaBear5[] Expected(CommittedMatrix matrix, SealPoint point, bool hasSealRows)
    {
        int rows = 1 << matrix.LogRows;
        KoalaBear5[] equality = MultilinearExtension.EqualityTable(point.Rows);
        uint[] words = matrix.Columns.Span.ToArray(), tails = matrix.Tails!.All.Span.ToArray();
        var values = new KoalaBear5[words.Length / rows];
        for (int i = 0; i < words.Length; i++) values[i / rows] += equality[i % rows] * new KoalaBear(words[i]);
        for (int column = 0; column < values.Length && hasSealRows; column++)
        {
            int last = (column + 1) * matrix.Tails.Rows;
            for (int j = 0; j < 5; j++) values[column] += point.Tail * TailForm.Basis[j] * new KoalaBear(tails[last - 5 + j]);
        }
        return values;
    }

    private static CommittedMatrix Model(byte seed)
    {
        using RandomStream random = Stream(seed);
        return CommittedMatrix.OfModel(KernelSet.Reference.Codes, Parameters, Uniform(Columns, 7), random);
    }

    private static FieldBuffer Uniform(int columns, byte seed)
    {
        using RandomStream random = Stream(seed);
        var buffer = new FieldBuffer((long)columns << 10);
        random.FillField(buffer.Span);
        return buffer;
    }

    private static RandomStream Stream(byte seed) => new([.. Enumerable.Repeat(seed, RandomStream.SeedBytes)]);
}
