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
    {
        ArgumentNullException.ThrowIfNull(shape);
        ArgumentNullException.ThrowIfNull(profile);
        Shape = shape;
        Profile = profile;
        int logLength = shape.LogRows + LogBlowup;
        int tailColumns = 0;
        WhirCode first = WhirCodePlan.Choose(shape.LogRows, shape.LogColumns, logLength, profile);
        if (shape.Hiding) (first, tailColumns) = WithTail(shape, profile);
        var codes = new List<WhirCode> { first };
        int variables = shape.LogRows;
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

    /// <summary>Uniform coefficients above the data of each model column, one per query of each proof; 0 if the model is public.</summary>
    public int ModelTailRows => Shape.ModelProofs * Codes[0].Queries;

    /// <summary>Words of a row of the model's tree behind the columns: the salt of a model that is not public.</summary>
    public int ModelSaltWords => Shape.ModelProofs > 0 ? Fields.KoalaBear5.Degree : 0;

    /// <summary>The witness' tree; there is none without witness columns.</summary>
    public MerkleShape WitnessTree => new("witness", Codes[0].LogLength, Shape.WitnessColumns + HidingWords, 0);

    /// <summary>Words of a row of the witness' tree behind the columns: the mask column's element of E and the salt.</summary>
    public int HidingWords => Shape.Hiding ? 2 * Fields.KoalaBear5.Degree : 0;

    /// <summary>The tree of a folded vector; word d·Columns + c of a row is coefficient d of column c's element of E.</summary>
    /// <param name="code">The number of its code, 1 or more.</param>
    public MerkleShape FoldedTree(int code) =>
        new($"folded {code}", Codes[code].LogLength, Fields.KoalaBear5.Degree * Codes[code].Columns, 0);

    /// <summary>
    /// The least tail, in columns of the first folded vector, that has a row for each mask and each query, and for each query of each
    /// proof of a model that is not public.
    /// </summary>
    private static (WhirCode Code, int TailColumns) WithTail(JointShape shape, SecurityProfile profile)
    {
        int logColumnRows = shape.LogRows - Math.Min(LogFolding, shape.LogRows - LeastClearVariables);
        for (int columns = 1; ; columns++)
        {
            int tailRows = columns << logColumnRows;
            if (tailRows > 1 << shape.LogRows) throw new ArgumentException("the tail would be longer than the data");
            WhirCode code = WhirCodePlan.Choose(shape.LogRows, shape.LogColumns, shape.LogRows + LogBlowup, profile, tailRows);
            long needed = Math.Max(code.Queries + TailForm.MaskRows(shape.LogColumns), (long)shape.ModelProofs * code.Queries);
            if (tailRows >= needed) return (code, columns);
        }
    }
}
