using Prover.Onnx.Heads;
using Prover.Onnx.Inputs;
using Prover.Onnx.Tensors;
using Prover.Proving.Circuits;
using Prover.Proving.Witness;

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
    /// <summary>
    /// Whether the arithmetic is that of ONNX Runtime's int8 kernels (<see cref="Runtime.SessionOptions.Int8Kernels"/>), not that of
    /// its default on x86-64, because an int8 activation has several readers (DECISIONS/0012).
    /// </summary>
    public bool UsesInt8Kernels { get; init; }

    /// <summary>The integers of every network input.</summary>
    /// <param name="tensors">The model's inputs by name.</param>
    /// <exception cref="ArgumentException">An input is missing, or of another type or size.</exception>
    /// <exception cref="InvalidInputException">An integer is beyond what the compiled model takes; the message says which.</exception>
    public int[][] Quantize(IReadOnlyDictionary<string, DenseTensor> tensors) => Quantize(tensors, new Dictionary<string, int[]>());

    /// <summary>The integers of every network input.</summary>
    /// <param name="tensors">Model inputs by name.</param>
    /// <param name="integers">The integers of inputs that are known as such, by name; they need no tensor.</param>
    /// <exception cref="ArgumentException">An input is missing, or of another type or size.</exception>
    /// <exception cref="InvalidInputException">An integer is beyond what the compiled model takes; the message says which.</exception>
    public int[][] Quantize(IReadOnlyDictionary<string, DenseTensor> tensors, IReadOnlyDictionary<string, int[]> integers)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        ArgumentNullException.ThrowIfNull(integers);
        return [.. Inputs.Select((input, i) => Checked(
            Network.Inputs[i],
            integers.TryGetValue(input.Input.Name, out int[]? known) ? known
                : tensors.TryGetValue(input.Input.Name, out DenseTensor? tensor) ? input.Apply(tensor)
                : throw new ArgumentException($"no value for input {input.Input.Name}")))];
    }

    private static int[] Checked(NetworkInput input, int[] values)
    {
        long count = input.Shape.Aggregate(1L, static (product, size) => product * size);
        if (values.Length != count) throw new ArgumentException($"input {input.Name} has {values.Length} integers instead of {count}");
        int beyond = Array.FindIndex(values, value => value < input.Low || value > input.High);
        return beyond < 0 ? values : throw new InvalidInputException(
            input.Name,
            $"element {beyond} is {values[beyond]}, but the compiled model takes integers from {input.Low} to {input.High} here: "
            + "positions in what they pick from, counted from 0, or values that it distinguishes, or else 16 bits");
    }

    /// <summary>The model's outputs, in order, from the public integers of a witness.</summary>
    public IReadOnlyList<KeyValuePair<string, DenseTensor>> Outputs(WitnessProgram program, WitnessTrace trace)
    {
        ArgumentNullException.ThrowIfNull(program);
        return Outputs([.. Network.Outputs.Select((_, i) => program.Output(trace, i))]);
    }

    /// <summary>The model's outputs, in order, from the integers of every output of the network, in its order.</summary>
    public IReadOnlyList<KeyValuePair<string, DenseTensor>> Outputs(IReadOnlyList<int[]> integers) => Head.Evaluate(
        Network.Outputs.Select((output, i) => (output.Name, Values: integers[i]))
            .ToDictionary(static output => output.Name, static output => output.Values));

    /// <summary>Integer inference without a proof.</summary>
    /// <param name="tensors">The model's inputs by name.</param>
    /// <param name="threads">The greatest number of threads.</param>
    /// <returns>The model's outputs in order.</returns>
    /// <exception cref="ArgumentException">An input is missing, or of another type or size.</exception>
    /// <exception cref="InvalidInputException">An integer is beyond what the compiled model takes; the message says which.</exception>
    public IReadOnlyList<KeyValuePair<string, DenseTensor>> Run(IReadOnlyDictionary<string, DenseTensor> tensors, int threads = 1)
    {
        var program = new WitnessProgram(Network);
        return Outputs(program, program.Execute(Quantize(tensors), threads));
    }
}
