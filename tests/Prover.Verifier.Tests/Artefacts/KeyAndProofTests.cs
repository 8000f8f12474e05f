using Prover.Verifier.Arguments;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;

namespace Prover.Verifier.Tests.Artefacts;

public class KeyAndProofTests
{
    private static Digest[] Cap(int count) => [.. Enumerable.Range(0, count).Select(i => Blake3.Hash([(byte)i]))];

    private static ProofArtefact Proof(params int[][] values) =>
        new(1, new Statement(100, Blake3.Hash("circuit"u8), Blake3.Hash("model"u8), values, [1, 2, 3]), [9, 8, 7, 6]);

    [Fact]
    public void A_key_survives_writing_and_reading()
    {
        var key = Key(128, TinyCircuit.Build(), Cap(4));
        byte[] file = key.Write();
        VerificationKey again = VerificationKey.Read(file);
        Assert.Equal(file, again.Write());
        Assert.Equal(128, again.Profile);
        Assert.Equal(key.ModelCap, again.ModelCap);
        Assert.Equal(CircuitDigest.Of(TinyCircuit.Build()), again.CircuitDigest);
        Assert.Equal(key.ModelId, again.ModelId);
    }

    [Fact]
    public void An_interface_is_kept_and_part_of_the_model_id()
    {
        static VerificationKey With(byte[]? modelInterface) => Key(128, TinyCircuit.Build(), Cap(4), modelInterface);
        VerificationKey key = With([1, 2, 3]), again = VerificationKey.Read(key.Write());
        Assert.Equal([1, 2, 3], again.Interface);
        Assert.Equal(key.ModelId, again.ModelId);
        Assert.Equal(4, new[] { key, With(null), With([1, 2]), With([1, 2, 4]) }.Select(one => one.ModelId).Distinct().Count());
        Assert.Throws<MalformedArtefactException>(() => With(new byte[VerificationKey.MaximumInterfaceBytes + 1]));
    }

    [Fact]
    public void The_model_id_depends_on_circuit_and_cap_but_not_on_the_profile()
    {
        Circuit other = TinyCircuit.Build();
        other.Rows[2] = other.Rows[2] with { Name = "renamed" };
        Digest id = Key(128, TinyCircuit.Build(), Cap(4)).ModelId;
        Assert.Equal(id, Key(100, TinyCircuit.Build(), Cap(4)).ModelId);
        Assert.NotEqual(id, Key(128, other, Cap(4)).ModelId);
        Assert.NotEqual(id, Key(128, TinyCircuit.Build(), Cap(2)).ModelId);
        Assert.NotEqual(id, Key(128, TinyCircuit.Build(), [.. Cap(4).Reverse()]).ModelId);
    }

    [Fact]
    public void The_seal_of_a_hidden_model_is_kept_and_part_of_the_model_id()
    {
        VerificationKey key = Hidden(Seal(1)), again = VerificationKey.Read(key.Write());
        Assert.Equal(Seal(1), again.Seal);
        Assert.Equal(key.Write(), again.Write());
        Assert.Equal(key.ModelId, again.ModelId);
        Digest[] ids = [key.ModelId, Hidden(Seal(2)).ModelId, Hidden(KoalaBear5.Zero).ModelId, Hidden(Seal(1), [1]).ModelId];
        Assert.Equal(ids.Length, ids.Distinct().Count());
        Assert.Null(VerificationKey.Read(new VerificationKey(100, Public, Cap(2)).Write()).Seal);
    }

