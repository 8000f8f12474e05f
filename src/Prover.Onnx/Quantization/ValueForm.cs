namespace Prover.Onnx.Quantization;

/// <summary>What a float value is made of while quantisation is placed.</summary>
/// <param name="Kind">The kind.</param>
/// <param name="Sources">The quantised values that it is an elementwise function of.</param>
internal sealed record ValueForm(FormKind Kind, IReadOnlyList<string> Sources)
{
    /// <summary>The axis along which constants differ, null for none.</summary>
    internal int? ConstantAxis { get; init; }

    /// <summary>For accumulators: the axis that counts channels.</summary>
    internal int? ChannelAxis { get; init; }

    /// <summary>For accumulators: whether nothing but constants have been added since the linear layer.</summary>
    internal bool IsFresh { get; init; }

    /// <summary>A constant, or an integer that does not come from an activation.</summary>
    internal static ValueForm Constant { get; } = new(FormKind.Constant, []);

    /// <summary>A real number that must be quantised before anything can be done with it.</summary>
    internal static ValueForm Real { get; } = new(FormKind.Real, []);
}
