using System.Buffers;
using Prover.Onnx.Compilation;
using Prover.Proving.Artefacts;
using Prover.Proving.Circuits;
using Prover.Verifier.Artefacts;

namespace Prover.Onnx.Artefacts;

/// <summary>A compiled model as a file (SPEC §8.6): what `compile` writes and everything after it reads.</summary>
public static class CompiledModelFile
{
    private const int MaximumNotes = 1 << 12;
    private const int MaximumNoteBytes = 1 << 12;

    /// <summary>Reads a file.</summary>
    /// <exception cref="MalformedArtefactException">The file is not a compiled model.</exception>
    public static CompiledModel Read(ReadOnlySpan<byte> file) => ReadPayload(ArtefactEnvelope.Unwrap(ArtefactKind.Circuit, file));

    /// <summary>The file of a compiled model; equal models give equal bytes.</summary>
    public static byte[] Write(CompiledModel model) => ArtefactEnvelope.Wrap(ArtefactKind.Circuit, WritePayload(model));

    /// <summary>Reads the content of a file.</summary>
    /// <exception cref="MalformedArtefactException">It is not a compiled model.</exception>
    public static CompiledModel ReadPayload(ReadOnlySpan<byte> bytes)
    {
        var reader = new MessagePackReader(bytes);
        reader.ReadArrayHeaderOf(4);
        Network network = NetworkReader.Read(reader.ReadBytes());
        ModelInterface face = ModelInterface.Read(reader.ReadBytes(VerificationKey.MaximumInterfaceBytes));
        string[] notes = new string[reader.ReadArrayHeader(MaximumNotes)];
        for (int i = 0; i < notes.Length; i++) notes[i] = reader.ReadString(MaximumNoteBytes);
        int nodes = reader.ReadInt32(0, int.MaxValue);
        reader.Finish();
        return new(network, face.Inputs, face.Head, notes, nodes);
    }

    /// <summary>The content of a file.</summary>
    public static byte[] WritePayload(CompiledModel model)
    {
        ArgumentNullException.ThrowIfNull(model);
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(4);
        writer.Write(NetworkWriter.Write(model.Network));
        writer.Write(ModelInterface.Of(model).Write());
        writer.WriteArrayHeader(model.Notes.Count);
        foreach (string note in model.Notes) writer.Write(note);
        writer.Write(model.NodeCount);
        writer.Flush();
        return output.WrittenSpan.ToArray();
    }
}
