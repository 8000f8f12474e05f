using Prover.Onnx.Tensors;

namespace Prover.Onnx.Inputs;

/// <summary>What a model expects for one of its inputs.</summary>
/// <param name="Name">The input's name in the model.</param>
/// <param name="ElementType">The type of its elements.</param>
/// <param name="Shape">Its shape for one run, every axis known.</param>
public sealed record ModelInput(string Name, TensorElementType ElementType, int[] Shape);
