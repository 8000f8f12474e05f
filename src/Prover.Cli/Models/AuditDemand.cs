using Prover.Cli.Failures;
using Prover.Onnx.Artefacts;
using Prover.Onnx.Compilation;
using Prover.Verifier;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Hashing;

namespace Prover.Cli.Models;

/// <summary>
/// `verify --audit`: a network as the caller compiled it, with any weights. It says what circuit a key must have and what tables an audited
/// proof must show (SPEC §2).
/// </summary>
internal sealed class AuditDemand
{
    private readonly byte[] modelInterface;

    private AuditDemand(string path, CompiledModel model, FixedTables tables)
    {
        Path = path;
        Tables = tables;
        CircuitDigest = Verifier.Artefacts.CircuitDigest.Of(model.Network.Circuit);
        modelInterface = ModelInterface.Of(model).Write();
    }

    /// <summary>The file of the compiled network.</summary>
    public string Path { get; }

    /// <summary>The tables of the compiled network.</summary>
    public FixedTables Tables { get; }

    /// <summary>The digest of its circuit.</summary>
    public Digest CircuitDigest { get; }

    /// <summary>Reads a compiled network.</summary>
    /// <exception cref="CommandFailure">The file is not one, or its weights are public.</exception>
    public static AuditDemand Read(string path)
    {
        CompiledModel model = ModelSource.ReadCircuit(path);
        FixedTables tables = model.Network.Tables ?? throw NothingToAudit(path);
        return new(path, model, tables);
    }

    /// <summary>What is said of a model that has no hidden tables.</summary>
    public static CommandFailure NothingToAudit(string path) => new(
        ExitCode.BadInput,
        "public_weights",
        $"{path}: its weights are public, so there is nothing to audit",
        "whoever has the model recomputes its id, tables included: `prover id`");

    /// <summary>Checks the key; the rest is checked with the proof.</summary>
    /// <param name="key">The key.</param>
    /// <param name="securityBits">Its proven security.</param>
    /// <returns>Why every proof of the key is refused, or null.</returns>
    public Verdict? Refuse(VerificationKey key, int securityBits)
    {
        if (key.CircuitDigest != CircuitDigest)
        {
            string same = "the same network, compiled with the same visibility, batch and number of proofs, has the same circuit";
            return new(RejectReason.WrongCircuit, $"the key is not of the circuit of {Path}: {same}", null, securityBits);
        }
        return key.Interface.AsSpan().SequenceEqual(modelInterface) ? null : new(
            RejectReason.WrongModel, $"the key gives inputs and outputs another meaning than {Path}", null, securityBits);
    }
}
