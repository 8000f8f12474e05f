using Prover.Proving.Witness;
using Prover.Verifier.Circuits;

namespace Prover.Proving.Circuits;

/// <content>Views that repeat or pick elements by constant indices (SPEC §10.1).</content>
public sealed partial class NetworkBuilder
{
    /// <summary>A list of indices of more pieces than this is a product with a matrix of zeros and ones.</summary>
    private const int GreatestPieceCount = 256;

    /// <summary>Copies of views that repeat elements more often than this are constrained by lookups.</summary>
    private const int GreatestRepetition = 64;

    /// <summary>Repeats axes of size 1 as ONNX Expand does; missing leading axes have size 1.</summary>
    /// <param name="node">The name of the layer.</param>
    /// <param name="x">The activation.</param>
    /// <param name="shape">The shape to broadcast with; the result has the common shape of both.</param>
    public Activation Expand(string node, Activation x, params int[] shape)
    {
        int rank = Math.Max(x.Rank, shape.Length);
        x = Broadcast(node, x, rank);
        int[] wanted = [.. Enumerable.Repeat(1, rank - shape.Length), .. shape];
        for (int axis = 0; axis < rank; axis++)
        {
            if (wanted[axis] == 1) wanted[axis] = x.Shape[axis];
            bool fits = x.Shape[axis] == 1 || x.Shape[axis] == wanted[axis];
            if (!fits) throw new InvalidNetworkException(node, "the shapes cannot be broadcast");
        }
        _ = ledger.Of(node);
        if (x.Shape.AsSpan().SequenceEqual(wanted)) return x;
        TensorView Repeat(TensorView piece)
        {
            for (int axis = 0; axis < rank; axis++)
            {
                if (x.Shape[axis] != wanted[axis]) piece = piece.WithAxis(axis, [new(wanted[axis], -1, 0)]);
            }
            return piece;
        }
        return x.With(x.JoinAxis, [.. x.Pieces.Select(Repeat)]);
    }

    /// <summary>Repeats the whole of an axis a number of times.</summary>
    public Activation Tile(string node, Activation x, int axis, int times)
    {
        if (axis < 0 || axis >= x.Rank || times < 1) throw new InvalidNetworkException(node, "the repetition does not fit");
        _ = ledger.Of(node);
        if (times == 1) return x;
        if (!x.IsSingle && x.JoinAxis == axis) x = Recommit(node, x);
        TensorView?[] views = [.. x.Pieces.Select(piece => Few(piece.WithAxis(axis, [new(times, -1, 0), .. piece.Axes[axis]])))];
        return views.All(view => view is not null)
            ? x.With(x.JoinAxis, [.. views.Select(view => view!)])
            : Tile(node, Recommit(node, x), axis, times);
    }

    /// <summary>
    /// The elements of an axis at constant indices, in any order and number. Regular lists are views, others joins of views or, where
    /// those would be many, copies.
    /// </summary>
    public Activation Gather(string node, Activation x, int axis, params int[] indices)
    {
        if (axis < 0 || axis >= x.Rank || indices.Length == 0 || indices.Any(index => index < 0 || index >= x.Shape[axis]))
        {
            throw new InvalidNetworkException(node, "an index does not exist");
        }
        _ = ledger.Of(node);
        if (indices.AsSpan().SequenceEqual(Enumerable.Range(0, x.Shape[axis]).ToArray())) return x;
        int times = indices.Length / x.Shape[axis];
        if (indices.Length == times * x.Shape[axis] && indices.Select((index, i) => i % x.Shape[axis] == index).All(same => same))
        {
            return Tile(node, x, axis, times);
        }
        if (IndexPattern.Digits(indices) is { } digits && GatherRegular(node, x, axis, indices[0], digits) is Activation regular)
        {
            return regular;
        }
        if (!x.IsSingle || x.Pieces[0].Axes[axis].Length > 1) return Gather(node, Recommit(node, x), axis, indices);
        int[] lengths = IndexPattern.Pieces(indices);
        if (lengths.Length > GreatestPieceCount) return GatherByMatrix(node, x, axis, indices);
        var parts = new List<Activation>();
        int start = 0;
        foreach (int length in lengths)
        {
            int[] list = indices[start..(start += length)];
            parts.Add(GatherRegular(node, x, axis, list[0], IndexPattern.Digits(list)!)
                ?? throw new InvalidNetworkException(node, "the result has too many axes"));
        }
        const int mostPiecesKept = 8; // each piece costs the reader relations of its own
        Activation joined = Concat(node, [.. parts], axis);
        return lengths.Length <= mostPiecesKept ? joined : Recommit(node, joined);
    }

