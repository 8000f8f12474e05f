using System.Runtime.InteropServices;
using System.Security.Cryptography;
using Prover.Proving.Arguments;
using Prover.Proving.Circuits;
using Prover.Proving.Commitments;
using Prover.Proving.Hashed;
using Prover.Proving.Kernels;
using Prover.Proving.Randomness;
using Prover.Proving.Witness;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;
using Prover.Verifier.Commitments;
using Prover.Verifier.Hashing;
using Prover.Verifier.Soundness;

namespace Prover.Proving;

/// <summary>
/// A network ready to be proven: its circuit, its committed model and its program. It may be used by several threads, one proof each;
/// a proof that hides nothing is a deterministic function of key, inputs and context, all others are drawn anew.
/// </summary>
public sealed class ProvingKey : IDisposable
{
    private readonly WitnessProgram program;
    private byte[]? seed;
    // A seed that is taken while a proof is counted must not miss that proof: one lock for both.
    private readonly Lock counting = new();
    private bool isKept;
    private int uses;

    private ProvingKey(Network network, ArgumentKey argument, VerificationKey verification, CommittedMatrix model)
    {
        Network = network;
        Argument = argument;
        Verification = verification;
        Model = model;
        program = new(network);
    }

    /// <summary>The network.</summary>
    public Network Network { get; }

    /// <summary>The circuit, prepared.</summary>
    public ArgumentKey Argument { get; }

    /// <summary>What a verifier needs.</summary>
    public VerificationKey Verification { get; }

    /// <summary>
    /// The secret from which the model's tails and salts are drawn; null if the model is public. Whoever takes it keeps the key: from then
    /// on proofs must be counted, and a key that has made proofs already does not give it away, since no stored count would know them.
    /// </summary>
    /// <exception cref="InvalidOperationException">Proofs of the key were made that nobody counted.</exception>
    public ReadOnlyMemory<byte>? Seed
    {
        get
        {
            if (seed is null) return null;
            lock (counting)
            {
                if (!isKept && uses > 0)
                {
                    throw new InvalidOperationException("The key has made proofs that no stored count would know; store it before them.");
                }
                isKept = true;
            }
            return seed;
        }
    }

    /// <summary>The same secret, to draw from and not to keep; empty if the model is public.</summary>
    internal ReadOnlySpan<byte> SecretSeed => seed;

    /// <summary>The committed model.</summary>
    internal CommittedMatrix Model { get; }

    /// <summary>Commits a network's model.</summary>
    /// <param name="network">The network.</param>
    /// <param name="profile">The security profile.</param>
    /// <param name="threads">The largest number of threads.</param>
    /// <param name="modelInterface">What the verification key says about inputs and outputs (SPEC §8.7), or null.</param>
    /// <param name="seed">
    /// What hides a model that is not public (SPEC §11.8): 32 secret bytes, the same for the same key again, or null for a new key.
    /// </param>
    public static ProvingKey Create(
        Network network, SecurityProfile profile, int threads, byte[]? modelInterface = null, byte[]? seed = null)
    {
        ArgumentNullException.ThrowIfNull(network);
        bool isKept = seed is not null;
        seed = network.Circuit.ModelProofs == 0 ? null : seed ?? RandomNumberGenerator.GetBytes(RandomStream.SeedBytes);
        byte[] encoded = CircuitWriter.Write(network.Circuit);
        Digest circuit = CircuitDigest.OfEncoded(encoded);
        var argument = new ArgumentKey(network.Circuit, encoded.Length, profile);
        KernelSet kernels = KernelSet.Fastest(threads);
        FieldBuffer columns = ArgumentProver.Columns(
            network.Circuit, argument.Layout, CommittedVector.Model, network.ModelValues, kernels.Codes);
        columns.IsErasedWhenFreed = seed is not null;
        using RandomStream? random = seed is null ? null
            : RandomStream.OfModel(seed, columns.Slice(0, (int)columns.Length), circuit, profile.Bits, threads);
        var model = CommittedMatrix.OfModel(kernels.Codes, argument.Parameters, columns, random);
        if (seed is not null)
        {
            model.SealAt(SealPoint.Draw(circuit, argument.Parameters, model.Tree.Cap.Span), kernels.Algebra);
        }
        var verification = new VerificationKey(
            profile.Bits, network.Circuit, model.Tree.Cap.ToArray(), modelInterface, model.Seal?.Value);
        return new(network, argument, verification, model) { seed = seed, isKept = isKept };
    }

    /// <summary>Runs the network on quantised inputs without a proof.</summary>
    /// <param name="inputs">For each input its quantised values, row-major.</param>
    /// <param name="threads">The largest number of threads.</param>
    /// <exception cref="ArgumentException">An input has another size or a value outside its range.</exception>
    public WitnessTrace Run(int[][] inputs, int threads) => program.Execute(inputs, threads);

