using Prover.Onnx.Heads;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Compilation;

/// <summary>A model ready to be proven: the network of integers, what surrounds it, and what to know about it.</summary>
/// <param name="Network">The network.</param>
/// <param name="Inputs">How each model input becomes integers, in the order of the network's inputs.</param>
/// <param name="Head">How the network's public integers become the model's outputs.</param>
/// <param name="Notes">Layers whose result may differ from ONNX Runtime's by one step, with the reason.</param>
/// <param name="NodeCount">Nodes of the model as written.</param>
public sealed record CompiledModel(
    Network Network, IReadOnlyList<InputQuantization> Inputs, PublicHead Head, IReadOnlyList<string> Notes, int NodeCount)
{
    /// <summary>The integers of every network input.</summary>
    /// <param name="tensors">The model's inputs by name.</param>
    /// <exception cref="ArgumentException">An input is missing or of the wrong type or size.</exception>
    public int[][] Quantize(IReadOnlyDictionary<string, DenseTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return [.. Inputs.Select(input => input.Apply(tensors.TryGetValue(input.Input.Name, out DenseTensor? tensor)
            ? tensor
            : throw new ArgumentException($"no value for input {input.Input.Name}")))];
    }
}
