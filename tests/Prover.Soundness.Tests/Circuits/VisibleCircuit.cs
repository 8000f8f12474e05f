using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;
using Prover.Verifier.Hashed;

namespace Prover.Soundness.Tests.Circuits;

/// <summary>A circuit seen as a visibility says: the relations on its own tensors stay as they are.</summary>
/// <param name="Circuit">The circuit; copies of hashed tensors follow its own tensors.</param>
/// <param name="HashedSources">For each hashed tensor the one that it is a copy of.</param>
internal sealed record VisibleCircuit(Circuit Circuit, int[] HashedSources)
{
    /// <summary>Proofs that hide the weights of a key.</summary>
    public const int ModelProofs = 2;

    /// <summary>The values of its fixed tensors; null if the model is public.</summary>
    public FixedTables? Tables { get; private init; }

    /// <summary>Whether true proofs are audits.</summary>
    public bool IsAudited { get; private init; }

    /// <summary>Changes who sees what.</summary>
    /// <param name="circuit">A circuit that hides nothing.</param>
    /// <param name="interfaces">All its inputs and outputs, also those that are not public.</param>
    /// <param name="tables">The tensors that are fixed if the model is hidden, with their values.</param>
    /// <param name="visibility">Who sees what.</param>
    public static VisibleCircuit Of(
        Circuit circuit, PublicTensor[] interfaces, SortedDictionary<int, int[]> tables, Visibility visibility)
    {
        if (visibility == Visibility.Open) return new(circuit, []);
        bool isHashed = visibility is Visibility.Hashed or Visibility.AuditedHashedAndPrivateWeights;
        bool hidesModel = visibility is Visibility.PrivateWeights or Visibility.AuditedHashedAndPrivateWeights;
        circuit = circuit with { Hiding = true };
        if (isHashed || visibility == Visibility.Private) circuit = circuit with { Publics = [] };
        VisibleCircuit visible = isHashed ? Hash(circuit, interfaces) : new(circuit, []);
        return hidesModel ? Fix(visible, tables) with { IsAudited = isHashed } : visible;
    }

    private static VisibleCircuit Fix(VisibleCircuit visible, SortedDictionary<int, int[]> tables)
    {
        var values = new FixedTables([.. tables.Values]);
        CommittedTensor[] tensors =
            [.. visible.Circuit.Tensors.Select((tensor, number) => tensor with { IsFixed = tables.ContainsKey(number) })];
        Circuit circuit = visible.Circuit with { Tensors = tensors, ModelProofs = ModelProofs, Tables = values.Digest };
        return visible with { Circuit = circuit, Tables = values };
    }

    private static VisibleCircuit Hash(Circuit circuit, PublicTensor[] interfaces)
    {
        List<CommittedTensor> tensors = [.. circuit.Tensors];
        List<LinearConstraint> constraints = [.. circuit.Constraints];
        var hashed = new List<HashedTensor>();
        foreach (PublicTensor tensor in interfaces)
        {
            int[] axes = circuit.Tensors[tensor.Tensor].Shape;
            int count = axes.Aggregate(1, (product, size) => product * size);
            var shape = new HashedShape(count);
            int copy = tensors.Count, rows = 1 << shape.LogRows;
            long[] strides = [.. axes.Select((_, axis) => axes[(axis + 1)..].Aggregate(1L, (product, size) => product * size))];
            tensors.Add(new($"{tensor.Name} copy", CommittedVector.Witness, shape.TensorShape));
            constraints.Add(new($"{tensor.Name} copy",
            [
                new(1, [shape.Columns, rows], [rows, 1], TensorRead.Identity(copy, 2)),
                new(-1, axes, strides, TensorRead.Identity(tensor.Tensor, axes.Length)),
            ]));
            hashed.Add(new(tensor.Name, tensor.IsInput, copy, count, tensor.ZeroPoint));
        }
        return new(
            circuit with { Tensors = [.. tensors], Constraints = [.. constraints], Hashed = [.. hashed] },
            [.. interfaces.Select(tensor => tensor.Tensor)]);
    }
}
