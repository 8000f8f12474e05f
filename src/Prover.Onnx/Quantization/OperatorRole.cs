namespace Prover.Onnx.Quantization;

/// <summary>What an operator needs of its inputs and makes of them, as far as placing quantisation is concerned.</summary>
internal enum OperatorRole
{
    /// <summary>Sums of products: 8-bit inputs, an accumulator as output.</summary>
    Linear,

    /// <summary>Sums and averages: an 8-bit input, an accumulator as output.</summary>
    Sum,

    /// <summary>Moves values or takes extreme ones: the output has the input's scale.</summary>
    Movement,

    /// <summary>A non-decreasing function of each element.</summary>
    Increasing,

    /// <summary>Any other function of each element.</summary>
    Function,

    /// <summary>A function of two or three elements.</summary>
    Combination,

    /// <summary>Joins tensors along an axis.</summary>
    Join,

    /// <summary>Picks rows of a constant table.</summary>
    Lookup,

    /// <summary>A kernel of its own, with 8-bit inputs and an 8-bit output: Softmax, normalisations.</summary>
    Kernel,
}
