namespace Prover.Proving.Artefacts;

/// <summary>How the kinds of witness steps are numbered in files (SPEC §8.6).</summary>
internal enum WitnessStepKind
{
    /// <summary>Accumulators as they are.</summary>
    Commit,

    /// <summary>A running maximum.</summary>
    Maximum,

    /// <summary>A function of two values.</summary>
    Pair,

    /// <summary>The range of a private input.</summary>
    RangeCheck,

    /// <summary>A copy in another layout.</summary>
    Recommit,

    /// <summary>A rescaled accumulator.</summary>
    Requantise,

    /// <summary>A function of one value.</summary>
    Unary,
}
