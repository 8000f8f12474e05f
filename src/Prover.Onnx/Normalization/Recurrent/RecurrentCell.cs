using Prover.Onnx.Tensors;

namespace Prover.Onnx.Normalization.Recurrent;

/// <summary>
/// Writes single steps of one direction. A step multiplies inputs and state side by side, [x, h], by one matrix: the sum that
/// enters a gate's function is then one integer accumulator, not two values rounded to 8 bits.
/// </summary>
internal abstract class RecurrentCell
{
    private static readonly float[] Ones = [1];

    private readonly Dictionary<string, string> constants = [];
    private ((string X, string H) Operands, string Value) joined;

    /// <summary>Prepares the steps of one direction.</summary>
    /// <param name="target">Where nodes go.</param>
    /// <param name="weights">The constants.</param>
    /// <param name="activations">The functions of this direction.</param>
    /// <param name="clip">The bound of what enters a function, null for none.</param>
    protected RecurrentCell(NodeReplacement target, CellWeights weights, CellActivation[] activations, float? clip)
    {
        Target = target;
        Weights = weights;
        Activations = activations;
        Clip = clip;
    }

    /// <summary>Where nodes go.</summary>
    protected NodeReplacement Target { get; }

    /// <summary>The constants.</summary>
    protected CellWeights Weights { get; }

    /// <summary>The functions f, g, h of the operator's definition.</summary>
    protected CellActivation[] Activations { get; }

    private float? Clip { get; }

    /// <summary>Writes one step.</summary>
    /// <param name="x">The inputs: [batch, inputs].</param>
    /// <param name="state">The state before; null values are zeros.</param>
    internal abstract CellState Step(string x, CellState state);

    /// <summary>x · W + h · R + both biases for some gates: [batch, gates · hidden]; h may be null for zeros.</summary>
    protected string Linear(string x, string? h, params int[] gates)
    {
        string key = string.Join(",", gates);
        string bias = Shared($"bias{key}", () => Vector(Weights.BothBiases(gates)));
        return h is null
            ? Gemm(x, Shared($"input{key}", () => Weights.Input(gates)), bias)
            : Gemm(Joined(x, h), Shared($"both{key}", () => Weights.Both(gates)), bias);
    }

    /// <summary>[x, h], once for all gates of a step.</summary>
    private string Joined(string x, string h)
    {
        if (joined.Operands != (x, h))
        {
            joined = ((x, h), Target.Concat(1, x, h));
        }

        return joined.Value;
    }

    /// <summary>value · matrix + bias.</summary>
    protected string Gemm(string value, string matrix, string bias) => Target.Node("Gemm", value, matrix, bias);

    /// <summary>A constant that all steps share.</summary>
    protected string Shared(string key, Func<DenseTensor> create)
    {
        if (!constants.TryGetValue(key, out string? name))
        {
            constants[key] = name = Target.Constant(key, create());
        }

        return name;
    }

    /// <summary>A vector as a tensor.</summary>
    protected static DenseTensor Vector(float[] values) => DenseTensor.Create(values, values.Length);

    /// <summary>1 - value.</summary>
    protected string OneMinus(string value) => Target.Node("Sub", Shared("one", static () => DenseTensor.Create(Ones)), value);

    /// <summary>An activation function applied to a clipped value.</summary>
    protected string Activate(int function, string value)
    {
        string bounded = value;
        if (Clip is { } bound)
        {
            string low = Shared("low", () => DenseTensor.Create(new[] { -bound }));
            bounded = Target.Node("Clip", value, low, Shared("high", () => DenseTensor.Create(new[] { bound })));
        }

        return Activations[function].Apply(Target, bounded);
    }

    /// <summary>Some units of a value: [batch, gates · hidden] becomes [batch, hidden].</summary>
    protected string Gate(string value, int index) =>
        Target.Slice(value, 1, (long)index * Weights.HiddenSize, (long)(index + 1) * Weights.HiddenSize);
}
