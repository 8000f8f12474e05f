namespace Prover.ZeroKnowledge.Tests.Statistics;

/// <summary>What a proof is about.</summary>
public enum Image
{
    /// <summary>A handwritten digit.</summary>
    Original,

    /// <summary>The same with one grey value changed by one, and one weight of a hidden model.</summary>
    OnePixelChanged,
}
