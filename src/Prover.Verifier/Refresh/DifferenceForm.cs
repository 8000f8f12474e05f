using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;

namespace Prover.Verifier.Refresh;

/// <summary>
/// The linear form of a refresh proof (SPEC §8.10): the multilinear extension, at a random point, of the old model's columns minus the new
/// one's. Its value is 0 if they are equal. A point has a coordinate per column variable but the first, which tells old from new, and one
/// per row variable.
/// </summary>
internal static class DifferenceForm
{
    /// <summary>The weight of each column of one model.</summary>
    public static KoalaBear5[] ColumnWeights(JointShape shape, ReadOnlySpan<KoalaBear5> point) =>
        MultilinearExtension.EqualityTable(point[..(shape.LogColumns - 1)])[..shape.ModelColumns];

    /// <summary>The form's own extension at a point of the joint vector.</summary>
    public static KoalaBear5 Extension(JointShape shape, ReadOnlySpan<KoalaBear5> point, ReadOnlySpan<KoalaBear5> joint)
    {
        KoalaBear5[] weights = ColumnWeights(shape, point), columns = ColumnWeights(shape, joint[1..]);
        KoalaBear5 total = KoalaBear5.Zero;
        for (int i = 0; i < weights.Length; i++) total += weights[i] * columns[i];
        int rows = shape.LogRows;
        return (KoalaBear5.One - joint[0] - joint[0]) * total * MultilinearExtension.Equality(point[^rows..], joint[^rows..]);
    }
}
