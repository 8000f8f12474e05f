using Prover.Proving.Circuits;
using Prover.Proving.Kernels;
using Prover.Verifier.Circuits;

namespace Prover.Proving.Witness;

/// <summary>The state of one execution of a <see cref="WitnessProgram"/>.</summary>
internal sealed class WitnessRun
{
    private readonly Circuit circuit;
    private readonly int[][] values;
    private readonly ContractionPlan[][] contractions;
    private readonly IReadOnlyDictionary<int, StepTable> stepTables;
    private readonly RangeTables ranges;
    private readonly RowCounters[] counters;
    private readonly int threads;
    private readonly bool isForged;

    public WitnessRun(
        Network network, int[][] values, ContractionPlan[][] contractions, IReadOnlyDictionary<int, StepTable> stepTables,
        RangeTables ranges, int threads, bool isForged)
    {
        circuit = network.Circuit;
        this.values = values;
        this.contractions = contractions;
        this.stepTables = stepTables;
        this.ranges = ranges;
        this.threads = threads;
        this.isForged = isForged;
        counters = [.. Enumerable.Range(0, threads).Select(_ => new RowCounters(circuit, ranges))];
        Sums = new int[]?[circuit.Rows.Length];
    }

    /// <summary>The inner products of each box of rows that has some.</summary>
    public int[]?[] Sums { get; }

    /// <summary>Executes one step.</summary>
    public void Execute(WitnessStep step)
    {
        switch (step)
        {
            case RangeCheckStep check: CheckRange(check); break;
            case RequantiseStep requantise: Requantise(requantise); break;
            case CommitStep commit: Commit(commit); break;
            case UnaryStep unary: Apply(unary); break;
            case PairStep pair: Apply(pair); break;
            case MaximumStep maximum: Apply(maximum); break;
            case RecommitStep recommit: Recommit(circuit.Constraints[recommit.Constraint]); break;
            default: throw new InvalidOperationException($"unknown step {step.GetType().Name}");
        }
    }

    /// <summary>Fills the multiplicities of all tables.</summary>
    public void CountMultiplicities()
    {
        if (isForged)
        {
            ReferenceMultiplicities.Count(circuit, values);
        }
        else
        {
            RowCounters.Collect(counters, ranges, circuit, values);
        }
    }

    private void CheckRange(RangeCheckStep step)
    {
        LookupRows rows = circuit.Rows[step.Rows];
        int table = TableOf(rows);
        int[] column = Column(rows, rows.Columns[0], step.Rows);
        int low = Least(circuit.Rows[table], 0), count = circuit.Rows[table].Axes[0];
        Split(column.Length, (counter, from, to) =>
        {
            int[] counts = counter.Of(table);
            for (int i = from; i < to; i++) counts[Clamp(column[i] - low, count)]++;
        });
    }

    private void Requantise(RequantiseStep step)
    {
        LookupRows rows = circuit.Rows[step.Rows];
        StepTable table = stepTables[rows.Table];
        ColumnTerm[][] columns = rows.Columns;
        int[] sums = Column(rows, Without(Without(columns[^2], step.Remainder), step.Multiple), step.Rows);
        MultipleTable? multiples = step.Multiple < 0 ? null : table.Multiples(circuit, step, values);
        int[]? held = multiples is null ? null : New(step.Multiple);
        int[]? classes = columns.Length == 4 ? Column(rows, columns[0], step.Rows) : null;
        int[] quotients = New(step.Quotient), remainders = New(step.Remainder), spans = New(step.Span);
        Split(sums.Length, (counter, from, to) =>
        {
            int[] rowCounts = counter.Of(table.Rows), rangeCounts = counter.Ranges;
            int[] results = table.Results, bases = table.Bases, widths = table.Spans, starts = table.RangeStarts;
            for (int i = from; i < to; i++)
            {
                int row = table.Find(classes is null ? 0 : classes[i], sums[i]);
                int remainder = sums[i] - bases[row];
                if (held is not null)
                {
                    held[i] = multiples!.Of(row, remainder);
                    remainder -= held[i] * multiples.WideSpan;
                    counter.Of(multiples.Rows)[multiples.Starts[row] + held[i]]++;
                }
                quotients[i] = results[row];
                remainders[i] = remainder;
                spans[i] = widths[row];
                rowCounts[row]++;
                // A forged sum may lie beyond all rows; its counts are then taken from the tuples.
                rangeCounts[starts[row] + Clamp(remainder, widths[row])]++;
            }
        });
    }

    private void Commit(CommitStep step)
    {
        LookupRows rows = circuit.Rows[step.Rows];
        int[] sums = Column(rows, Without(rows.Columns[0], step.Output), step.Rows);
        values[step.Output] = (int[])sums.Clone();
        counters[0].Of(TableOf(rows))[0] += sums.Length;
    }

    private void Apply(UnaryStep step)
    {
        LookupRows rows = circuit.Rows[step.Rows];
        int table = TableOf(rows);
        int low = Least(circuit.Rows[table], 0);
        int[] results = values[circuit.Rows[table].Columns[1][0].Read!.Tensor];
        int[] column = Column(rows, rows.Columns[0], step.Rows), output = New(step.Output);
        Split(output.Length, (counter, from, to) =>
        {
            int[] counts = counter.Of(table);
            for (int i = from; i < to; i++)
            {
                int row = Clamp(column[i] - low, results.Length);
                output[i] = results[row];
                counts[row]++;
            }
        });
    }

