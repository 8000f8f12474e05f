using Prover.Verifier.Circuits;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashed;
using Prover.Verifier.Layouts;
using Prover.Verifier.Soundness;

namespace Prover.Verifier.Arguments;

/// <summary>Everything about a circuit and its committed model that both sides of the argument use, prepared once.</summary>
public sealed class ArgumentKey
{
    /// <summary>Prepares a circuit.</summary>
    /// <param name="circuit">A validated circuit.</param>
    /// <param name="encodedBytes">The length of the circuit's canonical encoding.</param>
    /// <param name="profile">The security profile.</param>
    /// <exception cref="ArgumentException">The profile cannot be met by a circuit of this size.</exception>
    public ArgumentKey(Circuit circuit, int encodedBytes, SecurityProfile profile)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        Circuit = circuit;
        Layout = new(circuit);
        HardeningBytes = Math.Min(encodedBytes, Protocol.MaximumHardeningBytes);
        JointShape shape = new(
            Layout.LogRows,
            Layout.LogColumns,
            (int)(Layout.ModelStart >> Layout.LogRows),
            Layout.ModelColumns,
            (int)(Layout.WitnessStart >> Layout.LogRows),
            Layout.WitnessColumns,
            circuit.Hiding)
        {
            // One more than proofs, for the refresh proof that replaces the key (SPEC §8.10).
            ModelOpenings = circuit.ModelProofs == 0 ? 0 : circuit.ModelProofs + 1,
        };
        Parameters = new(shape, profile);
    }

    /// <summary>The circuit.</summary>
    public Circuit Circuit { get; }

    /// <summary>Its layout.</summary>
    public CircuitLayout Layout { get; }

    /// <summary>The parameters of the opening, which contain the security profile.</summary>
    public WhirParameters Parameters { get; }

    /// <summary>The zero bytes that the hardening step absorbs.</summary>
    internal int HardeningBytes { get; }

    /// <summary>Every error term of a proof for this circuit (SPEC §7), with those that only an audited proof has.</summary>
    public SoundnessReport Soundness()
    {
        var combined = new List<CombinedEquations>();
        combined.AddRange(Circuit.Constraints.Select(constraint =>
            new CombinedEquations($"constraint '{constraint.Name}'", constraint.Terms.Max(Entries))));
        combined.AddRange(Circuit.Tensors.Where(tensor => tensor.IsFixed).Select(tensor =>
            new CombinedEquations($"fixed tensor '{tensor.Name}'", tensor.Count)));
        combined.AddRange(Circuit.Publics.Select(tensor =>
            new CombinedEquations($"public tensor '{tensor.Name}'", Circuit.Tensors[tensor.Tensor].Count)));
        return SoundnessCalculator.Calculate(new()
        {
            Opening = Parameters,
            Leaves = Layout.LeafCount,
            LogLeaves = Layout.LogLeaves,
            TupleWidth = 1 + Circuit.Rows.Max(rows => rows.Columns.Length),
            InnerProductVariables = InnerProductVariables(),
            LinearClaims = 5 + combined.Count + (2 * Circuit.Hashed.Length) + (Circuit.Hiding ? 5 : 0),
            Hashed = [.. Circuit.Hashed.Select(tensor => new HashedShape(tensor.Count))],
            Pads = Layout.Pads,
            Combined = combined,
        });
    }

    private static long Entries(ConstraintTerm term)
    {
        long last = 0;
        for (int axis = 0; axis < term.Axes.Length; axis++) last += term.Strides[axis] * (term.Axes[axis] - 1);
        return last + 1;
    }

    /// <summary>The number of variables does not depend on the lookup point, so any point shows it.</summary>
    private int InnerProductVariables() =>
        new LeafClaims(Circuit, Layout, new KoalaBear5[Layout.LogLeaves], default, default).Variables;
}
