using Prover.Cli.Failures;
using Prover.Cli.Files;
using Prover.Onnx.Artefacts;
using Prover.Onnx.Compilation;
using Prover.Proving;
using Prover.Verifier;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Hashing;
using Prover.Verifier.Soundness;

namespace Prover.Cli.Models;

/// <summary>A compiled model with its commitment: everything that proving takes.</summary>
internal sealed class PreparedModel : IDisposable
{
    private PreparedModel(CompiledModel model, ProvingKey key)
    {
        Model = model;
        Key = key;
        Verifier = ProofVerifier.Prepare(Verification);
    }

    /// <summary>The model.</summary>
    public CompiledModel Model { get; }

    /// <summary>What proves.</summary>
    public ProvingKey Key { get; }

    /// <summary>What verifies, with the model's interface.</summary>
    public VerificationKey Verification => Key.Verification;

    /// <summary>What verifies, prepared.</summary>
    public ProofVerifier Verifier { get; }

    /// <summary>Where the proofs of private weights are counted; null for keys that are not kept, and for public weights.</summary>
    public ProofCountFile? Count { get; private set; }

    /// <summary>Whether the weights are private, and so the proving key a secret.</summary>
    public bool HidesModel => Verification.Circuit.ModelProofs > 0;

    /// <summary>The id of the model.</summary>
    public Digest ModelId => Verification.ModelId;

    /// <summary>Commits a model.</summary>
    /// <param name="model">The model.</param>
    /// <param name="profile">The security profile.</param>
    /// <param name="threads">The largest number of threads.</param>
    /// <param name="seed">What hides the model of a key that exists already; empty for a new key.</param>
    public static PreparedModel Create(CompiledModel model, int profile, int threads, ReadOnlyMemory<byte> seed = default)
    {
        SecurityProfile security = SecurityProfile.All.First(candidate => candidate.Bits == profile);
        byte[]? secret = seed.IsEmpty ? null : seed.ToArray();
        return new(model, ProvingKey.Create(model.Network, security, threads, ModelInterface.Of(model).Write(), secret));
    }

    /// <summary>Commits the model of a proving key again and compares.</summary>
    /// <exception cref="CommandFailure">The key was made for something else than it contains.</exception>
    public static PreparedModel Load(ProvingKeyFile file, string path, int threads)
    {
        PreparedModel prepared = Create(file.Model, file.Profile, threads, file.Seed);
        if (prepared.ModelId == file.ModelId)
        {
            prepared.KeepAt(path);
            return prepared;
        }
        string found = prepared.ModelId.ToString();
        prepared.Dispose();
        throw new CommandFailure(
            ExitCode.BadInput,
            "wrong_circuit",
            $"{path}: the key is for model {file.ModelId} but its circuit and weights have id {found}",
            "make the key again with `prover setup`");
    }

    /// <summary>The proving key as a file.</summary>
    /// <param name="proofsBegun">How many proofs have been begun with it: none, or the one that refreshed another key.</param>
    public byte[] WriteProvingKey(ulong proofsBegun = 0) =>
        new ProvingKeyFile(Verification.Profile, Model, ModelId, Key.Seed ?? default) { ProofsBegun = proofsBegun }.Write();

    /// <summary>Says which file holds the key from now on: proofs of private weights are counted there.</summary>
    public void KeepAt(string path)
    {
        int budget = Verification.Circuit.ModelProofs;
        Count = budget > 0 ? new(path, ModelId, budget) : null;
    }

    /// <inheritdoc/>
    public void Dispose() => Key.Dispose();
}
