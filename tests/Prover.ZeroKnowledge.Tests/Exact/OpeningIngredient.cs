namespace Prover.ZeroKnowledge.Tests.Exact;

/// <summary>What is random in a hiding opening besides the salts (SPEC §6.9).</summary>
public enum OpeningIngredient
{
    /// <summary>Nothing is removed.</summary>
    None,

    /// <summary>The tail rows that make the folded product uniform.</summary>
    FoldRows,

    /// <summary>The tail rows that keep the masks of the messages uniform although the folded vector is known.</summary>
    CoefficientRows,

    /// <summary>The mask column beside the tail.</summary>
    MaskColumnTail,

    /// <summary>One of the tail rows that make opened rows uniform, one per opened row.</summary>
    QueryRow,

    /// <summary>The mask column beside the data.</summary>
    MaskColumn,
}
