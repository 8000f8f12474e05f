using Prover.Verifier.Circuits;

namespace Prover.Proving.Witness;

/// <summary>
/// The plain meaning of a circuit: whether an assignment satisfies it. It evaluates every row and sum naively and shares no code with
/// the fast executor, so it is the oracle of tests; it is slow.
/// </summary>
public static class CircuitChecker
{
    /// <summary>The first violation, in words, or null when the assignment satisfies the circuit.</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="values">The values of every tensor, model tensors included, row-major.</param>
    public static string? FindViolation(Circuit circuit, int[][] values)
    {
        for (int tensor = 0; tensor < values.Length; tensor++)
        {
            if (values[tensor].Length != circuit.Tensors[tensor].Count) return $"tensor {circuit.Tensors[tensor].Name} has another size";
        }
        return FindPublic(circuit, values) ?? FindLookup(circuit, values) ?? FindConstraint(circuit, values);
    }

    private static string? FindPublic(Circuit circuit, int[][] values)
    {
        foreach (PublicTensor tensor in circuit.Publics)
        {
            foreach (int value in values[tensor.Tensor])
            {
                long quantised = (long)value + tensor.ZeroPoint;
                if (quantised < tensor.Low || quantised > tensor.High) return $"public tensor {tensor.Name} contains {quantised}";
            }
        }
        return null;
    }

    /// <summary>The fractions sum to 0 as formal sums: every tuple is counted as often by lookups as by its table rows.</summary>
    private static string? FindLookup(Circuit circuit, int[][] values)
    {
        var balance = new Dictionary<long[], long>(new TupleComparer());
        var names = new Dictionary<long[], string>(new TupleComparer());
        foreach (LookupRows rows in circuit.Rows)
        {
            int row = 0;
            foreach (long[] tuple in ReferenceEvaluation.Tuples(circuit, rows, values))
            {
                long weight = rows.IsTable ? -(long)values[rows.Multiplicity][row] : 1;
                balance[tuple] = ReferenceEvaluation.Reduce(balance.GetValueOrDefault(tuple) + weight);
                names[tuple] = rows.Name;
                row++;
            }
        }
        foreach ((long[] tuple, long sum) in balance)
        {
            if (sum != 0) return $"{names[tuple]}: the tuple ({string.Join(", ", tuple)}) is unbalanced by {ColumnEvaluator.Centre(sum)}";
        }
        return null;
    }

    private static string? FindConstraint(Circuit circuit, int[][] values)
    {
        foreach (LinearConstraint constraint in circuit.Constraints)
        {
            var sums = new SortedDictionary<long, long>();
            foreach (ConstraintTerm term in constraint.Terms)
            {
                var at = new int[term.Axes.Length];
                long count = term.Axes.Aggregate(1L, (product, size) => product * size);
                for (long i = 0; i < count; i++)
                {
                    long number = 0;
                    for (int axis = 0; axis < at.Length; axis++) number += term.Strides[axis] * at[axis];
                    long value = term.Factor * ReferenceEvaluation.Read(circuit, term.Read, at, values);
                    sums[number] = ReferenceEvaluation.Reduce(sums.GetValueOrDefault(number) + ReferenceEvaluation.Reduce(value));
                    ReferenceEvaluation.Advance(at, term.Axes);
                }
            }
            foreach ((long number, long sum) in sums)
            {
                if (sum != 0) return $"{constraint.Name}: entry {number} of the constraint is {ColumnEvaluator.Centre(sum)}";
            }
        }
        return null;
    }
}
