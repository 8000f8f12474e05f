using System.Buffers;
using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;
using Prover.Verifier.Hashing;

namespace Prover.Verifier.Artefacts;

/// <summary>
/// The values of a circuit's fixed tensors, in their order: thresholds, tables and everything else that is in a hidden model and not
/// secret. The circuit names them by their digest (SPEC §8.3); whoever compiles the network with any weights has them, and a verifier who
/// is given them checks an audited proof (SPEC §5.5).
/// </summary>
public sealed class FixedTables
{
    private const string Purpose = "prover 2026-11-21 tables digest";
    private readonly int[][] values;

    /// <summary>Tables with these values.</summary>
    /// <param name="values">For each fixed tensor its values, row-major; they are not copied and must not change.</param>
    public FixedTables(int[][] values)
    {
        ArgumentNullException.ThrowIfNull(values);
        foreach (int[] table in values) ArgumentNullException.ThrowIfNull(table);
        this.values = values;
        Digest = DigestOf(values);
    }

    /// <summary>The digest that a circuit with these tables contains.</summary>
    public Digest Digest { get; }

    /// <summary>The number of values of all tensors.</summary>
    public long Count => values.Sum(table => (long)table.Length);

    /// <summary>The values of each fixed tensor, row-major.</summary>
    internal IReadOnlyList<int[]> Values => values;

    /// <summary>The fixed tensors among the values of all tensors of a circuit; null if it has none.</summary>
    /// <param name="circuit">The circuit; its own digest of tables is not looked at.</param>
    /// <param name="model">For each tensor of the circuit its values, row-major.</param>
    public static FixedTables? Of(Circuit circuit, int[][] model)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        ArgumentNullException.ThrowIfNull(model);
        int[][] values = [.. model.Where((_, tensor) => circuit.Tensors[tensor].IsFixed)];
        return values.Length == 0 ? null : new(values);
    }

    /// <summary>Says how these tables differ from those of a circuit; null if they are its tables.</summary>
    internal string? FindDifference(Circuit circuit)
    {
        const long Half = KoalaBear.Order / 2;
        CommittedTensor[] tensors = [.. circuit.Tensors.Where(tensor => tensor.IsFixed)];
        if (circuit.Tables is not { } digest || tensors.Length == 0) return "the circuit of the key has no fixed tensors";
        if (digest != Digest) return "the circuit of the key names other tables than the ones given";
        // The circuit is not trusted: it may name any digest.
        if (tensors.Length != values.Length) return $"there are {values.Length} tables for {tensors.Length} fixed tensors";
        for (int i = 0; i < values.Length; i++)
        {
            string name = tensors[i].Name;
            if (values[i].Length != tensors[i].Count) return $"tensor {name} has {tensors[i].Count} values, not {values[i].Length}";
            foreach (int value in values[i])
            {
                if (value is <= (int)-Half or >= (int)Half) return $"tensor {name} has the value {value}, which is not below p/2";
            }
        }
        return null;
    }

    private static Digest DigestOf(int[][] values)
    {
        var output = new ArrayBufferWriter<byte>();
        var writer = new MessagePackWriter(output);
        writer.WriteArrayHeader(values.Length);
        foreach (int[] table in values) PackedIntegers.Write(ref writer, table);
        writer.Flush();
        return Blake3.DeriveKey(Purpose, output.WrittenSpan);
    }
}
