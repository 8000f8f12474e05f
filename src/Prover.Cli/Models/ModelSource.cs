using Prover.Cli.Failures;
using Prover.Cli.Files;
using Prover.Onnx.Artefacts;
using Prover.Onnx.Compilation;
using Prover.Verifier.Artefacts;

namespace Prover.Cli.Models;

/// <summary>Where compiled models come from: ONNX files, our circuits, our proving keys.</summary>
internal static class ModelSource
{
    /// <summary>Compiles an ONNX file.</summary>
    /// <exception cref="CommandFailure">The file cannot be read, or is one of ours.</exception>
    public static CompiledModel Compile(string path, CompilationOptions options)
    {
        CheckOnnx(path);
        CompiledModel model = ModelCompiler.Compile(path, options);
        Validate(path, model);
        return model;
    }

    /// <summary>Refuses files of ours where an ONNX file is expected.</summary>
    /// <exception cref="CommandFailure">The file cannot be read, or is one of ours.</exception>
    public static void CheckOnnx(string path)
    {
        ReadOnlySpan<byte> start = InputFile.Read(path);
        if (ArtefactEnvelope.KindOf(start) is { } kind)
        {
            throw new CommandFailure(
                ExitCode.BadInput, "wrong_kind", $"{path}: it is a {ArtefactEnvelope.Name(kind)}, not an ONNX model");
        }
    }

    /// <summary>Refuses circuits beyond the limits of the format.</summary>
    /// <exception cref="CommandFailure">A limit is exceeded; the message says which.</exception>
    public static void Validate(string path, CompiledModel model)
    {
        try
        {
            CircuitValidator.Validate(model.Network.Circuit);
        }
        catch (MalformedArtefactException fault)
        {
            throw new CommandFailure(ExitCode.ModelNotSupported, "model_not_supported", $"{path}: {fault.Message}", null, fault);
        }
    }

    /// <summary>Reads a circuit.</summary>
    /// <exception cref="CommandFailure">The file cannot be read or is not a circuit.</exception>
    public static CompiledModel ReadCircuit(string path) => ArtefactFile.Read(path, static bytes => CompiledModelFile.Read(bytes));

    /// <summary>Reads a circuit, or compiles anything that is not one of our files.</summary>
    /// <exception cref="CommandFailure">The file cannot be read or is neither.</exception>
    public static CompiledModel ReadOrCompile(string path, CompilationOptions options) =>
        ArtefactEnvelope.KindOf(InputFile.Read(path)) is null ? Compile(path, options) : ReadCircuit(path);
}
