namespace Prover.Onnx.Quantization;

/// <summary>Which weights have one scale per output channel. More scales are more accurate and cost more lookup tables.</summary>
public enum WeightGranularity
{
    /// <summary>Convolutions per channel; dense layers one scale unless it rounds their weights coarsely.</summary>
    Automatic,

    /// <summary>Every linear layer per channel.</summary>
    PerChannel,

    /// <summary>One scale per tensor everywhere.</summary>
    PerTensor,
}
