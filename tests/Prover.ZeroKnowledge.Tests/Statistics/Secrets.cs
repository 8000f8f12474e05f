namespace Prover.ZeroKnowledge.Tests.Statistics;

/// <summary>What proofs of the network hide.</summary>
public enum Secrets
{
    /// <summary>The image; weights and results are public.</summary>
    Input,

    /// <summary>Weights too; of the image and of the results a digest is public.</summary>
    Everything,
}
