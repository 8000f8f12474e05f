using Prover.Onnx.Artefacts;
using Prover.Onnx.Compilation;
using Prover.Verifier.Artefacts;

namespace Prover.Cli.Tests.Commands;

/// <summary>Compiled models and keys whose content is wrong under a right checksum.</summary>
[Collection(CommandCollection.Name)]
public class DamagedArtefactTests(ProvenModel model)
{
    private const int Trials = 400;

    [Fact]
    public void Readers_of_models_throw_nothing_but_their_exception()
    {
        byte[] circuit = Payload(ArtefactKind.Circuit, model.Circuit);
        Assert.InRange(Refusals(circuit, bytes => CompiledModelFile.ReadPayload(bytes)), Trials / 10, Trials);
    }

    [Fact]
    public void Readers_of_interfaces_throw_nothing_but_their_exception()
    {
        byte[] face = VerificationKey.Read(File.ReadAllBytes(model.VerificationKey)).Interface;
        Assert.InRange(Refusals(face, bytes => ModelInterface.Read(bytes)), Trials / 20, Trials);
    }

    [Fact]
    public void An_interface_that_covers_less_than_the_public_inputs_is_refused()
    {
        VerificationKey key = VerificationKey.Read(File.ReadAllBytes(model.VerificationKey));
        ModelInterface face = ModelInterface.Read(key.Interface);
        InputQuantization input = face.Inputs[0];
        face.CheckInputs(key.Circuit);
        InputQuantization longer = input with { Input = input.Input with { Shape = [2, .. input.Input.Shape] } };
        Assert.Throws<MalformedArtefactException>(() => (face with { Inputs = [] }).CheckInputs(key.Circuit));
        Assert.Throws<MalformedArtefactException>(() => (face with { Inputs = [longer] }).CheckInputs(key.Circuit));
    }

    [Fact]
    public void Every_file_survives_reading_and_writing()
    {
        byte[] circuit = File.ReadAllBytes(model.Circuit), provingKey = File.ReadAllBytes(model.ProvingKey);
        byte[] verificationKey = File.ReadAllBytes(model.VerificationKey), proof = File.ReadAllBytes(model.Proof);
        Assert.Equal(circuit, CompiledModelFile.Write(CompiledModelFile.Read(circuit)));
        ProvingKeyFile secret = ProvingKeyFile.Read(provingKey);
        Assert.Equal(provingKey[..^ProofCount.Bytes], secret.Write()[..^ProofCount.Bytes]);
        Assert.Equal(1ul, secret.ProofsBegun); // counted after its end; a key is written as a new one
        Assert.Equal(verificationKey, VerificationKey.Read(verificationKey).Write());
        Assert.Equal(proof, ProofArtefact.Read(proof).Write());
    }

    private static byte[] Payload(ArtefactKind kind, string file) =>
        ArtefactEnvelope.Unwrap(kind, File.ReadAllBytes(file)).ToArray();

    /// <summary>Mutations, most of them where the structure is: at the beginning and at the end.</summary>
    private static int Refusals(byte[] original, Action<byte[]> read)
    {
        const int Structure = 3000;
        var random = new Random(11);
        int refused = 0;
        for (int trial = 0; trial < Trials; trial++)
        {
            byte[] bytes = [.. original];
            int position = random.Next(Math.Min(Structure, bytes.Length));
            if (random.Next(2) == 0) position = bytes.Length - 1 - position;
            bytes[position] = (byte)random.Next(256);
            if (random.Next(8) == 0) bytes = bytes[..position];
            try
            {
                read(bytes);
            }
            catch (MalformedArtefactException)
            {
                refused++;
            }
        }
        return refused;
    }
}
