using Prover.Onnx.Tensors;

namespace Prover.Onnx.Normalization.Recurrent;

/// <summary>
/// The constants of one direction of a recurrent layer. Rows of the operator's matrices are grouped by gate; here matrices are
/// transposed, so that a row vector of the input is multiplied from the left.
/// </summary>
internal sealed class CellWeights
{
    private readonly float[] inputWeights;
    private readonly float[] recurrentWeights;
    private readonly float[] biases;
    private readonly float[] peepholes;

    /// <summary>Cuts one direction out of the operator's constants.</summary>
    /// <param name="inputWeights">W: [directions, gates · hidden, inputs].</param>
    /// <param name="recurrentWeights">R: [directions, gates · hidden, hidden].</param>
    /// <param name="biases">B: [directions, 2 · gates · hidden], or null.</param>
    /// <param name="peepholes">P: [directions, 3 · hidden], or null.</param>
    /// <param name="direction">Which direction.</param>
    internal CellWeights(DenseTensor inputWeights, DenseTensor recurrentWeights, DenseTensor? biases, DenseTensor? peepholes, int direction)
    {
        HiddenSize = recurrentWeights.Shape[2];
        InputSize = inputWeights.Shape[2];
        int rows = inputWeights.Shape[1];
        this.inputWeights = Part(inputWeights, direction, rows * InputSize);
        this.recurrentWeights = Part(recurrentWeights, direction, rows * HiddenSize);
        this.biases = biases is null ? new float[2 * rows] : Part(biases, direction, 2 * rows);
        this.peepholes = peepholes is null ? [] : Part(peepholes, direction, 3 * HiddenSize);
    }

    /// <summary>The number of inputs per step.</summary>
    internal int InputSize { get; }

    /// <summary>The number of units.</summary>
    internal int HiddenSize { get; }

    /// <summary>Whether gates see the cell state.</summary>
    internal bool HasPeepholes => peepholes.Length > 0;

    /// <summary>The matrix that inputs are multiplied by for some gates: [inputs, gates · hidden].</summary>
    internal DenseTensor Input(params int[] gates) => Matrix(inputWeights, InputSize, gates);

    /// <summary>The matrix that the state is multiplied by for some gates: [hidden, gates · hidden].</summary>
    internal DenseTensor Recurrent(params int[] gates) => Matrix(recurrentWeights, HiddenSize, gates);

    /// <summary>The matrix for inputs and state side by side: [inputs + hidden, gates · hidden].</summary>
    internal DenseTensor Both(params int[] gates)
    {
        float[] values = [.. Input(gates).As<float>(), .. Recurrent(gates).As<float>()];
        return DenseTensor.Create(values, InputSize + HiddenSize, gates.Length * HiddenSize);
    }

    /// <summary>The bias that belongs to the inputs.</summary>
    internal float[] InputBias(params int[] gates) => Bias(0, gates);

    /// <summary>The bias that belongs to the state.</summary>
    internal float[] RecurrentBias(params int[] gates) => Bias(biases.Length / 2, gates);

    /// <summary>Both biases.</summary>
    internal float[] BothBiases(params int[] gates) =>
        [.. InputBias(gates).Zip(RecurrentBias(gates), static (input, recurrent) => input + recurrent)];

    /// <summary>The weights by which a gate sees the cell state: input 0, output 1, forget 2.</summary>
    internal float[] Peephole(int gate) => peepholes[(gate * HiddenSize)..((gate + 1) * HiddenSize)];

    private static float[] Part(DenseTensor tensor, int direction, int length) =>
        tensor.As<float>()[(direction * length)..((direction + 1) * length)];

    private float[] Bias(int offset, int[] gates) =>
        [.. gates.SelectMany(gate => biases.Skip(offset + (gate * HiddenSize)).Take(HiddenSize))];

    private DenseTensor Matrix(float[] rows, int width, int[] gates)
    {
        float[] values = new float[width * gates.Length * HiddenSize];
        for (int i = 0; i < values.Length; i++)
        {
            int column = i % (gates.Length * HiddenSize);
            int row = (gates[column / HiddenSize] * HiddenSize) + (column % HiddenSize);
            values[i] = rows[(row * width) + (i / (gates.Length * HiddenSize))];
        }

        return DenseTensor.Create(values, width, gates.Length * HiddenSize);
    }
}
