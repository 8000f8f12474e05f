namespace Prover.Soundness.Tests.Hiding;

/// <summary>What is random in the hiding first fold; a test removes one at a time.</summary>
public enum FirstFoldIngredient
{
    /// <summary>Nothing is removed.</summary>
    None,

    /// <summary>The rows that mask the folded inner product.</summary>
    FoldRows,

    /// <summary>The coefficients that mask the round messages.</summary>
    RoundCoefficients,

    /// <summary>The column that masks the folded vector.</summary>
    MaskColumn,

    /// <summary>One of the rows that mask opened rows.</summary>
    QueryRow,
}
