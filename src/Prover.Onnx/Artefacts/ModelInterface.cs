using System.Buffers;
using Prover.Onnx.Compilation;
using Prover.Onnx.Heads;
using Prover.Onnx.Inputs;
using Prover.Onnx.Model;
using Prover.Onnx.Tensors;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;

namespace Prover.Onnx.Artefacts;

/// <summary>
/// What lies between a model's own tensors and the integers of a proof (SPEC §8.7): how inputs are quantised, and the head that
/// computes the outputs. A verification key carries it, so that a verifier can speak of the model's inputs and outputs.
/// </summary>
/// <param name="Inputs">How each model input becomes integers.</param>
/// <param name="Head">How public integers become the model's outputs.</param>
public sealed record ModelInterface(IReadOnlyList<InputQuantization> Inputs, PublicHead Head)
{
    private const int MaximumInputs = 1 << 10;
    private const int MaximumNameBytes = 1 << 12;

    /// <summary>The interface of a compiled model.</summary>
    public static ModelInterface Of(CompiledModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        return new(model.Inputs, model.Head);
    }

    /// <summary>Reads an interface.</summary>
    /// <exception cref="MalformedArtefactException">The bytes are not an interface.</exception>
    public static ModelInterface Read(ReadOnlySpan<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        reader.ReadArrayHeaderOf(2);
        var inputs = new InputQuantization[reader.ReadArrayHeader(MaximumInputs)];
        for (int i = 0; i < inputs.Length; i++) inputs[i] = ReadInput(ref reader);
        byte[] head = reader.ReadBytes(VerificationKey.MaximumInterfaceBytes).ToArray();
        reader.Finish();
        return new(inputs, ReadHead(head));
    }

    /// <summary>
    /// Refuses an interface that is silent about a public input of its circuit or describes one of another size: comparing inputs through
    /// it would compare less than everything.
    /// </summary>
    /// <exception cref="MalformedArtefactException">The interface does not fit.</exception>
    public void CheckInputs(Circuit circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        foreach (PublicTensor tensor in circuit.Publics.Where(tensor => tensor.IsInput))
        {
            InputQuantization? input = Inputs.FirstOrDefault(input => input.Input.Name == tensor.Name)
                ?? throw new MalformedArtefactException(ArtefactFault.Malformed, $"the interface lacks the public input {tensor.Name}");
            long count = input.Input.Shape.Aggregate(1L, (product, size) => product * size);
            if (count == circuit.Tensors[tensor.Tensor].Count) continue;
            throw new MalformedArtefactException(
                ArtefactFault.Malformed,
                $"input {tensor.Name} has {count} elements in the interface and {circuit.Tensors[tensor.Tensor].Count} in the circuit");
        }
    }

    /// <summary>The bytes of the interface.</summary>
    public byte[] Write()
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(2);
        writer.WriteArrayHeader(Inputs.Count);
        foreach (InputQuantization input in Inputs)
        {
            writer.WriteArrayHeader(input.Preparation is null ? 6 : 7);
            writer.Write(input.Input.Name);
            writer.Write((int)input.Input.ElementType);
            writer.WriteArrayHeader(input.Input.Shape.Length);
            foreach (int size in input.Input.Shape) writer.Write(size);
            writer.Write(BitConverter.SingleToUInt32Bits(input.Scale));
            writer.Write(input.ZeroPoint);
            writer.Write((int)input.ElementType);
            if (input.Preparation is not null) writer.Write(input.Preparation.ToBytes());
        }
        writer.Write(Head.ToBytes());
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    /// <summary>The model's outputs that public integers stand for; others are left out.</summary>
    /// <param name="circuit">The circuit whose public tensors the values are of.</param>
    /// <param name="statement">A statement that fits the circuit.</param>
    /// <exception cref="MalformedArtefactException">The head does not fit the circuit.</exception>
    public IReadOnlyList<KeyValuePair<string, DenseTensor>> Outputs(Circuit circuit, Statement statement)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        ArgumentNullException.ThrowIfNull(statement);
        var integers = new Dictionary<string, int[]>();
        for (int i = 0; i < circuit.Publics.Length; i++)
        {
            if (!circuit.Publics[i].IsInput) integers[circuit.Publics[i].Name] = statement.PublicValues[i];
        }
        try
        {
            return Head.EvaluateKnown(integers);
        }
        catch (Exception error) when (error is ArgumentException or InvalidCastException or IndexOutOfRangeException
            or KeyNotFoundException or FormatException or NotSupportedException)
        {
            throw new MalformedArtefactException(ArtefactFault.Malformed, $"the head does not fit the circuit: {error.Message}");
        }
    }

    private static PublicHead ReadHead(byte[] bytes)
    {
        try
        {
            return PublicHead.FromBytes(bytes);
        }
        catch (Exception error) when (error is InvalidModelException or ModelNotSupportedException)
        {
            throw new MalformedArtefactException(ArtefactFault.Malformed, error.Message);
        }
    }

    private static InputQuantization ReadInput(ref MessagePackReader reader)
    {
        int fields = reader.ReadArrayHeader(7);
        if (fields < 6) throw new MalformedArtefactException(ArtefactFault.Malformed, "an input of the interface lacks fields");
        string name = reader.ReadString(MaximumNameBytes);
        TensorElementType type = ReadType(ref reader);
        int[] shape = new int[reader.ReadArrayHeader(4 * CircuitLimits.Rank)];
        long count = 1;
        for (int axis = 0; axis < shape.Length; axis++)
        {
            shape[axis] = reader.ReadInt32(1, int.MaxValue);
            count *= shape[axis];
            if (count > CircuitLimits.Size) throw new MalformedArtefactException(ArtefactFault.Malformed, $"input {name} is too large");
        }
        float scale = BitConverter.UInt32BitsToSingle(reader.ReadUInt32());
        var input = new InputQuantization(new ModelInput(name, type, shape), scale, reader.ReadInt32(), ReadType(ref reader));
        if (fields == 6) return input;
        byte[] preparation = reader.ReadBytes(VerificationKey.MaximumInterfaceBytes).ToArray();
        return input with { Preparation = ReadHead(preparation) };
    }

    private static TensorElementType ReadType(ref MessagePackReader reader) =>
        (TensorElementType)reader.ReadInt32((int)TensorElementType.Float, (int)TensorElementType.UInt64);
}
