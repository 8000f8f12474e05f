using Prover.Verifier.Circuits;
using Prover.Verifier.Commitments;
using Prover.Verifier.Hashing;
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
            Layout.WitnessColumns);
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
}
