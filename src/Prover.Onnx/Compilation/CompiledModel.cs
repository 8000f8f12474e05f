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
    /// <summary>The integers of every network input.</summary>
    /// <param name="tensors">The model's inputs by name.</param>
    /// <exception cref="ArgumentException">An input is missing, or of another type or size.</exception>
    /// <exception cref="InvalidInputException">An integer is beyond what the compiled model takes; the message says which.</exception>
    public int[][] Quantize(IReadOnlyDictionary<string, DenseTensor> tensors)
    {
        ArgumentNullException.ThrowIfNull(tensors);
        return [.. Inputs.Select((input, i) => Checked(Network.Inputs[i], input.Apply(
            tensors.TryGetValue(input.Input.Name, out DenseTensor? tensor)
                ? tensor
                : throw new ArgumentException($"no value for input {input.Input.Name}"))))];
    }

    private static int[] Checked(NetworkInput input, int[] values)
    {
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
        return Head.Evaluate(Network.Outputs
            .Select((output, i) => (output.Name, Values: program.Output(trace, i)))
            .ToDictionary(static output => output.Name, static output => output.Values));
    }

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
