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

    /// <summary>Tails and salts of a hidden model.</summary>
    Setup = 16,

    /// <summary>Tails and salts of hashed tensors.</summary>
    Hashed = 32,

    /// <summary>As the product proves.</summary>
    All = 63,
}
