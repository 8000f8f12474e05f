using Prover.Onnx.Arithmetic;
using Prover.Onnx.Heads;
using Prover.Onnx.Inputs;
using Prover.Onnx.Tensors;

namespace Prover.Onnx.Compilation;

/// <summary>How a model input becomes the integers of the proof: the model's own QuantizeLinear, or nothing for integer inputs.</summary>
/// <param name="Input">The model's input, with the shape of the whole batch.</param>
/// <param name="Scale">The scale; 0 for an input of integers.</param>
/// <param name="ZeroPoint">The zero point.</param>
/// <param name="ElementType">The type of the integers.</param>
public sealed record InputQuantization(ModelInput Input, float Scale, int ZeroPoint, TensorElementType ElementType)
{
    /// <summary>What is computed from the input before it is quantised; null where that is nothing.</summary>
    public PublicHead? Preparation { get; init; }

    /// <summary>The integers, row-major.</summary>
    /// <exception cref="ArgumentException">The tensor's type is not the input's.</exception>
    public int[] Apply(DenseTensor tensor)
    {
        ArgumentNullException.ThrowIfNull(tensor);
        if (tensor.ElementType != Input.ElementType || tensor.Length != DenseTensor.ElementCount(Input.Shape))
        {
            throw new ArgumentException($"the tensor is not of the type and size of input {Input.Name}");
        }

        var range = new QuantizedRange(ElementType, ZeroPoint);
        DenseTensor prepared = Preparation is null ? tensor : Preparation.Prepare(tensor);
        return prepared.Data is float[] floats
            ? Array.ConvertAll(floats, value => LinearQuantization.Quantize(value, Scale, range))
            : tensor.ToInt32();
    }
}
