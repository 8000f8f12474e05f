using Prover.Verifier.Circuits;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Forms;
using Prover.Verifier.Layouts;

namespace Prover.Verifier.Hashed;

/// <summary>
/// What a hashed tensor's commitment says of the witness, as linear forms: each column is a polynomial, whose coefficients are the
/// column's integers and then its uniform elements (SPEC §5.10).
/// </summary>
internal static class HashedForms
{
    /// <summary>The sum over columns b of factor^b times the polynomial's value at a point.</summary>
    public static LinearForm OfValue(HashedTensor tensor, Block[] blocks, KoalaBear5 point, KoalaBear5 factor)
    {
        var shape = new HashedShape(tensor.Count);
        var form = new LinearForm();
        var columns = VariableWeights.Powers(factor, shape.Columns);
        var rows = VariableWeights.Powers(point, shape.TensorShape[1]);
        form.AddRead(KoalaBear5.One, TensorRead.Identity(tensor.Tensor, 2), blocks, [[columns], [rows]]);
        AddZeroPoint(form, tensor, shape, factor, count => Geometric(point, count));
        return form;
    }

    /// <summary>The sum over positions j and columns b of factor^(j·columns + b) times the polynomial's value at position j.</summary>
    public static LinearForm OfRows(HashedTensor tensor, Block[] blocks, ReadOnlySpan<int> positions, KoalaBear5 factor)
    {
        var shape = new HashedShape(tensor.Count);
        KoalaBear[] points = CodeDomain.Points(shape.LogLength, positions);
        var weights = new KoalaBear5[points.Length];
        KoalaBear5 step = factor.Power((ulong)shape.Columns), weight = KoalaBear5.One;
        for (int j = 0; j < weights.Length; j++, weight *= step) weights[j] = weight;

        var form = new LinearForm();
        var rows = new AxisVector(new PowerSum(points, weights, shape.LogRows + 1));
        foreach (Block block in blocks)
        {
            AxisChunk chunk = block.Chunks[0];
            VariableWeights columns = VariableWeights.Powers(factor, 1 << chunk.Bits);
            form.Add(factor.Power((ulong)chunk.Start), block, [new(columns.Low, columns.High, chunk.Count), rows]);
        }
        AddZeroPoint(form, tensor, shape, factor, count =>
        {
            KoalaBear5 sum = default;
            for (int j = 0; j < points.Length; j++) sum += weights[j] * Geometric(KoalaBear5.FromBase(points[j]), count);
            return sum;
        });
        return form;
    }

    /// <summary>The value that <see cref="OfRows"/> must have: the same combination of the rows' words, salts left out.</summary>
    public static KoalaBear5 ValueOfRows(HashedShape shape, ReadOnlySpan<uint> rows, KoalaBear5 factor)
    {
        int words = shape.Tree.RowWords;
        KoalaBear5 value = default;
        for (int row = (rows.Length / words) - 1; row >= 0; row--)
        {
            for (int column = shape.Columns - 1; column >= 0; column--)
            {
                value = (value * factor) + KoalaBear5.FromBase(new(rows[(row * words) + column]));
            }
        }
        return value;
    }

    /// <summary>The commitment is to integers, the witness holds them minus the zero point.</summary>
    /// <param name="form">The form.</param>
    /// <param name="tensor">The tensor.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="factor">The columns' factor.</param>
    /// <param name="weigh">The weights of the first rows together.</param>
    private static void AddZeroPoint(
        LinearForm form, HashedTensor tensor, HashedShape shape, KoalaBear5 factor, Func<int, KoalaBear5> weigh)
    {
        if (tensor.ZeroPoint == 0) return;
        int last = shape.Columns - 1, rest = tensor.Count - (last << shape.LogRows);
        KoalaBear5 sum = factor.Power((ulong)last) * weigh(rest);
        if (last > 0) sum += Geometric(factor, last) * weigh(1 << shape.LogRows);
        form.Add(sum * KoalaBear.FromInteger(tensor.ZeroPoint));
    }

    /// <summary>1 + x + ... + x^(count - 1).</summary>
    private static KoalaBear5 Geometric(KoalaBear5 x, int count) => VariableWeights.Powers(x, count).Interval().Sum;
}
