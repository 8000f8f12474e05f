namespace Prover.Onnx.Quantization;

/// <summary>Kinds of <see cref="ValueForm"/>.</summary>
internal enum FormKind
{
    /// <summary>Known without the input's values.</summary>
    Constant,

    /// <summary>Must be quantised before use.</summary>
    Real,

    /// <summary>A value that is quantised here.</summary>
    Quantized,

    /// <summary>An elementwise function of quantised values.</summary>
    Elementwise,

    /// <summary>A non-decreasing function of an accumulator.</summary>
    Accumulated,

    /// <summary>Computed by everybody from public values, after the proof.</summary>
    Head,
}
