using System.Globalization;

namespace Prover.Onnx.Planning;

/// <summary>
/// How slow a machine is against the reference machine, which is the one of the committed benchmarks with all its cores: 1 is as fast, 2
/// takes twice as long. One number for all phases: those of single phases vary more from run to run than from machine to machine.
/// </summary>
public sealed class MachineSpeed
{
    private MachineSpeed(double factor) => Factor = factor;

    /// <summary>The reference machine.</summary>
    public static MachineSpeed Reference { get; } = new(1);

    /// <summary>What times of the reference machine are multiplied by; positive.</summary>
    public double Factor { get; }

    /// <summary>The speed that follows from measured and predicted times of the same proof.</summary>
    /// <param name="measured">Seconds on this machine.</param>
    /// <param name="reference">Seconds on the reference machine.</param>
    /// <exception cref="ArgumentException">The quotient is not a positive number.</exception>
    public static MachineSpeed Of(double measured, double reference) => IsFactor(measured / reference)
        ? new MachineSpeed(measured / reference)
        : throw new ArgumentException("two positive times are needed");

    /// <summary>The factor as text.</summary>
    public override string ToString() => Factor.ToString("R", CultureInfo.InvariantCulture);

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static MachineSpeed? Parse(string text) =>
        double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out double factor) && IsFactor(factor)
            ? new MachineSpeed(factor)
            : null;

    private static bool IsFactor(double factor) => factor > 0 && double.IsFinite(factor);
}
