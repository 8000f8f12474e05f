using Prover.Soundness.Tests.ToyFields;

namespace Prover.ZeroKnowledge.Tests.ToyFields;

/// <summary>
/// The hiding first fold (SPEC §6.9) over a field so small that all randomness can be tried, E being F itself: one witness column of two
/// elements, beside a column of zeros if there is a variable to fold, and one opened row.
/// </summary>
/// <param name="field">The field.</param>
/// <param name="variables">Column variables, 0 or 1.</param>
internal sealed class ToyOpening(ToyField field, int variables)
{
    private const int Rows = 2, Scale = 2, Challenge = 2, Blend = 2, Point = 8;

    /// <summary>The public covector on the witness' column, and on the column of zeros.</summary>
    public static readonly int[] OnWitness = [1, 2], OnZeros = [2, 2];

    /// <summary>Coefficients of the mask of the messages.</summary>
    private int Coefficients => (2 * variables) + 1;

    private int Tail => Coefficients + 2;

    /// <summary>The fold row.</summary>
    public static int FoldRow => 0;

    /// <summary>The coefficient rows.</summary>
    public int[] CoefficientRows => [.. Enumerable.Range(1, Coefficients)];

    /// <summary>The query row.</summary>
    public int QueryRow => Tail - 1;

    /// <summary>The mask column beside the data.</summary>
    public int[] MaskColumn => [.. Enumerable.Range(Tail, Rows)];

    /// <summary>The mask column beside each of the tail's rows.</summary>
    public int[] MaskColumnTail => [.. Enumerable.Range(Tail + Rows, Tail)];

    /// <summary>What the distribution of transcripts is for a witness.</summary>
    public Distribution Of(int[] witness, params int[] removed) =>
        Distribution.Of(field.Order, 4 + (2 * variables) + Rows + Tail, (2 * Tail) + Rows, removed, (choice, transcript) =>
        {
            Reveal(witness, choice, transcript);
            return true;
        });

    /// <summary>Mask sum, messages, mask products, the folded vector, the opened word; the mask column's word follows from these.</summary>
    private void Reveal(int[] witness, int[] choice, int[] transcript)
    {
        int next = 0, r = choice[0], g0 = choice[Tail + Rows + 1];
        int mask = r + g0; // h of the mask column at the coefficient rows
        int[] monomials = variables == 0 ? [1] : [1, Challenge, Challenge * Challenge];
        int weight = variables == 0 ? 1 : Challenge;
        if (variables == 0)
        {
            transcript[next++] = field.Reduce(mask);
        }
        else
        {
            int g1 = choice[Tail + Rows + 2], g2 = choice[Tail + Rows + 3];
            transcript[next++] = field.Reduce(r + (2 * g0) + g1 + g2);
            transcript[next++] = g0; // the column of zeros is the one at 0
            int slope = 0;
            for (int i = 0; i < Rows; i++) slope += witness[i] * (OnWitness[i] - OnZeros[i]);
            transcript[next++] = field.Reduce((Scale * slope) + g2);
        }
        int ofMask = choice[Tail + Rows], ofFolded = 0;
        for (int i = 0; i < Rows; i++)
        {
            int form = variables == 0 ? OnWitness[i] : OnZeros[i] + (Challenge * (OnWitness[i] - OnZeros[i]));
            ofMask += Scale * form * choice[Tail + i];
        }
        for (int k = 0; k < monomials.Length; k++) ofFolded += weight * monomials[k] * choice[1 + k];
        transcript[next++] = field.Reduce(ofMask);
        transcript[next++] = field.Reduce(ofFolded);
        int word = 0, power = 1;
        for (int i = 0; i < Rows + Tail; i++)
        {
            int entry = i < Rows ? witness[i] : choice[i - Rows];
            transcript[next++] = field.Reduce(choice[Tail + i] + (Blend * weight * entry));
            word += power * entry;
            power = field.Multiply(power, Point);
        }
        transcript[next] = field.Reduce(word);
    }
}
