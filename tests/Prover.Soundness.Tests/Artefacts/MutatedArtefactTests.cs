using Prover.Soundness.Tests.Arguments;
using Prover.Soundness.Tests.Circuits;
using Prover.Verifier;
using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Fields;
using Prover.Verifier.Transcripts;

namespace Prover.Soundness.Tests.Artefacts;

/// <summary>
/// Ten thousand mutated, truncated and random proofs, keys and circuits: none makes a reader or the verifier throw, hang, accept, or
/// allocate beyond its limit.
/// </summary>
public class MutatedArtefactTests
{
    private const int Proofs = 4000, Keys = 3000, Circuits = 3000;

    /// <summary>What a verification of small circuits may allocate: some megabytes of forms and paths.</summary>
    private const long VerifierLimit = 32 << 20;

    /// <summary>What reading a circuit may allocate for each of its bytes, and besides.</summary>
    private const long ReaderBytesPerByte = 256, ReaderLimit = 4 << 20;

    [Theory]
    [InEveryVisibility]
    public void Proofs_are_refused(Visibility visibility)
    {
        foreach (ArgumentCase subject in (ArgumentCase[])[ArgumentCase.SmallestIn(visibility), ArgumentCase.EveryRelationIn(visibility)])
        {
            byte[] file = new ProofArtefact(Protocol.Version, subject.Honest, subject.Proof).Write();
            foreach (byte[] mutated in Mutations(ArtefactKind.Proof, file, Proofs / 12, seed: 1))
            {
                BoundedWork.Run(VerifierLimit, () => Assert.False(subject.Verifier.Verify(mutated, subject.Options).IsValid));
            }
        }
    }

    [Theory]
    [InEveryVisibility]
    public void Keys_are_refused(Visibility visibility)
    {
        foreach (ArgumentCase subject in (ArgumentCase[])[ArgumentCase.SmallestIn(visibility), ArgumentCase.EveryRelationIn(visibility)])
        {
            byte[] proof = new ProofArtefact(Protocol.Version, subject.Honest, subject.Proof).Write();
            foreach (byte[] mutated in Mutations(ArtefactKind.VerificationKey, subject.Verification.Write(), Keys / 12, seed: 2))
            {
                BoundedWork.Run(
                    HostileKeyTests.KeyLimit, () => Assert.False(ProofVerifier.Verify(mutated, proof, subject.Options).IsValid));
            }
        }
    }

    [Theory]
    [InEveryVisibility]
    public void Circuits_are_read_or_refused(Visibility visibility)
    {
        int valid = 0;
        byte[] encoded = CircuitWriter.Write(EveryRelationCircuit.In(visibility).Circuit);
        MessagePackTree tree = MessagePackTree.Parse(encoded);
        Assert.Equal(encoded, tree.Write());
        var random = new Random(3);
        for (int trial = 0; trial < Circuits / 6; trial++)
        {
            byte[] mutated = trial % 3 == 0 ? Scramble(encoded, random) : Restructure(encoded, random);
            BoundedWork.Run(ReaderLimit + (ReaderBytesPerByte * mutated.Length), () =>
            {
                try
                {
                    // What is read is what was written: one encoding, one digest.
                    Assert.Equal(mutated, CircuitWriter.Write(CircuitReader.Read(mutated)));
                    valid++;
                }
                catch (MalformedArtefactException)
                {
                    // The only way to refuse.
                }
            });
        }
        Assert.InRange(valid, 1, Circuits / 6 * 9 / 10);
    }

    /// <summary>Truncations, random bytes, and content changed under a right checksum, both blindly and by structure.</summary>
    private static IEnumerable<byte[]> Mutations(ArtefactKind kind, byte[] file, int count, int seed)
    {
        var random = new Random(seed);
        byte[] payload = ArtefactEnvelope.Unwrap(kind, file).ToArray();
        for (int trial = 0; trial < count; trial++)
        {
            yield return (trial % 8) switch
            {
                0 => file[..random.Next(file.Length)],
                1 => Noise(random, random.Next(400)),
                2 => Scramble(file, random),
                3 => ArtefactEnvelope.Wrap(kind, Noise(random, random.Next(2000))),
                4 => ArtefactEnvelope.Wrap(kind, payload.AsSpan(0, random.Next(payload.Length))),
                5 => ArtefactEnvelope.Wrap(kind, Scramble(payload, random)),
                _ => ArtefactEnvelope.Wrap(kind, RestructureNested(kind, payload, random)),
            };
        }
    }

    private static byte[] Noise(Random random, int length)
    {
        byte[] noise = new byte[length];
        random.NextBytes(noise);
        return noise;
    }

    /// <summary>Changes, inserts or removes a few bytes anywhere, more often near the beginning, where the structure is.</summary>
    private static byte[] Scramble(byte[] bytes, Random random)
    {
        List<byte> scrambled = [.. bytes];
        for (int edits = random.Next(1, 5); edits > 0; edits--)
        {
            int at = random.Next(random.Next(2) == 0 ? scrambled.Count : Math.Min(scrambled.Count, 600));
            switch (random.Next(4))
            {
                case 0: scrambled.Insert(at, (byte)random.Next(256)); break;
                case 1: scrambled.RemoveAt(at); break;
                default: scrambled[at] = (byte)random.Next(256); break;
            }
        }
        return scrambled.SequenceEqual(bytes) ? [.. bytes, 0] : [.. scrambled];
    }

    private static byte[] Restructure(byte[] encoded, Random random)
    {
        while (true)
        {
            MessagePackTree tree = MessagePackTree.Parse(encoded);
            for (int edits = random.Next(1, 4); edits > 0; edits--) tree.Mutate(random);
            byte[] mutated = tree.Write();
            if (!mutated.AsSpan().SequenceEqual(encoded)) return mutated;
        }
    }

    /// <summary>Half of the keys are changed inside their circuit.</summary>
    private static byte[] RestructureNested(ArtefactKind kind, byte[] payload, Random random)
    {
        if (kind != ArtefactKind.VerificationKey || random.Next(2) == 0) return Restructure(payload, random);
        VerificationKey key = VerificationKey.Read(ArtefactEnvelope.Wrap(kind, payload));
        byte[] circuit = CircuitWriter.Write(key.Circuit), mutated = Restructure(circuit, random);
        byte[] cap = [.. key.ModelCap.SelectMany(digest => digest.ToBytes())], seal = new byte[key.Seal is null ? 0 : KoalaBear5.Bytes];
        if (key.Seal is { } value) FieldEncoding.Write(value, seal);
        return HostileKeyTests.Payload(key.Profile, mutated, cap, seal);
    }
}
