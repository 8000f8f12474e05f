namespace Prover.ZeroKnowledge.Tests.Statistics;

/// <summary>What is random in a proof; a control leaves one out.</summary>
[Flags]
public enum Ingredients
{
    /// <summary>Pads, dummies and masks of messages.</summary>
    Pads = 1,

    /// <summary>The columns' tails.</summary>
    Tails = 2,

    /// <summary>The mask column.</summary>
    MaskColumn = 4,

    /// <summary>The salts.</summary>
    Salts = 8,

    /// <summary>As the product proves.</summary>
    All = 15,
}
