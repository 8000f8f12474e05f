using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;

namespace Prover.Verifier.Tests.Arguments;

/// <summary>
/// Circuits that the validator accepts and no compiler would make: boxes of any sizes, reads with several variables, negative strides and
/// shifts per axis, windows beyond both ends, shared and one-sided variables, tuples that do not balance.
/// </summary>
internal sealed class RandomCircuits
{
    private readonly Random random;
    private readonly CommittedTensor[] tensors;

    private RandomCircuits(Random random)
    {
        this.random = random;
        tensors = [.. Enumerable.Range(0, 6).Select(i => new CommittedTensor(
            $"t{i}", i % 2 == 0 ? CommittedVector.Model : CommittedVector.Witness, Box(random.Next(1, 4), 150)))];
    }

    /// <summary>A circuit and values for all its tensors.</summary>
    public static (Circuit Circuit, int[][] Values) Draw(Random random)
    {
        var draw = new RandomCircuits(random);
        LookupRows[] lookups = [.. Enumerable.Range(0, 3).Select(i => draw.Lookups(i))];
        int[] table = draw.Box(random.Next(1, 4), 60);
        CommittedTensor[] tensors = [.. draw.tensors, new("multiplicities", CommittedVector.Witness, table)];
        LookupRows rows = new(
            "table", 0, table, [[draw.Read(table, model: true), draw.Index(table)], [draw.Read(table, model: true)]], draw.tensors.Length);
        var circuit = new Circuit(tensors, [.. lookups, rows], [draw.Constraint()], []);
        CircuitValidator.Validate(circuit);
        return (circuit, [.. tensors.Select(tensor => Enumerable.Range(0, (int)tensor.Count).Select(_ => random.Next(-99, 99)).ToArray())]);
    }

    private int[] Box(int rank, int most)
    {
        var sizes = new int[rank];
        for (int axis = 0, left = most; axis < rank; left /= sizes[axis++]) sizes[axis] = random.Next(1, Math.Min(24, left) + 1);
        return sizes;
    }

    private LookupRows Lookups(int number)
    {
        int[] axes = Box(random.Next(1, 4), 100);
        return new($"rows {number}", 0, axes, [[Product(axes), Read(axes), Index(axes)], [Product(axes), ColumnTerm.Constant(-5)]], -1);
    }

    private ColumnTerm Index(int[] axes) => ColumnTerm.Index(random.Next(axes.Length), random.Next(-9, 9));

    private ColumnTerm Read(int[] axes, bool model = false) => ColumnTerm.Of(Draw(axes.Length, model), random.Next(-9, 9));

    private ColumnTerm Product(int[] axes)
    {
        int[] inner = Box(random.Next(1, 3), 20);
        TensorRead left = Draw(axes.Length + inner.Length), right = Draw(axes.Length + inner.Length);
        // A summed variable that neither reads has size 1.
        for (int i = 0; i < inner.Length; i++)
        {
            if (!left.Uses(axes.Length + i) && !right.Uses(axes.Length + i)) inner[i] = 1;
        }
        int[] shared = [.. Enumerable.Range(0, axes.Length).Where(axis => left.Uses(axis) && right.Uses(axis))];
        return ColumnTerm.Of(new InnerProduct(inner, shared, left, right), random.Next(-9, 9));
    }

    /// <summary>A read over some of a number of variables, each at most once; often an expression is one variable as it is.</summary>
    private TensorRead Draw(int variables, bool model = false)
    {
        int tensor = random.Next(tensors.Length / 2) * 2;
        if (!model && random.Next(2) == 0) tensor++;
        Queue<int> free = new(Enumerable.Range(0, variables).OrderBy(_ => random.Next()));
        AffineIndex Expression()
        {
            if (free.Count > 0 && random.Next(2) == 0) return AffineIndex.Of(free.Dequeue());
            int count = Math.Min(free.Count, random.Next(3));
            int Stride() => random.Next(2) == 0 ? random.Next(1, 4) : -random.Next(1, 4);
            return new([.. Enumerable.Range(0, count).Select(_ => new IndexTerm(free.Dequeue(), Stride()))], random.Next(-4, 20));
        }
        return new(tensor, [.. tensors[tensor].Shape.Select(_ => Expression())]);
    }

    private LinearConstraint Constraint()
    {
        ConstraintTerm Term()
        {
            int[] axes = Box(random.Next(1, 4), 60);
            TensorRead read = Draw(axes.Length);
            for (int axis = 0; axis < axes.Length; axis++)
            {
                if (!read.Uses(axis)) axes[axis] = 1;
            }
            return new(random.Next(-9, 9), axes, [.. axes.Select(_ => random.NextInt64(1, 1L << 30))], read);
        }
        return new("constraint", [Term(), Term(), Term()]);
    }
}
