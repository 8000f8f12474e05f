using Prover.Onnx.Heads;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Compilation;

/// <summary>What a name of the graph stands for while it is turned into a network.</summary>
/// <param name="Shape">Its shape.</param>
internal abstract record NetworkValue(int[] Shape);

/// <summary>Known at compile time.</summary>
/// <param name="Tensor">The elements.</param>
internal sealed record ConstantValue(DenseTensor Tensor) : NetworkValue(Tensor.Shape);

/// <summary>An 8-bit tensor of the proof.</summary>
/// <param name="X">The activation.</param>
/// <param name="ElementType">UInt8 or Int8.</param>
internal sealed record QuantizedValue(Activation X, TensorElementType ElementType) : NetworkValue(X.Shape);

/// <summary>A float input of the model before its QuantizeLinear, rearranged or not.</summary>
/// <param name="Name">The input.</param>
/// <param name="Shape">Its shape.</param>
internal sealed record FloatInputValue(string Name, int[] Shape) : NetworkValue(Shape)
{
    /// <summary>The shape in which it is quantised: the one that the model declares, unless it is prepared.</summary>
    internal int[] Declared { get; init; } = Shape;

    /// <summary>What is computed from the input before it is quantised; null where that is nothing.</summary>
    internal PublicHead? Preparation { get; init; }

    /// <summary>The shape that the model declares where it is prepared.</summary>
    internal int[]? Unprepared { get; init; }

    /// <summary>From the quantised input to its rearrangement.</summary>
    internal Func<Activation, Activation> Move { get; init; } = static x => x;
}

/// <summary>A value that both sides compute from public integers after the proof: the head of the network.</summary>
/// <param name="Shape">Its shape.</param>
internal sealed record HeadValue(int[] Shape) : NetworkValue(Shape);

/// <summary>The output of a node that was reported as unsupported; whatever reads it is not reported again.</summary>
internal sealed record UnknownValue() : NetworkValue([]);
