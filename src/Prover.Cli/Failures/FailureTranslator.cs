using Prover.Onnx.Inputs;
using Prover.Onnx.Model;
using Prover.Onnx.Runtime;
using Prover.Proving.Circuits;
using Prover.Verifier.Artefacts;

namespace Prover.Cli.Failures;

/// <summary>Turns any exception into what a caller is told.</summary>
internal static class FailureTranslator
{
    /// <summary>The failure for an exception.</summary>
    public static CommandFailure Translate(Exception error) => error switch
    {
        CommandFailure failure => failure,
        OperationCanceledException => new(ExitCode.Cancelled, "cancelled", "cancelled; nothing was written", null, error),
        AggregateException { InnerExceptions: [var inner] } => Translate(inner),
        InvalidInputException => new(
            ExitCode.BadInput, "invalid_input", error.Message, "`prover inspect` of the circuit lists inputs with shapes and types", error),
        InvalidModelException => new(ExitCode.BadInput, "invalid_model", error.Message, null, error),
        ModelNotSupportedException => new(ExitCode.ModelNotSupported, "model_not_supported", error.Message, null, error),
        InvalidNetworkException => new(ExitCode.ModelNotSupported, "model_not_supported", error.Message, null, error),
        MalformedArtefactException fault => new(ExitCode.BadInput, CodeOf(fault.Fault), fault.Message, null, error),
        DllNotFoundException => new(
            ExitCode.Environment, "library_missing", error.Message, "`prover doctor` says what is missing", error),
        OnnxRuntimeException => new(ExitCode.Environment, "onnx_runtime", error.Message, null, error),
        OutOfMemoryException => new(
            ExitCode.Environment, "out_of_memory", "there is not enough memory", "fewer threads or a smaller batch need less", error),
        IOException or UnauthorizedAccessException => new(ExitCode.Environment, "io", error.Message, null, error),
        _ => new(
            ExitCode.Environment,
            "internal",
            $"internal error: {error.Message}",
            "run again with --debug and report what it prints",
            error),
    };

    /// <summary>The failure for a fault in a file.</summary>
    public static CommandFailure OfFile(string path, MalformedArtefactException fault) =>
        new(ExitCode.BadInput, CodeOf(fault.Fault), $"{path}: {fault.Message}", HintOf(fault.Fault), fault);

    private static string CodeOf(ArtefactFault fault) => fault switch
    {
        ArtefactFault.NotThisKind => "wrong_kind",
        ArtefactFault.OtherVersion => "other_version",
        ArtefactFault.Truncated => "truncated",
        ArtefactFault.Corrupt => "corrupt",
        _ => "malformed",
    };

    private static string? HintOf(ArtefactFault fault) => fault switch
    {
        ArtefactFault.OtherVersion => "make it again with this version of the program",
        ArtefactFault.Truncated or ArtefactFault.Corrupt => "copy or make the file again",
        _ => null,
    };
}
