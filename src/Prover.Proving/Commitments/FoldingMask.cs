using Prover.Proving.Kernels;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;

namespace Prover.Proving.Commitments;

/// <summary>
/// What is added to the folding messages of a hiding opening (SPEC §6.9): the multilinear R, given by its values at the columns, and
/// the sum G of polynomials of one variable each and of degree 2.
/// </summary>
internal sealed class FoldingMask
{
    private readonly KoalaBear5[] coefficients;
    private KoalaBear5[] values;
    private KoalaBear5 bound;
    private int round;

    /// <summary>Reads the masks off a witness and the tails of models that are not public.</summary>
    public FoldingMask(JointShape shape, WitnessMask witness, IReadOnlyList<CommittedMatrix> models)
    {
        values = new KoalaBear5[1 << shape.LogColumns];
        for (int i = 0; i < shape.WitnessColumns; i++) values[shape.WitnessStart + i] = witness.Tails.Element(i, 0);
        for (int number = 0; number < models.Count; number++)
        {
            if (models[number].Tails is not { } tails) continue;
            for (int i = 0; i < shape.ModelColumns; i++) values[shape.ModelStarts[number] + i] = tails.Element(i, 0);
        }
        coefficients = new KoalaBear5[TailForm.Coefficients(shape.LogColumns)];
        for (int k = 0; k < coefficients.Length; k++)
        {
            for (int j = 0; j < KoalaBear5.Degree; j++)
            {
                coefficients[k] += TailForm.Basis[j] * witness.TailOfColumn((KoalaBear5.Degree * (k + 1)) + j);
            }
        }
        bound = coefficients[0];
        foreach (KoalaBear5 value in values) Sum += value;
        Sum += Remaining(0);
    }

    /// <summary>The sum of R and G over all columns.</summary>
    public KoalaBear5 Sum { get; }

    /// <summary>The challenge that the unmasked product is multiplied by.</summary>
    public KoalaBear5 Scale { get; set; }

    /// <summary>The message of the masked product.</summary>
    public RoundEvaluations Add(RoundEvaluations product)
    {
        KoalaBear5 atZero = Remaining(round + 1), count = KoalaBear5.FromInteger(1L << (Variables - round - 1));
        for (int i = 0; i < values.Length / 2; i++) atZero += values[i];
        return new((Scale * product.AtZero) + atZero, (Scale * product.AtInfinity) + (count * coefficients[(2 * round) + 2]));
    }

    /// <summary>Binds the round's variable.</summary>
    public void Bind(KoalaBear5 challenge)
    {
        int half = values.Length / 2;
        for (int i = 0; i < half; i++) values[i] += challenge * (values[i + half] - values[i]);
        values = values[..half];
        bound += challenge * (coefficients[(2 * round) + 1] + (challenge * coefficients[(2 * round) + 2]));
        round++;
    }

    private int Variables => coefficients.Length / 2;

    /// <summary>The sum of G over the variables from one on, those between the bound ones and it being zero.</summary>
    private KoalaBear5 Remaining(int from)
    {
        int left = Variables - from;
        KoalaBear5 total = bound * KoalaBear.FromInteger(1L << left);
        for (int i = from; i < Variables; i++)
        {
            total += (coefficients[(2 * i) + 1] + coefficients[(2 * i) + 2]) * KoalaBear.FromInteger(1L << (left - 1));
        }
        return total;
    }
}
