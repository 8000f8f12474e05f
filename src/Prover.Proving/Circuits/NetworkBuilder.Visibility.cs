using Prover.Verifier.Circuits;
using Prover.Verifier.Hashed;

namespace Prover.Proving.Circuits;

/// <content>Hashed inputs and outputs (SPEC §5.10, §10.2).</content>
public sealed partial class NetworkBuilder
{
    private readonly List<HashedTensor> hashed = [];

    /// <summary>
    /// Commits a tensor again, in columns that have room for uniform elements, and says that its digest is in the statement.
    /// </summary>
    private void Hash(string name, bool isInput, int tensor, int zeroPoint)
    {
        CommittedTensor source = tensors[tensor];
        if (source.Count > HashedShape.GreatestCount)
        {
            throw new InvalidNetworkException(name, $"more than {HashedShape.GreatestCount} values cannot be hashed");
        }
        var shape = new HashedShape((int)source.Count);
        int rows = 1 << shape.LogRows, copy = AddWitness(name, $"{name} hashed", shape.TensorShape);
        long[] strides = new long[source.Shape.Length];
        long stride = 1;
        for (int axis = strides.Length - 1; axis >= 0; stride *= source.Shape[axis--]) strides[axis] = stride;
        // Entries beyond the last value have no second term: the columns are filled up with zeros.
        ConstraintTerm columns = new(1, [shape.Columns, rows], [rows, 1], TensorRead.Identity(copy, 2));
        constraints.Add(new(
            Label($"{name} hashed"), [columns, new(-1, source.Shape, strides, TensorRead.Identity(tensor, strides.Length))]));
        hashed.Add(new(Label(name), isInput, copy, shape.Count, zeroPoint));
    }
}
