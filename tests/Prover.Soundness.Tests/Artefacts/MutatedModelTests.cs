using Prover.Onnx.Artefacts;
using Prover.Onnx.Compilation;
using Prover.Verifier.Artefacts;

namespace Prover.Soundness.Tests.Artefacts;

/// <summary>Compiled models, which users hand to each other: whatever is in the file, reading it fails in one way only.</summary>
public class MutatedModelTests
{
    private const int Mutations = 400;

    /// <summary>What reading may allocate for each byte of the file, and besides.</summary>
    private const long BytesPerByte = 64, Limit = 16 << 20;

    [Fact]
    public void Compiled_models_are_read_or_refused()
    {
        byte[] file = CompiledModelFile.Write(ModelCompiler.Compile(Model(), "model.onnx", new CompilationOptions()));
        byte[] payload = ArtefactEnvelope.Unwrap(ArtefactKind.Circuit, file).ToArray();
        var random = new Random(4);
        int valid = 0;
        for (int trial = 0; trial < Mutations; trial++)
        {
            byte[] mutated = trial % 10 == 0
                ? file[..random.Next(file.Length)]
                : ArtefactEnvelope.Wrap(ArtefactKind.Circuit, Mutate(payload, random));
            BoundedWork.Run(Limit + (BytesPerByte * file.Length), () =>
            {
                try
                {
                    CompiledModelFile.Read(mutated);
                    valid++;
                }
                catch (MalformedArtefactException)
                {
                    // The only way to refuse.
                }
            });
        }
        Assert.InRange(valid, 1, Mutations * 9 / 10);
    }

    /// <summary>Changes the model, its network, the network's circuit, or the interface.</summary>
    private static byte[] Mutate(byte[] payload, Random random)
    {
        const int NetworkItem = 0, InterfaceItem = 1, CircuitItem = 0;
        MessagePackTree model = MessagePackTree.Parse(payload);
        switch (random.Next(4))
        {
            case 0:
                model.Mutate(random);
                break;
            case 1:
                model[InterfaceItem] = Altered(model[InterfaceItem], random);
                break;
            case 2:
                model[NetworkItem] = Altered(model[NetworkItem], random);
                break;
            default:
                MessagePackTree network = MessagePackTree.Parse(model[NetworkItem]);
                network[CircuitItem] = Altered(network[CircuitItem], random);
                model[NetworkItem] = network.Write();
                break;
        }
        return model.Write();
    }

    private static byte[] Altered(byte[] encoded, Random random)
    {
        MessagePackTree tree = MessagePackTree.Parse(encoded);
        for (int edits = random.Next(1, 4); edits > 0; edits--) tree.Mutate(random);
        return tree.Write();
    }

    private static byte[] Model()
    {
        DirectoryInfo? folder = new(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Prover.sln"))) folder = folder.Parent;
        return File.ReadAllBytes(Path.Combine(folder!.FullName, "circuits", "mnist_mlp", "model.onnx"));
    }
}