    private void Apply(PairStep step)
    {
        LookupRows rows = circuit.Rows[step.Rows];
        int table = TableOf(rows);
        LookupRows box = circuit.Rows[table];
        int leftLow = Least(box, 0), rightLow = Least(box, 1), leftCount = box.Axes[0], rightCount = box.Axes[1];
        int[] results = values[box.Columns[2][0].Read!.Tensor];
        int[] left = Column(rows, rows.Columns[0], step.Rows), right = Column(rows, rows.Columns[1], step.Rows), output = New(step.Output);
        Split(output.Length, (counter, from, to) =>
        {
            int[] counts = counter.Of(table);
            for (int i = from; i < to; i++)
            {
                int row = (Clamp(left[i] - leftLow, leftCount) * rightCount) + Clamp(right[i] - rightLow, rightCount);
                output[i] = results[row];
                counts[row]++;
            }
        });
    }

    private void Apply(MaximumStep step)
    {
        LookupRows rows = circuit.Rows[step.Rows];
        int positive = TableOf(rows), negative = Array.FindLastIndex(circuit.Rows, box => box.IsTable && box.Table == rows.Table);
        int count = circuit.Rows[positive].Axes[0];
        int[] differences = Column(rows, rows.Columns[0], step.Rows);
        int[] others = Column(rows, Without(rows.Columns[1], step.Output), step.Rows), output = New(step.Output);
        bool isNegated = rows.Columns[1].First(term => term.Read?.Tensor == step.Output).Factor < 0;
        Split(output.Length, (counter, from, to) =>
        {
            int[] above = counter.Of(positive), below = counter.Of(negative);
            for (int i = from; i < to; i++)
            {
                int difference = differences[i];
                int maximum = Math.Max(difference, 0) - others[i];
                output[i] = isNegated ? -maximum : maximum;
                if (difference >= 0)
                {
                    above[Clamp(difference, count)]++;
                }
                else
                {
                    below[Clamp(-1 - difference, count)]++;
                }
            }
        });
    }

    /// <summary>The first term of the constraint is the copy, the second the view; both number their entries row-major.</summary>
    private void Recommit(LinearConstraint constraint)
    {
        ConstraintTerm copy = constraint.Terms[0], view = constraint.Terms[1];
        int[] Elements(ConstraintTerm term, int[] source)
        {
            int[] variables = [.. Enumerable.Range(0, term.Axes.Length)];
            var plan = new ReadPlan(term.Read, circuit.Tensors[term.Read.Tensor].Shape, variables, term.Axes);
            var elements = new int[term.Axes.Aggregate(1, (product, size) => product * size)];
            plan.Fill(source, [], elements);
            return elements;
        }
        int tensor = copy.Read.Tensor;
        int[] target = values[tensor].Length == circuit.Tensors[tensor].Count ? values[tensor] : New(tensor);
        int[] source = Elements(view, values[view.Read.Tensor]);
        int[] positions = Elements(copy, [.. Enumerable.Range(0, target.Length)]);
        for (int i = 0; i < positions.Length; i++) target[positions[i]] = source[i];
    }

    private int[] Column(LookupRows rows, ColumnTerm[] column, int number)
    {
        bool hasProducts = contractions[number].Length > 0 && column.Any(term => term.Source == ColumnSource.InnerProduct);
        if (isForged)
        {
            if (hasProducts)
            {
                ColumnTerm[] products = [.. column.Where(term => term.Source == ColumnSource.InnerProduct)];
                Sums[number] = [.. ColumnEvaluator.EvaluateExactly(circuit, rows, products, values).Select(ColumnEvaluator.Centre)];
            }
            return [.. ColumnEvaluator.EvaluateExactly(circuit, rows, column, values).Select(ColumnEvaluator.Centre)];
        }
        if (hasProducts)
        {
            int[] sums = Sums[number] = new int[rows.Count];
            foreach (ContractionPlan contraction in contractions[number]) contraction.AddTo(sums, values, threads);
        }
        return ColumnEvaluator.Evaluate(circuit, rows, column, values, Sums[number], threads);
    }

    private int[] New(int tensor) => values[tensor] = new int[circuit.Tensors[tensor].Count];

    /// <summary>Number of the first box of the rows' table.</summary>
    private int TableOf(LookupRows rows) => Array.FindIndex(circuit.Rows, box => box.IsTable && box.Table == rows.Table);

    /// <summary>The constant of a table's index column, which is its least value.</summary>
    private static int Least(LookupRows table, int column) =>
        (int)table.Columns[column].Where(term => term.Source == ColumnSource.One).Sum(term => term.Factor);

    /// <summary>A column without the term that reads a tensor.</summary>
    private static ColumnTerm[] Without(ColumnTerm[] column, int tensor) =>
        [.. column.Where(term => term.Source != ColumnSource.Read || term.Read!.Tensor != tensor)];

    private static int Clamp(int index, int count) => (uint)index < (uint)count ? index : index < 0 ? 0 : count - 1;

    /// <summary>Splits a range over threads, each with its own counters.</summary>
    private void Split(int length, Action<RowCounters, int, int> body)
    {
        int pieces = (int)Math.Clamp(length / 4096, 1, threads);
        ThreadedLoop.Run(threads, pieces, piece =>
            body(counters[piece], (int)((long)length * piece / pieces), (int)((long)length * (piece + 1) / pieces)));
    }
}
