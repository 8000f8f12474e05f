using Prover.Onnx.Tensors;

namespace Prover.Conformance.Tests.Drawn;

/// <summary>A float tensor of a random network, quantised or on its way to be.</summary>
/// <param name="Name">Its name.</param>
/// <param name="Shape">Its shape.</param>
/// <param name="Reach">About its greatest absolute value.</param>
internal sealed record DrawnTensor(string Name, int[] Shape, double Reach)
{
    /// <summary>Whether it is an input of the network.</summary>
    public bool IsInput { get; init; }

    /// <summary>Whether a layer reads it.</summary>
    public bool IsUsed { get; set; }

    /// <summary>The number of elements.</summary>
    public int Count => DenseTensor.ElementCount(Shape);
}
