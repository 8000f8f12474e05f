using Prover.Onnx.Graphs;
using Prover.Proving.Circuits;

namespace Prover.Onnx.Operators;

/// <summary>
/// The k greatest or least elements of each group, in order, of equal ones the first first: k times the extreme and its position
/// (SPEC §10.6), after each of which the element at that position is put below (above) all others by a table.
/// </summary>
internal static class TopElements
{
    /// <summary>Elements and positions along an axis, which gets length k.</summary>
    /// <param name="node">The node.</param>
    /// <param name="x">The integers, in the order of the values they stand for.</param>
    /// <param name="axis">The axis.</param>
    /// <param name="count">k, at most the length of the axis.</param>
    /// <param name="isGreatest">Whether the greatest are wanted.</param>
    /// <param name="builder">The network under construction.</param>
    internal static (Activation Elements, Activation Positions) Of(
        GraphNode node, Activation x, int axis, int count, bool isGreatest, NetworkBuilder builder)
    {
        int last = x.Rank - 1;
        int[] swap = [.. Enumerable.Range(0, x.Rank)];
        (swap[axis], swap[last]) = (last, axis);
        int taken = isGreatest ? x.Low - 1 : x.High + 1;
        (int low, int high) = (x.Low, x.High);
        Activation rest = builder.Transpose(node.Name, x, swap);
        int[] one = [.. rest.Shape[..last], 1];
        var elements = new Activation[count];
        var positions = new Activation[count];
        for (int i = 0; i < count; i++)
        {
            Activation position = builder.PositionOfExtreme(node.Name, rest, last, isGreatest, isLast: false);
            Activation extreme = isGreatest ? builder.Maximum(node.Name, rest, last) : builder.Minimum(node.Name, rest, last);
            positions[i] = builder.Reshape(node.Name, position, one);
            elements[i] = builder.Reshape(node.Name, extreme, one);
            if (i + 1 < count)
            {
                Activation bits = builder.OneHot(node.Name, builder.Reshape(node.Name, position, one[..last]), rest.Shape[last]);
                rest = builder.Binary(node.Name, rest, bits, (q, bit) => bit == 1 ? taken : q, rest.ZeroPoint);
            }
        }

        // Less than the whole group is taken before the last element, so that a mark never counts as one.
        Activation all = builder.Concat(node.Name, elements, last);
        all = count == 1 ? all : builder.Unary(node.Name, all, q => Math.Clamp(q, low, high), all.ZeroPoint);
        return (builder.Transpose(node.Name, all, swap), builder.Transpose(node.Name, builder.Concat(node.Name, positions, last), swap));
    }
}
