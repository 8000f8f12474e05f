using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Commitments;
using Prover.Verifier.Soundness;

namespace Prover.Verifier;

/// <summary>
/// Checks proofs made for one verification key. A pure function of its arguments: no clock, thread, file or randomness, and
/// no exception leaves it for any bytes that it is given (design §5.2).
/// </summary>
public sealed class ProofVerifier
{
    private readonly VerificationKey key;
    private readonly ArgumentKey argument;
    private readonly ModelCommitment model;

    private ProofVerifier(VerificationKey key, ArgumentKey argument, SoundnessReport soundness)
    {
        this.key = key;
        this.argument = argument;
        model = key.CommitmentFor(argument.Parameters);
        Soundness = soundness;
        SecurityBits = soundness.WholeBits;
    }

    /// <summary>Every error term of proofs for this key.</summary>
    public SoundnessReport Soundness { get; }

    /// <summary>The proven security in bits, rounded down.</summary>
    public int SecurityBits { get; }

    /// <summary>Prepares a key once for many proofs.</summary>
    /// <exception cref="MalformedArtefactException">The key is not usable.</exception>
    public static ProofVerifier Prepare(VerificationKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        SecurityProfile profile = SecurityProfile.All.First(profile => profile.Bits == key.Profile);
        try
        {
            var argument = new ArgumentKey(key.Circuit, key.CircuitBytes, profile);
            MalformedArtefactException.ThrowIf(
                key.ModelCap.Count != argument.Parameters.ModelCapLength, "the cap does not fit the circuit");
            return new(key, argument, argument.Soundness());
        }
        catch (ArgumentException refusal)
        {
            throw new MalformedArtefactException(ArtefactFault.Malformed, refusal.Message);
        }
    }

    /// <summary>Checks one proof against one key, both as files.</summary>
    public static Verdict Verify(ReadOnlySpan<byte> keyFile, ReadOnlySpan<byte> proofFile, VerifierOptions options)
    {
        try
        {
            return Prepare(VerificationKey.Read(keyFile)).Verify(proofFile, options);
        }
        catch (MalformedArtefactException fault)
        {
            return new(RejectReason.InvalidKey, fault.Message, null, 0);
        }
    }

    /// <summary>Checks one proof file.</summary>
    public Verdict Verify(ReadOnlySpan<byte> proofFile, VerifierOptions options)
    {
        ArgumentNullException.ThrowIfNull(options);
        Statement? statement = null;
        try
        {
            ProofArtefact proof = ProofArtefact.Read(proofFile);
            statement = proof.Statement;
            CheckDemands(proof, options);
            statement.Check(key.Circuit);
            CheckAudit(statement, options.Tables);
            ArgumentVerifier.Verify(argument, model, statement, proof.Messages, null, options.Tables);
            return new(null, null, statement, SecurityBits);
        }
        catch (ProofRejectedException refusal)
        {
            return new(refusal.Reason, refusal.Message, statement, SecurityBits);
        }
        catch (MalformedArtefactException fault)
        {
            return new(RejectReason.MalformedProof, fault.Message, null, SecurityBits);
        }
    }

    /// <summary>Afterwards there are tables exactly if the proof is audited, and they are the circuit's.</summary>
    private void CheckAudit(Statement claimed, FixedTables? tables)
    {
        Reject.If(
            claimed.IsAudit && key.Circuit.Tables is null,
            RejectReason.WrongAudit,
            "the proof is audited and its circuit has no fixed tensors");
        Reject.If(
            claimed.IsAudit && tables is null,
            RejectReason.WrongAudit,
            "the proof is audited: it is checked with the tables of the compiled network, which were not given");
        if (tables is null) return;
        string? difference = tables.FindDifference(key.Circuit);
        Reject.If(difference is not null, RejectReason.WrongTables, difference ?? "");
        Reject.If(!claimed.IsAudit, RejectReason.WrongAudit, "the proof is not audited: it does not show the model's tables");
    }

    private void CheckDemands(ProofArtefact proof, VerifierOptions options)
    {
        Statement claimed = proof.Statement;
        Reject.If(
            proof.ProtocolVersion != Protocol.Version,
            RejectReason.MalformedProof,
            $"the proof is of protocol version {proof.ProtocolVersion}, this verifier checks {Protocol.Version}");
        Reject.If(claimed.Profile != key.Profile, RejectReason.WrongProfile, "the proof is of another security profile than the key");
        Reject.If(claimed.CircuitDigest != key.CircuitDigest, RejectReason.WrongCircuit, "the proof is for another circuit than the key");
        Reject.If(claimed.ModelId != key.ModelId, RejectReason.WrongModel, "the proof is for another model than the key");
        Reject.If(
            options.ModelId is { } wanted && claimed.ModelId != wanted, RejectReason.WrongModel, "the model is not the one demanded");
        Reject.If(
            options.CircuitDigest is { } circuit && claimed.CircuitDigest != circuit,
            RejectReason.WrongCircuit,
            "the circuit is not the one demanded");
        Reject.If(
            options.Context is { } context && !claimed.Context.AsSpan().SequenceEqual(context),
            RejectReason.WrongContext,
            "the proof was made for another context");
        Reject.If(
            SecurityBits < options.MinimumSecurityBits,
            RejectReason.SecurityTooLow,
            $"proofs for this key have {SecurityBits} bits of proven security, {options.MinimumSecurityBits} are demanded");
    }
}
