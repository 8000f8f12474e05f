using Prover.Onnx.Tensors;

namespace Prover.Onnx.Quantization;

/// <summary>Type and shape of a value as a run of the model shows them.</summary>
/// <param name="ElementType">The element type.</param>
/// <param name="Shape">The shape for one run.</param>
internal sealed record TensorInfo(TensorElementType ElementType, int[] Shape)
{
    /// <summary>Whether the elements are real numbers, which need quantisation.</summary>
    internal bool IsFloat => ElementType == TensorElementType.Float;
}
