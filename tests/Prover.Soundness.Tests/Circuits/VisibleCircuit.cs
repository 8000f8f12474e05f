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

    /// <summary>Changes who sees what.</summary>
    /// <param name="circuit">A circuit that hides nothing.</param>
    /// <param name="interfaces">All its inputs and outputs, also those that are not public.</param>
    /// <param name="visibility">Who sees what.</param>
    public static VisibleCircuit Of(Circuit circuit, PublicTensor[] interfaces, Visibility visibility) => visibility switch
    {
        Visibility.Open => new(circuit, []),
        Visibility.Public => new(circuit with { Hiding = true }, []),
        Visibility.Private => new(circuit with { Hiding = true, Publics = [] }, []),
        Visibility.Hashed => Hash(circuit with { Hiding = true, Publics = [] }, interfaces),
        Visibility.PrivateWeights => new(circuit with { Hiding = true, ModelProofs = ModelProofs }, []),
        Visibility.HashedAndPrivateWeights =>
            Hash(circuit with { Hiding = true, Publics = [], ModelProofs = ModelProofs }, interfaces),
        _ => throw new ArgumentOutOfRangeException(nameof(visibility)),
    };

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
