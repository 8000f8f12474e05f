using System.Security.Cryptography;
using Prover.Proving.Commitments;
using Prover.Proving.Kernels;
using Prover.Proving.Randomness;
using Prover.Proving.Transcripts;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Commitments;
using Prover.Verifier.Fields;
using Prover.Verifier.Refresh;
using Prover.Verifier.Transcripts;

namespace Prover.Proving.Refresh;

/// <summary>
/// Proves that two keys of a hidden model hold the same weights (SPEC §8.10), so that a key whose proofs are used up can be replaced: the
/// mirror of <see cref="RefreshArgument"/>.
/// </summary>
public static class RefreshProver
{
    /// <summary>Proves that the weights of two keys are the same. It takes one use of each key.</summary>
    /// <param name="oldKey">The key that was there before.</param>
    /// <param name="newKey">A key of the same network, profile and interface with another seed.</param>
    /// <param name="options">How.</param>
    /// <exception cref="ArgumentException">The keys are of public weights, of one id, or not of the same network.</exception>
    /// <exception cref="InvalidOperationException">A key has no use left, or the uses of a kept key are not counted.</exception>
    /// <exception cref="OperationCanceledException">The work was cancelled.</exception>
    public static RefreshArtefact Prove(ProvingKey oldKey, ProvingKey newKey, RefreshOptions options)
    {
        ArgumentNullException.ThrowIfNull(oldKey);
        ArgumentNullException.ThrowIfNull(newKey);
        ArgumentNullException.ThrowIfNull(options);
        Check(oldKey, newKey);
        RefreshStatement statement = StatementOf(oldKey, newKey);
        using RandomStream random = options.Randomness ?? FreshRandomness(oldKey, newKey, statement, options.Threads);
        byte[] messages = Prove(
            oldKey.Argument.Parameters.OfRefresh(), statement, oldKey.Model, newKey.Model, random, KernelSet.Fastest(options.Threads),
            cancellation: options.Cancellation);
        oldKey.CountUse(isRefresh: true, options.CountOldUse);
        newKey.CountUse(isRefresh: true, options.CountNewUse);
        return new(statement, messages);
    }

    /// <summary>The statement about two keys.</summary>
    internal static RefreshStatement StatementOf(ProvingKey oldKey, ProvingKey newKey) => new(
        oldKey.Verification.Profile, oldKey.Verification.CircuitDigest, oldKey.Verification.ModelId, newKey.Verification.ModelId);

    /// <summary>Proves any statement about any two matrices; a malicious-prover test passes ones that do not fit.</summary>
    internal static byte[] Prove(
        WhirParameters parameters,
        RefreshStatement statement,
        CommittedMatrix oldModel,
        CommittedMatrix newModel,
        RandomStream random,
        KernelSet kernels,
        TranscriptObserver? observer = null,
        CancellationToken cancellation = default)
    {
        JointShape shape = parameters.Shape;
        cancellation.ThrowIfCancellationRequested();
        var transcript = new ProverTranscript(RefreshArgument.Domain, observer)
        {
            Grind = (seed, bits) => kernels.Codes.Grind(seed, bits),
        };
        transcript.Absorb(RefreshArgument.StatementLabel, statement.Encode());
        // The witness is one uniform column: it hides the out-of-domain value, and its tail the folding.
        using var column = new FieldBuffer(1L << shape.LogRows) { IsErasedWhenFreed = true };
        random.FillField(column.Span);
        using var witness = new CommittedMatrix(kernels.Codes, parameters, column, random);
        transcript.SendDigests(RefreshArgument.WitnessCapLabel, witness.Tree.Cap.Span);
        var opening = new OpeningProver(parameters, [oldModel, newModel], witness, kernels.Codes, kernels.Algebra, transcript);
        OutOfDomainClaim sample = opening.CommitOutOfDomain();
        KoalaBear5[] point = transcript.Challenges(RefreshArgument.PointLabel, RefreshArgument.PointLength(shape));
        KoalaBear5 batch = transcript.Challenge(RefreshArgument.BatchLabel);
        cancellation.ThrowIfCancellationRequested();
        var covector = new ExtensionVector(1L << shape.Variables); // the opening disposes it
        kernels.Algebra.EqTable(sample.Point, KoalaBear5.One, covector);
        AddDifference(shape, point, batch, covector, kernels.Algebra);
        opening.Open(covector, sample.Value);
        return transcript.ToProof();
    }

    /// <summary>A stream for this proof alone, which depends on both keys' secrets and on the statement too (SPEC §8.10).</summary>
    private static RandomStream FreshRandomness(ProvingKey oldKey, ProvingKey newKey, RefreshStatement statement, int threads)
    {
        Span<byte> secrets = stackalloc byte[2 * RandomStream.SeedBytes];
        oldKey.SecretSeed.CopyTo(secrets);
        newKey.SecretSeed.CopyTo(secrets[RandomStream.SeedBytes..]);
        RandomStream random = RandomStream.FromSystem(secrets, statement.Encode(), threads);
        CryptographicOperations.ZeroMemory(secrets);
        return random;
    }

    /// <summary>Adds the entries of the difference's form, weighted.</summary>
    private static void AddDifference(
        JointShape shape, KoalaBear5[] point, KoalaBear5 weight, ExtensionVector covector, IAlgebraKernels kernels)
    {
        int rows = 1 << shape.LogRows;
        using var equality = new ExtensionVector(rows);
        kernels.EqTable(point.AsSpan(shape.LogColumns - 1), KoalaBear5.One, equality);
        KoalaBear5[] columns = DifferenceForm.ColumnWeights(shape, point);
        foreach ((int start, KoalaBear5 sign) in shape.ModelStarts.Zip<int, KoalaBear5>([weight, -weight]))
        {
            for (int i = 0; i < columns.Length; i++)
            {
                using ExtensionVector entries = covector.Slice((long)(start + i) << shape.LogRows, rows);
                kernels.AddScaled(entries, sign * columns[i], equality);
            }
        }
    }

    private static void Check(ProvingKey oldKey, ProvingKey newKey)
    {
        VerificationKey before = oldKey.Verification, after = newKey.Verification;
        if (before.Circuit.ModelProofs == 0) throw new ArgumentException("The weights are public, so there is nothing to refresh.");
        bool isSame = before.CircuitDigest == after.CircuitDigest && before.Profile == after.Profile
            && before.Interface.AsSpan().SequenceEqual(after.Interface)
            && oldKey.Model.Columns.Span.SequenceEqual(newKey.Model.Columns.Span);
        if (!isSame) throw new ArgumentException("The keys are not of the same network and profile.", nameof(newKey));
        if (before.ModelId == after.ModelId) throw new ArgumentException("Both keys have the same seed.", nameof(newKey));
    }
}
