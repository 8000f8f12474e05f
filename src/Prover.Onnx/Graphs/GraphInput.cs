using Prover.Onnx.Tensors;

namespace Prover.Onnx.Graphs;

/// <summary>An input of the whole model; an axis of unknown length is -1 and may have a name.</summary>
/// <param name="Name">The value's name.</param>
/// <param name="ElementType">Its element type.</param>
/// <param name="Shape">Axis lengths; -1 where unknown.</param>
/// <param name="AxisNames">Names of unknown axes, null where there is none.</param>
internal sealed record GraphInput(string Name, TensorElementType ElementType, int[] Shape, string?[] AxisNames);