    /// <summary>A view by a list of indices in mixed radix; null where there is none.</summary>
    private Activation? GatherRegular(string node, Activation x, int axis, int first, (int Size, int Stride)[] digits)
    {
        if (digits.Length == 0) return Slice(node, x, axis, first, 1, 1);
        if (digits is [(var count, var step)] && step != 0) return Slice(node, x, axis, first, step, count);
        if (!x.IsSingle && x.JoinAxis == axis) return null;
        TensorView?[] views = [.. x.Pieces.Select(piece => Few(piece.Gather(axis, first, digits)))];
        return views.All(view => view is not null) ? x.With(x.JoinAxis, [.. views.Select(view => view!)]) : null;
    }

    /// <summary>The product with a matrix that has a single one in each column; exact, and committed again.</summary>
    private Activation GatherByMatrix(string node, Activation x, int axis, int[] indices)
    {
        int size = x.Shape[axis];
        var matrix = new int[size * indices.Length];
        for (int i = 0; i < indices.Length; i++) matrix[(indices[i] * indices.Length) + i] = 1;
        int[] swap = [.. Enumerable.Range(0, x.Rank)];
        (swap[axis], swap[^1]) = (swap[^1], swap[axis]);
        Accumulator sum = MatMul(node, Transpose(node, x, swap), new([size, indices.Length], matrix), null);
        return Transpose(node, CommitAs(sum, x), swap);
    }

    /// <summary>Commits sums of which each equals some element of an activation, and so has its range and zero point.</summary>
    private Activation CommitAs(Accumulator sum, Activation like)
    {
        Activation committed = Commit(sum);
        return new(committed.JoinAxis, committed.Pieces, like.ZeroPoint, like.Low, like.High);
    }

    /// <summary>
    /// Constrains a copy to equal a view of the same shape. A term of a constraint must read all its axes, so where the view repeats
    /// elements there is one constraint per repetition or, where those are many, a lookup per element of the copy, which is then a tensor.
    /// </summary>
    private void ConstrainCopy(string node, TensorView copy, TensorView view)
    {
        int repetitions = Repetitions(view);
        if (repetitions == 1)
        {
            constraints.Add(new(Label(node), [Term(copy, 1), Term(view, -1)]));
            steps.Add(new RecommitStep(node, constraints.Count - 1));
            return;
        }
        for (int axis = 0; axis < view.Axes.Length; axis++)
        {
            copy = copy.WithAxis(axis, DigitLists.Split(copy.Axes[axis], [.. view.Axes[axis].Select(digit => digit.Size)])!);
        }
        if (repetitions > GreatestRepetition)
        {
            int[] sizes = [.. view.Digits().Select(digit => digit.Size)];
            int lookups = AddLookups(node, ZeroTable(), sizes, [[ColumnTerm.Of(ReadAll(view)), ColumnTerm.Of(ReadAll(copy), -1)]]);
            steps.Add(new CommitStep(node, lookups, copy.Tensor));
            return;
        }
        int repeated = Array.FindIndex(view.Axes, digits => digits.Any(digit => digit.Axis < 0));
        int position = Array.FindIndex(view.Axes[repeated], digit => digit.Axis < 0);
        for (int i = 0; i < view.Axes[repeated][position].Size; i++)
        {
            ConstrainCopy(node, copy.FixDigit(repeated, position, i), view.FixDigit(repeated, position, i));
        }
    }

    /// <summary>A piece of a join, committed on its own if it repeats elements too often for constraints.</summary>
    private TensorView WithFewRepetitions(string node, Activation x, TensorView piece) =>
        Repetitions(piece) > GreatestRepetition ? Recommit(node, x.With(0, [piece])).Pieces[0] : piece;

    /// <summary>How often a view repeats each element.</summary>
    private static int Repetitions(TensorView view) =>
        view.Digits().Where(digit => digit.Axis < 0).Aggregate(1, (product, digit) => checked(product * digit.Size));
}
