using System.Buffers;
using Prover.Proving.Circuits;
using Prover.Proving.Witness;
using Prover.Verifier.Artefacts;

namespace Prover.Proving.Artefacts;

/// <summary>Encodes a network (SPEC §8.6). Equal networks have equal bytes.</summary>
public static class NetworkWriter
{
    /// <summary>The bytes of a network.</summary>
    public static byte[] Write(Network network)
    {
        ArgumentNullException.ThrowIfNull(network);
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(6);
        writer.Write(CircuitWriter.Write(network.Circuit));
        writer.WriteArrayHeader(network.ModelValues.Length);
        foreach (int[] values in network.ModelValues) PackedIntegers.Write(ref writer, values);
        writer.WriteArrayHeader(network.Steps.Length);
        foreach (WitnessStep step in network.Steps) Write(ref writer, step);
        writer.WriteArrayHeader(network.Inputs.Length);
        foreach (NetworkInput input in network.Inputs) Write(ref writer, input);
        writer.WriteArrayHeader(network.Outputs.Length);
        foreach (NetworkOutput result in network.Outputs) Write(ref writer, result);
        writer.WriteArrayHeader(network.Statistics.Layers.Length);
        foreach (LayerStatistics layer in network.Statistics.Layers) Write(ref writer, layer);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }

    private static void Write(ref MessagePackWriter writer, WitnessStep step)
    {
        (WitnessStepKind kind, int[] numbers) = WitnessStepEncoding.Encode(step);
        writer.WriteArrayHeader(2 + numbers.Length);
        writer.Write((int)kind);
        writer.Write(step.Node);
        foreach (int number in numbers) writer.Write(number);
    }

    private static void Write(ref MessagePackWriter writer, NetworkInput input)
    {
        writer.WriteArrayHeader(7);
        writer.Write(input.Name);
        writer.Write(input.Tensor);
        CircuitWriter.Write(ref writer, input.Shape);
        writer.Write(input.ZeroPoint);
        writer.Write(input.Low);
        writer.Write(input.High);
        writer.Write((int)input.Visibility);
    }

    private static void Write(ref MessagePackWriter writer, NetworkOutput output)
    {
        writer.WriteArrayHeader(7);
        writer.Write(output.Name);
        writer.Write(output.Tensor);
        CircuitWriter.Write(ref writer, output.Shape);
        writer.Write(output.ZeroPoint);
        writer.Write(output.Low);
        writer.Write(output.High);
        writer.Write((int)output.Visibility);
    }

    private static void Write(ref MessagePackWriter writer, LayerStatistics layer)
    {
        writer.WriteArrayHeader(7);
        writer.Write(layer.Node);
        writer.Write(layer.Parameters);
        writer.Write(layer.Products);
        writer.Write(layer.Contractions);
        writer.Write(layer.Lookups);
        writer.Write(layer.TableRows);
        writer.Write(layer.Committed);
    }
}
