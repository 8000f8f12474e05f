using Prover.Proving.Circuits;
using Prover.Verifier.Soundness;

namespace Prover.Onnx.Planning;

/// <summary>Predicted time, memory and size of one proof.</summary>
/// <param name="Work">What the prediction follows from.</param>
/// <param name="Costs">The summands of the time, the largest first.</param>
/// <param name="MemoryBytes">The greatest memory of the process.</param>
/// <param name="ProofBytes">The expected size of the proof file.</param>
public sealed record ProvingForecast(ProvingWork Work, IReadOnlyList<PlannedCost> Costs, long MemoryBytes, long ProofBytes)
{
    /// <summary>The predicted seconds of the proof, the model being committed already.</summary>
    public double Seconds => Costs.Sum(static cost => cost.Seconds);

    /// <summary>The predicted seconds of a phase.</summary>
    public double SecondsOf(ProvingPhase phase) => Costs.Where(cost => cost.Phase == phase).Sum(static cost => cost.Seconds);

    /// <summary>Predicts for a network on a machine.</summary>
    /// <param name="network">The compiled network.</param>
    /// <param name="profile">The security profile.</param>
    /// <param name="speed">The machine.</param>
    /// <exception cref="ArgumentException">The profile cannot be met by a circuit of this size.</exception>
    public static ProvingForecast For(Network network, SecurityProfile profile, MachineSpeed speed)
    {
        ArgumentNullException.ThrowIfNull(speed);
        var work = ProvingWork.Of(network, profile);
        return new(
            work,
            [.. CostModel.Predict(work, speed)
                .Select(cost => new PlannedCost(cost.Term.Phase, cost.Term.Label, cost.Term.Count(work), cost.Seconds))
                .OrderByDescending(static cost => cost.Seconds)],
            MemoryEstimate.Bytes(work),
            ProofSize.Expected(work));
    }
}
