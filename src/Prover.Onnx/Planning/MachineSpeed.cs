using System.Globalization;

namespace Prover.Onnx.Planning;

/// <summary>How slow a machine is against the reference machine, per phase: 1 is as fast, 2 takes twice as long.</summary>
public sealed class MachineSpeed
{
    private readonly double[] factors;

    private MachineSpeed(double[] factors) => this.factors = factors;

    /// <summary>The reference machine: the one of the committed benchmarks, with all its cores.</summary>
    public static MachineSpeed Reference { get; } = new([.. Enum.GetValues<ProvingPhase>().Select(static _ => 1.0)]);

    /// <summary>The speed that follows from measured and predicted times of the same proof.</summary>
    /// <param name="measured">Seconds per phase on this machine.</param>
    /// <param name="reference">Seconds per phase on the reference machine.</param>
    /// <exception cref="ArgumentException">A phase is missing or a time is not positive.</exception>
    public static MachineSpeed Of(IReadOnlyList<double> measured, IReadOnlyList<double> reference)
    {
        ArgumentNullException.ThrowIfNull(measured);
        ArgumentNullException.ThrowIfNull(reference);
        double[] factors = [.. measured.Zip(reference, static (here, there) => here / there)];
        bool isValid = Array.TrueForAll(factors, static factor => factor > 0 && double.IsFinite(factor));
        return isValid && factors.Length == Reference.factors.Length
            ? new MachineSpeed(factors)
            : throw new ArgumentException("one positive time per phase is needed");
    }

    /// <summary>The factor of a phase.</summary>
    public double Factor(ProvingPhase phase) => factors[(int)phase];

    /// <summary>The factors as one line of text.</summary>
    public override string ToString() =>
        string.Join(' ', factors.Select(static factor => factor.ToString("R", CultureInfo.InvariantCulture)));

    /// <summary>Reads what <see cref="ToString"/> wrote; null for anything else.</summary>
    public static MachineSpeed? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        string[] words = text.Trim().Split(' ');
        double[] factors = new double[words.Length];
        for (int i = 0; i < words.Length; i++)
        {
            bool isNumber = double.TryParse(words[i], NumberStyles.Float, CultureInfo.InvariantCulture, out factors[i]);
            if (!isNumber || !(factors[i] > 0) || !double.IsFinite(factors[i])) return null;
        }

        return factors.Length == Reference.factors.Length ? new MachineSpeed(factors) : null;
    }
}
