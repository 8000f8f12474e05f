using System.Numerics;

namespace Prover.Verifier.Commitments;

/// <summary>
/// The joint matrix of model and witness (SPEC §6.1): 2^LogRows rows and 2^LogColumns columns, of which two disjoint ranges, three in a
/// refresh proof, are committed, each by its own tree; all other columns are zero.
/// </summary>
public sealed record JointShape
{
    /// <summary>Describes a joint matrix.</summary>
    /// <param name="logRows">log2 of the rows, 8 to 22.</param>
    /// <param name="logColumns">log2 of the columns, 0 to 12.</param>
    /// <param name="modelStart">The model's first column.</param>
    /// <param name="modelColumns">The model's columns; 0 if there is no model tree.</param>
    /// <param name="witnessStart">The witness' first column.</param>
    /// <param name="witnessColumns">The witness' columns; 0 if there is no witness tree.</param>
    /// <param name="hiding">Whether the opening hides the witness (SPEC §6.9); needs 10 row variables and witness columns.</param>
    /// <exception cref="ArgumentException">A number is out of range, the ranges overlap or both are empty.</exception>
    public JointShape(
        int logRows, int logColumns, int modelStart, int modelColumns, int witnessStart, int witnessColumns, bool hiding = false)
    {
        Check(logRows is >= WhirParameters.LeastLogRows and <= WhirParameters.GreatestLogRows, "rows out of range");
        Check(logColumns is >= 0 and <= WhirParameters.GreatestLogColumns, "columns out of range");
        int columns = 1 << logColumns;
        Check(modelColumns >= 0 && modelColumns <= columns, "too many model columns");
        Check(witnessColumns >= 0 && witnessColumns <= columns, "too many witness columns");
        Check(modelStart >= 0 && modelStart <= columns - modelColumns, "model columns outside the matrix");
        Check(witnessStart >= 0 && witnessStart <= columns - witnessColumns, "witness columns outside the matrix");
        Check(modelColumns + witnessColumns > 0, "no columns at all");
        bool disjoint = modelStart + modelColumns <= witnessStart || witnessStart + witnessColumns <= modelStart;
        Check(disjoint || modelColumns == 0 || witnessColumns == 0, "model and witness columns overlap");
        Check(!hiding || logRows >= WhirParameters.LeastHidingLogRows, "too few rows to hide");
        Check(!hiding || witnessColumns > 0, "nothing to hide");
        Hiding = hiding;
        (LogRows, LogColumns) = (logRows, logColumns);
        (ModelStart, ModelColumns) = (modelStart, modelColumns);
        (WitnessStart, WitnessColumns) = (witnessStart, witnessColumns);
    }

    /// <summary>log2 of the rows, mu.</summary>
    public int LogRows { get; }

    /// <summary>log2 of the columns, k0.</summary>
    public int LogColumns { get; }

    /// <summary>The model's first column.</summary>
    public int ModelStart { get; }

    /// <summary>The model's columns.</summary>
    public int ModelColumns { get; }

    /// <summary>The witness' first column.</summary>
    public int WitnessStart { get; }

    /// <summary>The witness' columns.</summary>
    public int WitnessColumns { get; }

    /// <summary>Whether the opening reveals nothing of the witness.</summary>
    public bool Hiding { get; }

    /// <summary>
    /// How many openings of one model tree reveal nothing of the model (SPEC §11.8): 0 if the model is public. Each takes as many rows of
    /// the tail as it has queries.
    /// </summary>
    /// <exception cref="ArgumentException">Negative, or positive although the opening does not hide.</exception>
    public int ModelOpenings
    {
        get;
        init
        {
            Check(value >= 0 && (value == 0 || (Hiding && ModelColumns > 0)), "no model to hide, or an opening that does not hide");
            field = value;
        }
    }

    /// <summary>Whether the model's columns occur twice, in an old and in a new tree (SPEC §8.10).</summary>
    public bool IsRefresh { get; private init; }

    /// <summary>The first columns of the model's trees, each of ModelColumns columns.</summary>
    internal IReadOnlyList<int> ModelStarts =>
        ModelColumns == 0 ? [] : IsRefresh ? [ModelStart, 1 << (LogColumns - 1)] : [ModelStart];

    /// <summary>log2 of the columns of a refresh proof of this model: both trees' and one of the witness.</summary>
    internal int RefreshLogColumns => BitOperations.Log2((uint)ModelColumns) + 2;

    /// <summary>Variables of the joint vector, mu + k0; the column bits are the most significant.</summary>
    public int Variables => LogRows + LogColumns;

    /// <summary>
    /// The joint matrix of a refresh proof (SPEC §8.10): the old model at the start of the first half of the columns, with the witness'
    /// column behind it, the new model at the start of the second half.
    /// </summary>
    /// <exception cref="ArgumentException">The matrix would have too many columns.</exception>
    internal JointShape OfRefresh() =>
        new(LogRows, RefreshLogColumns, 0, ModelColumns, ModelColumns, 1, Hiding) { ModelOpenings = ModelOpenings, IsRefresh = true };

    private static void Check(bool condition, string complaint)
    {
        if (!condition) throw new ArgumentException(complaint);
    }
}