    [Fact]
    public void A_hidden_model_without_a_seal_and_a_public_one_with_one_are_refused()
    {
        Assert.Throws<MalformedArtefactException>(() => Hidden(null));
        Assert.Throws<MalformedArtefactException>(() => new VerificationKey(100, Public, Cap(2), null, Seal(1)));
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void A_seal_that_is_no_element_is_refused(int word)
    {
        // The payload ends with the seal: 20 bytes behind their header.
        byte[] payload = ArtefactEnvelope.Unwrap(ArtefactKind.VerificationKey, Hidden(Seal(1)).Write()).ToArray();
        int at = payload.Length - KoalaBear5.Bytes + (4 * word);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(payload.AsSpan(at), KoalaBear.Order);
        Refuse(payload);
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32LittleEndian(payload.AsSpan(at), KoalaBear.Order - 1);
        Assert.NotNull(VerificationKey.Read(ArtefactEnvelope.Wrap(ArtefactKind.VerificationKey, payload)).Seal);
        payload[^(KoalaBear5.Bytes + 1)] = KoalaBear5.Bytes - 4;
        Refuse(payload[..^4]);

        static void Refuse(byte[] payload) => Assert.Throws<MalformedArtefactException>(
            () => VerificationKey.Read(ArtefactEnvelope.Wrap(ArtefactKind.VerificationKey, payload)));
    }

    /// <summary>The same circuit with public weights, of which no tensor is fixed.</summary>
    private static Circuit Public
    {
        get
        {
            Circuit hidden = TinyCircuit.Build();
            return hidden with
            {
                ModelProofs = 0,
                Tables = null,
                Tensors = [.. hidden.Tensors.Select(tensor => tensor with { IsFixed = false })],
            };
        }
    }

    private static VerificationKey Hidden(KoalaBear5? seal, byte[]? modelInterface = null) =>
        new(100, TinyCircuit.Build(), Cap(2), modelInterface, seal);

    private static VerificationKey Key(int profile, Circuit circuit, Digest[] cap, byte[]? modelInterface = null) =>
        new(profile, circuit, cap, modelInterface, Seal(7));

    private static KoalaBear5 Seal(int value) => KoalaBear5.FromInteger(value);

    [Theory]
    [InlineData(99, 4)]
    [InlineData(0, 4)]
    [InlineData(100, 0)]
    [InlineData(100, 3)]
    [InlineData(100, 2048)]
    public void A_key_of_unknown_profile_or_impossible_cap_is_refused(int profile, int cap) =>
        Assert.Throws<MalformedArtefactException>(() => Key(profile, TinyCircuit.Build(), Cap(cap)));

    [Fact]
    public void A_key_with_an_invalid_circuit_is_refused()
    {
        Circuit circuit = TinyCircuit.Build();
        circuit.Rows[2] = circuit.Rows[2] with { Table = 5 };
        Assert.Throws<MalformedArtefactException>(() => Key(100, circuit, Cap(1)));
    }

    [Fact]
    public void A_proof_survives_writing_and_reading()
    {
        ProofArtefact proof = Proof([-128, 127, 0], [int.MinValue, int.MaxValue], [7], [0, 65535], [1, 256, 65536 + 1], []);
        byte[] file = proof.Write();
        ProofArtefact again = ProofArtefact.Read(file);
        Assert.Equal(proof.Messages, again.Messages);
        Assert.Equal(proof.Statement.Encode(), again.Statement.Encode());
        Assert.Equal(proof.ProtocolVersion, again.ProtocolVersion);
        Assert.Equal(file, again.Write());
    }

    [Fact]
    public void Public_bytes_take_one_byte_each()
    {
        int few = Proof([0, 255]).Write().Length;
        int many = Proof([0, 255, .. new int[10000]]).Write().Length;
        Assert.InRange(many - few, 10000, 10004);
    }

    /// <summary>Payloads of keys and proofs with wrong content under a right checksum: refused, or equal after a round trip.</summary>
    [Theory]
    [InlineData(ArtefactKind.VerificationKey)]
    [InlineData(ArtefactKind.Proof)]
    public void Mutated_payloads_never_crash(ArtefactKind kind)
    {
        byte[] file = kind == ArtefactKind.Proof
            ? Proof([1, 2, 300], [5]).Write()
            : Key(100, TinyCircuit.Build(), Cap(2)).Write();
        byte[] payload = ArtefactEnvelope.Unwrap(kind, file).ToArray();
        var random = new Random(3);
        int refused = 0;
        for (int trial = 0; trial < 5000; trial++)
        {
            byte[] mutated = [.. payload];
            for (int edits = random.Next(1, 4); edits > 0; edits--) mutated[random.Next(payload.Length)] = (byte)random.Next(256);
            if (random.Next(10) == 0) mutated = mutated[..random.Next(mutated.Length)];
            byte[] wrapped = ArtefactEnvelope.Wrap(kind, mutated);
            try
            {
                byte[] again = kind == ArtefactKind.Proof ? ProofArtefact.Read(wrapped).Write() : VerificationKey.Read(wrapped).Write();
                Assert.Equal(wrapped, again);
            }
            catch (MalformedArtefactException)
            {
                refused++;
            }
        }
        Assert.InRange(refused, 500, 5000);
    }
}
