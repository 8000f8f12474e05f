using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;

namespace Prover.Verifier.Tests.Artefacts;

/// <summary>The digest by which a circuit names the values of its fixed tensors (SPEC §8.3).</summary>
public class FixedTablesTests
{
    /// <summary>Computed by a few lines of another language from the text of the specification.</summary>
    [Fact]
    public void The_digest_is_that_of_the_specification() => Assert.Equal(
        "3bcf998e2dd6e6e83f9e5bd205c6205087fce43d57f50a7a680c3b816ba2716c", new FixedTables([TinyCircuit.Table, [1, 2]]).Digest.ToString());

    [Fact]
    public void Every_value_every_boundary_and_the_order_count()
    {
        int[][][] all =
        [
            [], [[]], [[], []], [[1, 2, 3]], [[1, 2], [3]], [[1], [2, 3]], [[3], [1, 2]], [[1, 2, 4]], [[1, 2, 3], []], [[-1, -2, -3]],
            [[1, 2, 3 + 256]], [[257, 258, 259]],
        ];
        Assert.Equal(all.Length, all.Select(values => new FixedTables(values).Digest).Distinct().Count());
    }

    [Fact]
    public void The_tables_of_a_network_are_its_fixed_tensors_in_order()
    {
        Circuit circuit = TinyCircuit.Build();
        int[][] model = [.. circuit.Tensors.Select((tensor, number) => number == TinyCircuit.TableColumn ? TinyCircuit.Table : [number])];
        FixedTables tables = FixedTables.Of(circuit, model)!;
        Assert.Equal(circuit.Tables, tables.Digest);
        Assert.Equal(TinyCircuit.Table.Length, tables.Count);
        circuit.Tensors[TinyCircuit.TableColumn] = circuit.Tensors[TinyCircuit.TableColumn] with { IsFixed = false };
        Assert.Null(FixedTables.Of(circuit, model));
    }
}
