using Google.Protobuf;
using Prover.Onnx.Artefacts;
using Prover.Onnx.Compilation;
using Prover.Onnx.Model;
using Prover.Proving.Circuits;
using Prover.Verifier.Artefacts;

namespace Prover.Onnx.Stripping;

/// <summary>
/// Takes out of a model what circuits of private weights hide (SPEC §11.9): whoever compiles what is left has the same circuit and
/// interface, and so can audit ids of the model (§11.8). Rules only say which tensors to try: one is replaced by zeros if, and only if,
/// compiling without it gives the same bytes.
/// </summary>
public sealed class ModelStripper
{
    private readonly string file;
    private readonly CompilationOptions options;
    private readonly ModelProto model;
    private readonly byte[] circuit, meaning;
    private readonly List<StorableTensor> removed = [];
    private readonly List<KeptTensor> kept = [];
    private readonly Action<double> advance;
    private readonly int candidateCount;

    private ModelStripper(string file, CompiledModel compiled, CompilationOptions options, Action<double> advance)
    {
        this.file = file;
        this.options = options;
        this.advance = advance;
        (circuit, meaning) = Describe(compiled);
        // What the schema does not name, such as training information, is left out.
        model = ModelProto.Parser.WithDiscardUnknownFields(true).ParseFrom(File.ReadAllBytes(file));
        Remarks.Remove(model);
        List<StorableTensor> tensors = StorableTensor.AllOf(model.Graph, Path.GetDirectoryName(Path.GetFullPath(file)));
        StorableTensor[] candidates = [.. tensors.Where(tensor => StripCandidates.Includes(model.Graph, tensor))];
        candidateCount = candidates.Length;
        // Integers nearly always go all at once, floats nearly never.
        Remove([.. candidates.Where(static tensor => !tensor.IsFloat)]);
        Remove([.. candidates.Where(static tensor => tensor.IsFloat)]);
        // What is written must pass, also if no tensor did.
        if (Difference() is not null) throw new InvalidModelException(file, "rewritten without its weights it has another circuit");
    }

    /// <summary>Strips a model file.</summary>
    /// <param name="file">The ONNX file.</param>
    /// <param name="compiled">What it compiles to with the same options.</param>
    /// <param name="options">How it is compiled, with private weights.</param>
    /// <param name="advance">Called with the share of work that is done, from 0 to 1; may throw to cancel.</param>
    /// <returns>A file that compiles to the same circuit and interface, byte for byte.</returns>
    /// <exception cref="ArgumentException">The weights are public, so that the circuit would not hide them.</exception>
    /// <exception cref="InvalidModelException">The file is not well formed.</exception>
    public static StrippedModel Strip(string file, CompiledModel compiled, CompilationOptions options, Action<double> advance)
    {
        ArgumentNullException.ThrowIfNull(compiled);
        ArgumentNullException.ThrowIfNull(options);
        ArgumentNullException.ThrowIfNull(advance);
        if (options.Visibility.Weights != TensorVisibility.Private) throw new ArgumentException("the weights are public", nameof(options));
        try
        {
            var stripper = new ModelStripper(file, compiled, options, advance);
            long elements = stripper.removed.Sum(static tensor => tensor.Elements);
            return new(stripper.model.ToByteArray(), stripper.removed.Count, elements, stripper.kept);
        }
        catch (Exception error) when (error is FormatException or InvalidProtocolBufferException)
        {
            throw new InvalidModelException(file, error.Message, error);
        }
    }

    /// <summary>Replaces as many tensors as possible by zeros: all, or half and half.</summary>
    private void Remove(ReadOnlySpan<StorableTensor> tensors)
    {
        if (tensors.IsEmpty) return;
        foreach (StorableTensor tensor in tensors) tensor.Clear();
        string? reason = Difference();
        if (reason is null)
        {
            removed.AddRange(tensors);
        }
        else
        {
            foreach (StorableTensor tensor in tensors) tensor.Restore();
            if (tensors.Length == 1)
            {
                kept.Add(new(tensors[0].Name, tensors[0].Elements, reason));
            }
            else
            {
                Remove(tensors[..(tensors.Length / 2)]);
                Remove(tensors[(tensors.Length / 2)..]);
            }
        }
        advance((double)(removed.Count + kept.Count) / candidateCount);
    }

    /// <summary>What the zeros in the model do to what it compiles to; null for nothing.</summary>
    private string? Difference()
    {
        try
        {
            (byte[] otherCircuit, byte[] otherMeaning) = Describe(ModelCompiler.Compile(model.ToByteArray(), file, options));
            if (!otherCircuit.AsSpan().SequenceEqual(circuit)) return "the circuit depends on it";
            return otherMeaning.AsSpan().SequenceEqual(meaning) ? null : "what inputs and outputs mean depends on it";
        }
        catch (Exception error) when (error is not (OutOfMemoryException or OperationCanceledException))
        {
            // Zeros where no exporter puts any may be nonsense in any way.
            return "the model does not compile with zeros in its place";
        }
    }

    private static (byte[] Circuit, byte[] Interface) Describe(CompiledModel compiled) =>
        (CircuitWriter.Write(compiled.Network.Circuit), ModelInterface.Of(compiled).Write());
}
