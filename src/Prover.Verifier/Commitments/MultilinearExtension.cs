using Prover.Verifier.Fields;

namespace Prover.Verifier.Commitments;

/// <summary>Multilinear extensions the verifier of an opening evaluates; the most significant bit comes first (SPEC §6.6).</summary>
internal static class MultilinearExtension
{
    /// <summary>eq(left, right): the product of l·r + (1 - l)(1 - r).</summary>
    public static KoalaBear5 Equality(ReadOnlySpan<KoalaBear5> left, ReadOnlySpan<KoalaBear5> right)
    {
        KoalaBear5 result = KoalaBear5.One;
        for (int i = 0; i < left.Length; i++)
        {
            KoalaBear5 product = left[i] * right[i];
            result *= KoalaBear5.One - left[i] - right[i] + product + product;
        }
        return result;
    }

    /// <summary>eq(point, index) for one index.</summary>
    public static KoalaBear5 EqualityAt(ReadOnlySpan<KoalaBear5> point, long index)
    {
        KoalaBear5 result = KoalaBear5.One;
        for (int i = 0; i < point.Length; i++)
        {
            bool isSet = ((index >> (point.Length - 1 - i)) & 1) == 1;
            result *= isSet ? point[i] : KoalaBear5.One - point[i];
        }
        return result;
    }

    /// <summary>eq(point, index) for all indices.</summary>
    public static KoalaBear5[] EqualityTable(ReadOnlySpan<KoalaBear5> point)
    {
        var table = new KoalaBear5[1 << point.Length];
        table[0] = KoalaBear5.One;
        for (int i = 0; i < point.Length; i++)
        {
            for (int index = (1 << i) - 1; index >= 0; index--)
            {
                KoalaBear5 set = table[index] * point[i];
                table[(2 * index) + 1] = set;
                table[2 * index] = table[index] - set;
            }
        }
        return table;
    }

    /// <summary>The extension of the vector 1, x, x^2, ...: the product of 1 + r·(x^(weight of the bit) - 1).</summary>
    public static KoalaBear5 Powers(KoalaBear x, ReadOnlySpan<KoalaBear5> point)
    {
        KoalaBear5 result = KoalaBear5.One;
        for (int i = point.Length - 1; i >= 0; i--)
        {
            result *= KoalaBear5.One + (point[i] * (x - KoalaBear.One));
            x *= x;
        }
        return result;
    }

    /// <summary>The extension of an explicit vector of 2^(number of coordinates) entries.</summary>
    public static KoalaBear5 Evaluate(ReadOnlySpan<KoalaBear5> entries, ReadOnlySpan<KoalaBear5> point)
    {
        KoalaBear5[] folded = entries.ToArray();
        int size = folded.Length;
        foreach (KoalaBear5 coordinate in point)
        {
            size /= 2;
            for (int i = 0; i < size; i++) folded[i] += coordinate * (folded[i + size] - folded[i]);
        }
        return folded[0];
    }

    /// <summary>The polynomial with given coefficients, constant first, at a point of F.</summary>
    public static KoalaBear5 Polynomial(ReadOnlySpan<KoalaBear5> coefficients, KoalaBear x)
    {
        KoalaBear5 result = KoalaBear5.Zero;
        for (int i = coefficients.Length - 1; i >= 0; i--) result = (result * x) + coefficients[i];
        return result;
    }
}
