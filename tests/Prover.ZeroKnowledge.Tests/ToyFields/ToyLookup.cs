using Prover.Soundness.Tests.ToyFields;

namespace Prover.ZeroKnowledge.Tests.ToyFields;

/// <summary>
/// The fraction tree (SPEC §5.7) over a small field under pads: one element is looked up in a table of two rows, and the fourth leaf is the
/// dummy. Pads are the first ten random elements: four children, one message of two elements, four children; the last is the dummy leaf.
/// </summary>
internal sealed class ToyLookup(ToyField field)
{
    /// <summary>The dummy leaf's number among the random elements.</summary>
    public const int DummyLeaf = 10;

    private const int Alpha = 2, Blend = 2, Challenge = 2;

    /// <summary>Pads of the upper children, of the message, of the lower children.</summary>
    public static readonly int[] UpperChildren = [0, 1, 2, 3], Message = [4, 5], LowerChildren = [6, 7, 8, 9];

    /// <summary>The distribution of root and messages when the element is 0 or 1; without the dummy leaf its denominator is 1.</summary>
    public Distribution Of(int element, params int[] removed)
    {
        bool isRemoved = removed.Contains(DummyLeaf);
        return Distribution.Of(field.Order, 11, 11, removed, (choice, transcript) =>
        {
            int dummy = isRemoved ? 1 : choice[DummyLeaf];
            if (dummy == 0) return false;
            Reveal(element, dummy, transcript);
            for (int i = 0; i < 10; i++) transcript[i + 1] = field.Reduce(transcript[i + 1] + choice[i]);
            return true;
        });
    }

    private void Reveal(int element, int dummy, int[] transcript)
    {
        // Leaves: 1/(alpha - element), -m0/(alpha - 0), -m1/(alpha - 1), 0/dummy; fraction i of a level adds up i and i + half below.
        int[] n = [1, element == 0 ? -1 : 0, element == 1 ? -1 : 0, 0];
        int[] d = [Alpha - element, Alpha, Alpha - 1, dummy];
        int[] upperN = [Cross(n, d, 0), Cross(n, d, 1)], upperD = [d[0] * d[2], d[1] * d[3]];
        Assert.Equal(0, field.Reduce(Cross([upperN[0], upperN[1]], [upperD[0], upperD[1]])));
        transcript[0] = field.Reduce(upperD[0] * upperD[1]);
        int[] children = [upperN[0], upperN[1], upperD[0], upperD[1]];
        children.CopyTo(transcript, 1);
        // One round of the layer below at the point of the merge: h(X) is the gate of the children at X, eq being left out.
        int[] h = [Gate(n, d, 0), Gate(n, d, 1), Gate(n, d, 2)];
        int half = field.Inverse(2), quadratic = field.Multiply(h[2] - (2 * h[1]) + h[0], half);
        transcript[5] = field.Reduce(h[1] - h[0] - quadratic);
        transcript[6] = quadratic;
        int[] lower = [At(n, 0, Challenge), At(n, 2, Challenge), At(d, 0, Challenge), At(d, 2, Challenge)];
        lower.CopyTo(transcript, 7);
    }

    private static int Cross(int[] n, int[] d, int i) => (n[i] * d[i + 2]) + (n[i + 2] * d[i]);

    private static int Cross(int[] n, int[] d) => (n[0] * d[1]) + (n[1] * d[0]);

    /// <summary>n0·d1 + n1·d0 + blend·d0·d1 of the children at X.</summary>
    private int Gate(int[] n, int[] d, int x)
    {
        (int n0, int n1, int d0, int d1) = (At(n, 0, x), At(n, 2, x), At(d, 0, x), At(d, 2, x));
        return field.Reduce((n0 * d1) + (n1 * d0) + (Blend * d0 * d1));
    }

    private static int At(int[] leaves, int first, int x) => leaves[first] + (x * (leaves[first + 1] - leaves[first]));
}
