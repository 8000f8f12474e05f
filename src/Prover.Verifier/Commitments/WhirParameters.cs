using Prover.Verifier.Soundness;

namespace Prover.Verifier.Commitments;

/// <summary>
/// All parameters of an opening (SPEC §6.4), a pure function of the committed matrix' size and the security profile: the same
/// integers on every machine.
/// </summary>
public sealed class WhirParameters
{
    /// <summary>Least and greatest log2 of the rows of the committed matrices.</summary>
    public const int LeastLogRows = 8, GreatestLogRows = 22;

    /// <summary>Least log2 of the rows of matrices whose opening hides: then a folded vector is committed.</summary>
    public const int LeastHidingLogRows = 10;

    /// <summary>The greatest log2 of the columns of the joint matrix.</summary>
    public const int GreatestLogColumns = 12;

    /// <summary>-log2 of the rate of the committed matrices' code.</summary>
    public const int LogBlowup = 2;

    /// <summary>log2 of the cap of the model's tree, which is part of the key and costs no proof bytes.</summary>
    private const int ModelLogCap = 8;

    private const int LogFolding = 4, LeastClearVariables = 8, GreatestClearVariables = 9;

    /// <summary>Derives the parameters.</summary>
    /// <param name="shape">The joint matrix.</param>
    /// <param name="profile">The security profile.</param>
    /// <exception cref="ArgumentException">The profile cannot be met for this size.</exception>
    public WhirParameters(JointShape shape, SecurityProfile profile)
        : this(shape, profile, First(shape, profile))
    {
    }

    private WhirParameters(JointShape shape, SecurityProfile profile, WhirCode first)
    {
        Shape = shape;
        Profile = profile;
        var codes = new List<WhirCode> { first };
        int variables = shape.LogRows, logLength = first.LogLength, tailColumns = first.TailRows / TailColumnRows(shape);
        while (variables > GreatestClearVariables)
        {
            int logColumns = Math.Min(LogFolding, variables - LeastClearVariables);
            variables -= logColumns;
            // The tail of a hiding opening is one more variable of the first folded vector, most of whose columns are zero.
            bool hasTail = tailColumns > 0 && codes.Count == 1;
            WhirCode code = WhirCodePlan.Choose(variables, hasTail ? logColumns + 1 : logColumns, --logLength, profile);
            codes.Add(hasTail ? code with { Columns = (1 << logColumns) + tailColumns } : code);
        }
        Codes = codes;
    }

    /// <summary>
    /// The parameters of a refresh proof for models of these parameters (SPEC §8.10): code 0 is the same but for the number of columns, so
    /// that the trees are the same and a refresh opens no more rows of them than a proof.
    /// </summary>
    /// <exception cref="ArgumentException">There is no hidden model, or it has too many columns.</exception>
    internal WhirParameters OfRefresh()
    {
        if (Shape.ModelOpenings == 0) throw new ArgumentException("the model is public");
        JointShape shape = Shape.OfRefresh();
        return new(shape, Profile, Codes[0] with { LogColumns = shape.LogColumns, Columns = 1 << shape.LogColumns });
    }

    /// <summary>The joint matrix.</summary>
    public JointShape Shape { get; }

    /// <summary>The security profile.</summary>
    public SecurityProfile Profile { get; }

    /// <summary>The codes: first the one of the committed matrices, then one for each folded vector that is committed.</summary>
    public IReadOnlyList<WhirCode> Codes { get; }

    /// <summary>Variables of the vector that is sent in clear.</summary>
    public int ClearVariables => Codes[^1].LogRows;

    /// <summary>The digests of the model's cap; 0 without model columns.</summary>
    public int ModelCapLength => Shape.ModelColumns == 0 ? 0 : 1 << ModelLogCap;

    /// <summary>The model's tree; there is none without model columns.</summary>
    public MerkleShape ModelTree => new("model", Codes[0].LogLength, Shape.ModelColumns + ModelSaltWords, ModelLogCap);

    /// <summary>
    /// Uniform coefficients above the data of a model column, all of the tail: one per query of each opening and those of the seal
    /// (SPEC §6.10) at least; 0 if the model is public.
    /// </summary>
    public int ModelTailRows => Shape.ModelOpenings > 0 ? Codes[0].TailRows : 0;

    /// <summary>Words of a row of the model's tree behind the columns: the salt of a model that is not public.</summary>
    public int ModelSaltWords => Shape.ModelOpenings > 0 ? Fields.KoalaBear5.Degree : 0;

    /// <summary>The witness' tree; there is none without witness columns.</summary>
    public MerkleShape WitnessTree => new("witness", Codes[0].LogLength, Shape.WitnessColumns + HidingWords, 0);

    /// <summary>Words of a row of the witness' tree behind the columns: the mask column's element of E and the salt.</summary>
    public int HidingWords => Shape.Hiding ? 2 * Fields.KoalaBear5.Degree : 0;

    /// <summary>The tree of a folded vector; word d·Columns + c of a row is coefficient d of column c's element of E.</summary>
    /// <param name="code">The number of its code, 1 or more.</param>
    public MerkleShape FoldedTree(int code) =>
        new($"folded {code}", Codes[code].LogLength, Fields.KoalaBear5.Degree * Codes[code].Columns, 0);

    private static WhirCode First(JointShape shape, SecurityProfile profile)
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(profile);
        return shape.Hiding
            ? WithTail(shape, profile)
            : WhirCodePlan.Choose(shape.LogRows, shape.LogColumns, shape.LogRows + LogBlowup, profile);
    }

    /// <summary>Rows of a column of the first folded vector, of which the tail takes whole ones.</summary>
    private static int TailColumnRows(JointShape shape) => 1 << (shape.LogRows - Math.Min(LogFolding, shape.LogRows - LeastClearVariables));

    /// <summary>
    /// The least tail that has a row for each mask and each query, of a refresh proof too, and for each query of each opening of a model
    /// that is not public, beside the rows of its seal.
    /// </summary>
    private static WhirCode WithTail(JointShape shape, SecurityProfile profile)
    {
        int columnRows = TailColumnRows(shape);
        bool isSealed = shape.ModelOpenings > 0;
        int logColumns = isSealed ? Math.Max(shape.LogColumns, shape.RefreshLogColumns) : shape.LogColumns;
        int sealRows = isSealed ? SealForm.TailRows : 0;
        for (int tailRows = columnRows; tailRows <= 1 << shape.LogRows; tailRows += columnRows)
        {
            WhirCode code = WhirCodePlan.Choose(shape.LogRows, shape.LogColumns, shape.LogRows + LogBlowup, profile, tailRows);
            long needed = Math.Max(code.Queries + TailForm.MaskRows(logColumns), (long)shape.ModelOpenings * code.Queries);
            if (tailRows >= needed + sealRows) return code;
        }
        throw new ArgumentException("the tail would be longer than the data");
    }
}