    /// <summary>Proves a run of the network.</summary>
    /// <param name="inputs">For each input its quantised values, row-major.</param>
    /// <param name="context">What the proof is bound to, at most 1,024 bytes.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">
    /// An input has another size or a value outside its range, the context is too long, or there is nothing to audit.
    /// </exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    /// <exception cref="InvalidOperationException">
    /// A commitment of a hashed input has been used as often as it may be, the key has made all proofs that hide its model, or they are not
    /// counted.
    /// </exception>
    public ProvenRun Prove(int[][] inputs, byte[] context, ProvingOptions options)
    {
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(options);
        if (context.Length > Protocol.MaximumContextBytes) throw new ArgumentException("The context is longer than 1,024 bytes.");
        if (options.Audit && Argument.Circuit.Tables is null)
        {
            throw new ArgumentException("There is nothing to audit: the circuit has no fixed tensors of a hidden model.");
        }
        var clock = new PhaseClock(options.PhaseStarted);
        clock.Begin("witness", options.Cancellation);
        WitnessTrace trace = program.Execute(inputs, options.Threads);
        KernelSet kernels = KernelSet.Fastest(options.Threads);
        TensorOpening[] openings = OpeningsOf(trace, options, kernels);
        HashedCommitment[] commitments =
            [.. openings.Select(opening => new HashedCommitment(kernels.Codes, [.. opening.Values], opening.Seed))];
        try
        {
            for (int i = 0; i < commitments.Length; i++)
            {
                HashedTensor tensor = Argument.Circuit.Hashed[i];
                trace.Values[tensor.Tensor] = commitments[i].WitnessValues(tensor.ZeroPoint);
            }
            Statement statement = StatementOf(trace, context) with
            {
                IsAudit = options.Audit,
                HashedDigests = [.. commitments.Select(commitment => commitment.Digest)],
            };
            byte[] messages = ProveTrace(statement, trace, clock, options, commitments);
            CountUse(isRefresh: false, options.CountProof);
            int[][] outputs = [.. Enumerable.Range(0, Network.Outputs.Length).Select(output => program.Output(trace, output))];
            return new(statement, messages, clock.Phases, outputs, openings);
        }
        finally
        {
            foreach (HashedCommitment commitment in commitments) commitment.Dispose();
        }
    }

    /// <summary>Frees the key and overwrites what its proofs, if they hide, have left in memory that the process uses again.</summary>
    public void Dispose()
    {
        Model.Dispose();
        if (Argument.Circuit.Hiding) FieldBufferPool.Erase(threads: 1);
    }

    /// <summary>
    /// One more proof shows rows of the model's tree: it must not leave when there have been as many as hide it. One use is left for a
    /// refresh proof when all proofs are made (SPEC §8.10).
    /// </summary>
    /// <exception cref="InvalidOperationException">There is no use left, or the uses of a kept key are not counted.</exception>
    internal void CountUse(bool isRefresh, Action? count)
    {
        int budget = Argument.Circuit.ModelProofs;
        if (budget == 0) return;
        int limit = isRefresh ? budget + 1 : budget;
        lock (counting)
        {
            if (isKept && count is null)
            {
                throw new InvalidOperationException(
                    "The proofs of a kept key must be counted: the function that stores the count is missing.");
            }
            if (uses >= limit)
            {
                throw new InvalidOperationException(isRefresh
                    ? $"This key has been used the {limit} times that hide its model, the last one for a refresh proof; make a new one."
                    : $"This key has made the {budget} proofs that hide its model; make a new one.");
            }
            uses++;
        }
        count?.Invoke();
    }

    /// <summary>The statement about a trace.</summary>
    internal Statement StatementOf(WitnessTrace trace, byte[] context)
    {
        int[][] values = [.. Argument.Circuit.Publics.Select(tensor =>
            trace.Values[tensor.Tensor].Select(value => value + tensor.ZeroPoint).ToArray())];
        return new(Verification.Profile, Verification.CircuitDigest, Verification.ModelId, values, context)
        {
            Hiding = Argument.Circuit.Hiding,
        };
    }

    /// <summary>Proves any statement about any trace; a malicious-prover test passes ones that do not fit.</summary>
    internal byte[] ProveTrace(
        Statement statement, WitnessTrace trace, PhaseClock clock, ProvingOptions options, params HashedCommitment[] commitments)
    {
        var prover = new ArgumentProver(Argument, KernelSet.Fastest(options.Threads), clock, options.Cancellation)
        {
            Randomness = options.Randomness,
            Inputs = Argument.Circuit.Hiding ? DigestOfInputs(trace) : default,
            Threads = options.Threads,
            Hashed = commitments,
            Tables = statement.IsAudit ? Network.Tables : null,
        };
        return prover.Prove(statement, trace, Model);
    }

    /// <summary>The SHA-256 hash of the integers of all inputs (SPEC §11.1).</summary>
    private byte[] DigestOfInputs(WitnessTrace trace)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        foreach (NetworkInput input in Network.Inputs) hash.AppendData(MemoryMarshal.AsBytes(trace.Values[input.Tensor].AsSpan()));
        return hash.GetHashAndReset();
    }

    /// <summary>The openings of a trace's hashed tensors, this proof counted.</summary>
    private TensorOpening[] OpeningsOf(WitnessTrace trace, ProvingOptions options, KernelSet kernels)
    {
        SecurityProfile profile = Argument.Parameters.Profile;
        int[] sources = Network.HashedSources;
        // Two inputs may have one commitment: each of them opens rows of it.
        var spent = new Dictionary<Digest, TensorOpening>();
        Digest[] digests = [.. Argument.Circuit.Hashed.Select((tensor, i) =>
        {
            int[] values = [.. trace.Values[sources[i]].Select(value => value + tensor.ZeroPoint)];
            if (!tensor.IsInput || !options.InputOpenings.TryGetValue(tensor.Name, out TensorOpening? opening))
            {
                opening = TensorOpening.Create(values, TensorOpening.FreshSeed(values), kernels.Codes);
            }
            else if (!opening.Values.SequenceEqual(values))
            {
                throw new ArgumentException($"the opening of input {tensor.Name} is of other values than the input");
            }
            if (spent.TryGetValue(opening.Digest, out TensorOpening? other) && other.RowsOpened > opening.RowsOpened) opening = other;
            spent[opening.Digest] = opening.Spend(profile);
            return opening.Digest;
        })];
        return [.. digests.Select(digest => spent[digest])];
    }
}
