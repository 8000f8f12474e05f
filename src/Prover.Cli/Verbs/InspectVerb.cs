using System.CommandLine;
using Prover.Cli.Commands;
using Prover.Cli.Failures;
using Prover.Cli.Files;
using Prover.Cli.Inspection;
using Prover.Cli.Output;
using Prover.Onnx.Artefacts;
using Prover.Proving.Hashed;
using Prover.Verifier.Artefacts;

namespace Prover.Cli.Verbs;

/// <summary>`inspect`: any of our files in words.</summary>
internal sealed class InspectVerb : IVerb
{
    private readonly Argument<string> file = new("FILE") { Description = "A circuit, a key, a proof, a refresh proof or an opening" };

    /// <summary>Defines the argument.</summary>
    public InspectVerb() => Definition = new("inspect", "Describe a circuit, a key, a proof, a refresh proof or an opening") { file };

    /// <inheritdoc/>
    public Command Definition { get; }

    /// <inheritdoc/>
    public CommandResult Execute(ParseResult arguments, CommandContext context)
    {
        string path = arguments.GetRequiredValue(file);
        return ArtefactFile.Read(path, bytes => ArtefactEnvelope.KindOf(bytes) switch
        {
            ArtefactKind.Circuit => ModelInspection.OfCircuit(CompiledModelFile.Read(bytes), bytes.Length),
            ArtefactKind.ProvingKey => ModelInspection.OfProvingKey(ProvingKeyFile.Read(bytes), bytes.Length),
            ArtefactKind.VerificationKey => KeyInspection.Of(VerificationKey.Read(bytes), bytes.Length),
            ArtefactKind.Proof => ProofInspection.Of(ProofArtefact.Read(bytes), bytes.Length),
            ArtefactKind.Refresh => RefreshInspection.Of(RefreshArtefact.Read(bytes), bytes.Length),
            ArtefactKind.Opening => OpeningInspection.Of(TensorOpening.Read(bytes, context.Threads), bytes.Length),
            _ => throw new CommandFailure(
                ExitCode.BadInput,
                "wrong_kind",
                $"{path}: it is neither a circuit nor a key nor a proof nor an opening",
                "ONNX models are described by `prover compile`"),
        });
    }
}
