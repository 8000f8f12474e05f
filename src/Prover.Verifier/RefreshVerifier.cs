using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Commitments;
using Prover.Verifier.Refresh;
using Prover.Verifier.Soundness;

namespace Prover.Verifier;

/// <summary>
/// Checks proofs that two ids of a hidden model hold the same weights (SPEC §8.10). A pure function of its arguments, like
/// <see cref="ProofVerifier"/>: no exception leaves it for any bytes that it is given.
/// </summary>
public static class RefreshVerifier
{
    /// <summary>Checks a refresh proof against both keys, all as files.</summary>
    /// <param name="oldKeyFile">The verification key that was there before.</param>
    /// <param name="newKeyFile">The one that takes its place.</param>
    /// <param name="proofFile">The refresh proof.</param>
    /// <param name="options">What the caller demands; the model id demanded is the new one.</param>
    /// <returns>The verdict; it has no statement, which consists of both keys' ids.</returns>
    public static Verdict Verify(
        ReadOnlySpan<byte> oldKeyFile, ReadOnlySpan<byte> newKeyFile, ReadOnlySpan<byte> proofFile, VerifierOptions options)
    {
        try
        {
            return Verify(VerificationKey.Read(oldKeyFile), VerificationKey.Read(newKeyFile), proofFile, options);
        }
        catch (MalformedArtefactException fault)
        {
            return new(RejectReason.InvalidKey, fault.Message, null, 0);
        }
    }

    /// <summary>Checks a refresh proof against both keys.</summary>
    /// <param name="oldKey">The verification key that was there before.</param>
    /// <param name="newKey">The one that takes its place.</param>
    /// <param name="proofFile">The refresh proof.</param>
    /// <param name="options">What the caller demands; the model id demanded is the new one.</param>
    /// <returns>The verdict; it has no statement, which consists of both keys' ids.</returns>
    public static Verdict Verify(
        VerificationKey oldKey, VerificationKey newKey, ReadOnlySpan<byte> proofFile, VerifierOptions options)
    {
        ArgumentNullException.ThrowIfNull(oldKey);
        ArgumentNullException.ThrowIfNull(newKey);
        ArgumentNullException.ThrowIfNull(options);
        int securityBits = 0;
        try
        {
            RefreshArtefact proof = RefreshArtefact.Read(proofFile);
            CheckKeys(oldKey, newKey);
            WhirParameters parameters = Parameters(oldKey, newKey);
            securityBits = SoundnessCalculator.OfRefresh(parameters).WholeBits;
            CheckDemands(proof, oldKey, newKey, options, securityBits);
            RefreshArgument.Verify(
                parameters, oldKey.CommitmentFor(parameters), newKey.CommitmentFor(parameters), proof.Statement, proof.Messages);
            return new(null, null, null, securityBits);
        }
        catch (ProofRejectedException refusal)
        {
            return new(refusal.Reason, refusal.Message, null, securityBits);
        }
        catch (MalformedArtefactException fault)
        {
            return new(RejectReason.MalformedProof, fault.Message, null, securityBits);
        }
    }

    /// <summary>Every error term of refresh proofs for a key (SPEC §8.10).</summary>
    /// <exception cref="ArgumentException">The key's model is not hidden, or the key is not usable.</exception>
    public static SoundnessReport Soundness(VerificationKey key)
    {
        ArgumentNullException.ThrowIfNull(key);
        return SoundnessCalculator.OfRefresh(ParametersOf(key));
    }

    /// <summary>Both keys must be of one circuit, profile and interface, and of two ids; the weights must be hidden.</summary>
    private static void CheckKeys(VerificationKey oldKey, VerificationKey newKey)
    {
        Reject.If(oldKey.CircuitDigest != newKey.CircuitDigest, RejectReason.WrongCircuit, "the two keys are of different circuits");
        Reject.If(
            oldKey.Circuit.ModelProofs == 0, RejectReason.WrongCircuit, "the weights are public: their id is recomputed from the model");
        Reject.If(oldKey.Profile != newKey.Profile, RejectReason.WrongProfile, "the two keys are of different security profiles");
        Reject.If(
            !oldKey.Interface.AsSpan().SequenceEqual(newKey.Interface),
            RejectReason.WrongModel,
            "the two keys say different things about inputs and outputs");
        Reject.If(oldKey.ModelId == newKey.ModelId, RejectReason.WrongModel, "both keys are of one model id");
    }

    private static WhirParameters Parameters(VerificationKey oldKey, VerificationKey newKey)
    {
        try
        {
            WhirParameters parameters = ParametersOf(oldKey);
            bool fits = oldKey.ModelCap.Count == parameters.ModelCapLength && newKey.ModelCap.Count == parameters.ModelCapLength;
            Reject.If(!fits, RejectReason.InvalidKey, "a key's cap does not fit the circuit");
            return parameters;
        }
        catch (ArgumentException refusal)
        {
            throw new ProofRejectedException(RejectReason.InvalidKey, refusal.Message);
        }
    }

    private static WhirParameters ParametersOf(VerificationKey key)
    {
        SecurityProfile profile = SecurityProfile.All.First(profile => profile.Bits == key.Profile);
        return new ArgumentKey(key.Circuit, key.CircuitBytes, profile).Parameters.OfRefresh();
    }

    private static void CheckDemands(
        RefreshArtefact proof, VerificationKey oldKey, VerificationKey newKey, VerifierOptions options, int securityBits)
    {
        RefreshStatement claimed = proof.Statement;
        Reject.If(
            proof.ProtocolVersion != Protocol.Version,
            RejectReason.MalformedProof,
            $"the proof is of protocol version {proof.ProtocolVersion}, this verifier checks {Protocol.Version}");
        Reject.If(
            claimed.Profile != oldKey.Profile, RejectReason.WrongProfile, "the proof is of another security profile than the keys");
        Reject.If(
            claimed.CircuitDigest != oldKey.CircuitDigest, RejectReason.WrongCircuit, "the proof is for another circuit than the keys");
        Reject.If(
            claimed.OldModelId != oldKey.ModelId, RejectReason.WrongModel, "the proof starts from another model id than the old key's");
        Reject.If(
            claimed.NewModelId != newKey.ModelId, RejectReason.WrongModel, "the proof leads to another model id than the new key's");
        Reject.If(
            options.ModelId is { } wanted && claimed.NewModelId != wanted,
            RejectReason.WrongModel,
            "the new model is not the one demanded");
        Reject.If(options.Context is { Length: > 0 }, RejectReason.WrongContext, "a refresh proof is bound to no context");
        Reject.If(
            securityBits < options.MinimumSecurityBits,
            RejectReason.SecurityTooLow,
            $"refresh proofs for these keys have {securityBits} bits of proven security, {options.MinimumSecurityBits} are demanded");
    }
}
