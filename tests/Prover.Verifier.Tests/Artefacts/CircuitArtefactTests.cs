using System.Diagnostics;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;

namespace Prover.Verifier.Tests.Artefacts;

public class CircuitArtefactTests
{
    [Fact]
    public void A_circuit_survives_writing_and_reading()
    {
        byte[] bytes = CircuitWriter.Write(TinyCircuit.Build());
        Circuit circuit = CircuitReader.Read(bytes);
        Assert.Equal(bytes, CircuitWriter.Write(circuit));
        Assert.Equal(8, circuit.Tensors.Length);
        Assert.False(circuit.Tensors[TinyCircuit.Weights].IsFixed);
        Assert.True(circuit.Tensors[TinyCircuit.TableColumn].IsFixed);
        Assert.Equal(new FixedTables([TinyCircuit.Table]).Digest, circuit.Tables);
        InnerProduct product = circuit.Rows[0].Columns[2][0].Product!;
        Assert.Equal([3, 3], product.InnerSizes);
        Assert.Equal(new IndexTerm(3, 1), product.Right.Indices[0].Terms[1]);
        Assert.Equal(-1, product.Right.Indices[0].Shift);
        Assert.Equal(128, circuit.Publics[0].ZeroPoint);
        Assert.Equal(-1, circuit.Constraints[0].Terms[1].Factor);
    }

    [Fact]
    public void Every_prefix_is_refused()
    {
        byte[] bytes = CircuitWriter.Write(TinyCircuit.Build());
        for (int length = 0; length < bytes.Length; length++)
        {
            byte[] prefix = bytes[..length];
            Assert.Throws<MalformedArtefactException>(() => CircuitReader.Read(prefix));
        }
        Assert.Throws<MalformedArtefactException>(() => CircuitReader.Read([.. bytes, 0]));
    }

    /// <summary>Mutated circuits are refused with the one exception or are valid circuits with the same canonical bytes.</summary>
    [Fact]
    public void Mutated_circuits_never_crash_nor_hang()
    {
        byte[] original = CircuitWriter.Write(TinyCircuit.Build());
        var random = new Random(20);
        var clock = Stopwatch.StartNew();
        int accepted = 0;
        for (int trial = 0; trial < 20000; trial++)
        {
            byte[] bytes = Mutate(original, random);
            try
            {
                Circuit circuit = CircuitReader.Read(bytes);
                Assert.Equal(bytes, CircuitWriter.Write(circuit));
                _ = new Layouts.CircuitLayout(circuit);
                accepted++;
            }
            catch (MalformedArtefactException)
            {
            }
        }
        Assert.InRange(accepted, 1, 19000);
        Assert.InRange(clock.Elapsed.TotalSeconds, 0, 40);
    }

    private static byte[] Mutate(byte[] original, Random random)
    {
        byte[] bytes = [.. original];
        for (int edits = random.Next(1, 4); edits > 0; edits--)
        {
            int position = random.Next(bytes.Length);
            switch (random.Next(4))
            {
                case 0: bytes[position] = (byte)random.Next(256); break;
                case 1: bytes[position] += (byte)(random.Next(2) == 0 ? 1 : 255); break;
                case 2: bytes = [.. bytes[..position], 0xCE, (byte)random.Next(64), 0xFF, 0, 0, .. bytes[(position + 1)..]]; break;
                default: bytes = [.. bytes[..position], .. bytes[(position + 1)..], 0]; break;
            }
        }
        return bytes;
    }

    [Fact]
    public void The_digest_is_of_the_bytes_and_depends_on_every_name()
    {
        Circuit circuit = TinyCircuit.Build();
        Assert.Equal(CircuitDigest.Of(circuit), CircuitDigest.OfEncoded(CircuitWriter.Write(circuit)));
        circuit.Tensors[0] = circuit.Tensors[0] with { Name = "Weights" };
        Assert.NotEqual(CircuitDigest.Of(TinyCircuit.Build()), CircuitDigest.Of(circuit));
    }
}
