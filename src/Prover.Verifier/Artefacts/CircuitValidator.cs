using System.Text;
using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;

namespace Prover.Verifier.Artefacts;

/// <summary>
/// Checks everything that the argument assumes of a circuit (SPEC §8.3): sizes, references, that the linear forms mean what
/// <see cref="Circuit"/> says, that each table is defined and its multiplicities are its own, and that the verifier's work is
/// bounded. It does not judge whether the circuit computes a given network: the model id does.
/// </summary>
public static class CircuitValidator
{
    /// <summary>Accepts a circuit or says what is wrong with it.</summary>
    /// <exception cref="MalformedArtefactException">The circuit is inconsistent or exceeds <see cref="CircuitLimits"/>.</exception>
    public static void Validate(Circuit circuit)
    {
        ArgumentNullException.ThrowIfNull(circuit);
        var work = new FormWork(circuit);
        CheckTensors(circuit);
        CheckFixed(circuit, work);
        CheckRows(circuit, work);
        CheckTables(circuit, work);
        CheckConstraints(circuit, work);
        CheckPublics(circuit, work);
        HashedTensorCheck.Check(circuit, work);
    }

    private static void CheckTensors(Circuit circuit)
    {
        CheckCount("tensors", circuit.Tensors.Length);
        var model = new SizeBudget("stored elements of the model");
        var witness = new SizeBudget("stored elements of the witness");
        var blocks = new BlockBudget("blocks of tensors");
        foreach (CommittedTensor tensor in circuit.Tensors)
        {
            string where = $"tensor '{tensor.Name}'";
            CheckName(tensor.Name, where);
            Require(tensor.Vector is CommittedVector.Model or CommittedVector.Witness, where, "its vector is unknown");
            CircuitBox.CheckAxes(tensor.Shape, where);
            blocks.Add(tensor.Shape);
            (tensor.Vector == CommittedVector.Model ? model : witness).Add(tensor.Shape);
        }
        if (circuit.Hiding) AddPads(witness, blocks);
        MalformedArtefactException.ThrowIf(model.IsEmpty, "the circuit has no tensor of the model");
        MalformedArtefactException.ThrowIf(witness.IsEmpty, "the circuit has no tensor of the witness");
    }

    /// <summary>Fixed tensors and the digest of their values; the work is that of an audited proof.</summary>
    private static void CheckFixed(Circuit circuit, FormWork work)
    {
        long total = 0;
        for (int number = 0; number < circuit.Tensors.Length; number++)
        {
            CommittedTensor tensor = circuit.Tensors[number];
            if (!tensor.IsFixed) continue;
            string where = $"tensor '{tensor.Name}'";
            Require(tensor.Vector == CommittedVector.Model, where, "its values are fixed and it is not in the model");
            Require(circuit.ModelProofs > 0, where, "its values are fixed and the model is public");
            total += tensor.Count;
            work.Add(new(circuit, [], tensor.Shape, where), TensorRead.Identity(number, tensor.Shape.Length));
            work.AddValues(tensor.Count);
        }
        MalformedArtefactException.ThrowIf(
            total > CircuitLimits.FixedValues,
            $"there are {total} values of tables of a hidden model, more than {CircuitLimits.FixedValues}");
        MalformedArtefactException.ThrowIf(
            total > 0 && circuit.Tables is null, "there are fixed tensors and no digest of their values");
        MalformedArtefactException.ThrowIf(
            total == 0 && circuit.Tables is not null, "there is a digest of tables and no fixed tensor");
    }

    private static void CheckRows(Circuit circuit, FormWork work)
    {
        CheckCount("boxes of rows", circuit.Rows.Length);
        MalformedArtefactException.ThrowIf(circuit.Rows.Length == 0, "the circuit has no lookups");
        var leaves = new SizeBudget("leaves");
        var blocks = new BlockBudget("blocks of rows");
        foreach (LookupRows rows in circuit.Rows)
        {
            string where = $"rows '{rows.Name}'";
            CheckName(rows.Name, where);
            CircuitBox.CheckAxes(rows.Axes, where);
            leaves.Add(rows.Axes);
            blocks.Add(rows.Axes);
            Require(rows.Columns.Length is > 0 and <= CircuitLimits.Columns, where, $"they have {rows.Columns.Length} columns");
            foreach (ColumnTerm[] column in rows.Columns)
            {
                Require(column.Length <= CircuitLimits.Terms, where, $"a column has {column.Length} terms");
                work.AddTerms(rows.Axes, column.Length);
                foreach (ColumnTerm term in column) CheckTerm(circuit, rows, term, work, where);
            }
        }
        if (circuit.Hiding) leaves.AddPadded(1); // the dummy leaf
        work.CheckTotal();
    }

    /// <summary>A hiding circuit's pads (SPEC §11.3), of which there is a greatest number.</summary>
    private static void AddPads(SizeBudget witness, BlockBudget blocks)
    {
        int[] box = [KoalaBear5.Degree, Hiding.PadPlan.GreatestCount];
        witness.Add(box);
        for (int chunks = 0; chunks < 3; chunks++) blocks.Add(box); // an axis is cut into at most three
    }

    private static void CheckTerm(Circuit circuit, LookupRows rows, ColumnTerm term, FormWork work, string where)
    {
        CheckFactor(term.Factor, where);
        var box = new CircuitBox(circuit, rows.Axes, [], where);
        switch (term.Source)
        {
            case ColumnSource.One:
                break;
            case ColumnSource.Index:
                Require(term.Axis >= 0 && term.Axis < rows.Axes.Length, where, $"a column reads axis {term.Axis}, which it lacks");
                break;
            case ColumnSource.Read:
                Require(term.Read is not null, where, "a term lacks its read");
                box.CheckRead(term.Read!);
                // Rows of a table that a prover could choose would prove nothing.
                Require(
                    !rows.IsTable || circuit.Tensors[term.Read!.Tensor].Vector == CommittedVector.Model,
                    where,
                    "a table reads the witness");
                work.Add(box, term.Read!);
                break;
            case ColumnSource.InnerProduct:
                Require(term.Product is not null, where, "a term lacks its inner product");
                Require(!rows.IsTable, where, "a table contains an inner product");
                CheckProduct(circuit, rows, term.Product!, work, where);
                break;
            default:
                throw new MalformedArtefactException(ArtefactFault.Malformed, $"{where}: a term has an unknown source");
        }
    }

    private static void CheckProduct(Circuit circuit, LookupRows rows, InnerProduct product, FormWork work, string where)
    {
        int axes = rows.Axes.Length;
        CircuitBox.CheckAxes(product.InnerSizes, where);
        var box = new CircuitBox(circuit, rows.Axes, product.InnerSizes, where);
        box.CheckRead(product.Left);
        box.CheckRead(product.Right);
        for (int variable = axes; variable < axes + product.InnerSizes.Length; variable++)
        {
            // A sum over a variable that neither side reads would count its padding.
            bool read = product.Left.Uses(variable) || product.Right.Uses(variable);
            Require(read || box.SizeOf(variable) == 1, where, "neither operand reads a summed variable");
        }
        Require(product.Shared.Length <= CircuitLimits.Rank, where, "too many shared axes");
        for (int axis = 0; axis < axes; axis++)
        {
            bool both = product.Left.Uses(axis) && product.Right.Uses(axis);
            int listed = product.Shared.Count(shared => shared == axis);
            Require(listed == (both ? 1 : 0), where, $"axis {axis} must be listed as shared exactly if both operands read it");
        }
        Require(product.Shared.All(axis => axis >= 0 && axis < axes), where, "a shared axis does not exist");
        work.Add(box, product);
    }

    private static void CheckTables(Circuit circuit, FormWork work)
    {
        int last = circuit.Rows.Max(rows => rows.Table);
        MalformedArtefactException.ThrowIf(last is < 0 or >= CircuitLimits.Tensors, $"table {last} exceeds the limit");
        int[] width = new int[last + 1];
        bool[] defined = new bool[last + 1];
        var counters = new bool[circuit.Tensors.Length];
        foreach (LookupRows rows in circuit.Rows)
        {
            string where = $"rows '{rows.Name}'";
            Require(rows.Table >= 0, where, $"table {rows.Table} does not exist");
            if (width[rows.Table] == 0) width[rows.Table] = rows.Columns.Length;
            Require(width[rows.Table] == rows.Columns.Length, where, $"table {rows.Table} has rows of different widths");
            if (!rows.IsTable)
            {
                Require(rows.Multiplicity == -1, where, "their multiplicity is neither a tensor nor -1");
                continue;
            }
            defined[rows.Table] = true;
            Require(rows.Multiplicity < counters.Length, where, $"multiplicity tensor {rows.Multiplicity} does not exist");
            CommittedTensor counter = circuit.Tensors[rows.Multiplicity];
            Require(counter.Vector == CommittedVector.Witness, where, "the multiplicities are not in the witness");
            Require(counter.Shape.AsSpan().SequenceEqual(rows.Axes), where, "the multiplicities have another shape than the rows");
            Require(!counters[rows.Multiplicity], where, "the multiplicities count other rows too");
            counters[rows.Multiplicity] = true;
            work.Add(new(circuit, rows.Axes, [], where), TensorRead.Identity(rows.Multiplicity, rows.Axes.Length));
        }
        int missing = Array.IndexOf(defined, false);
        MalformedArtefactException.ThrowIf(missing >= 0, $"table {missing} has no rows");
    }

    private static void CheckConstraints(Circuit circuit, FormWork work)
    {
        CheckCount("linear constraints", circuit.Constraints.Length);
        foreach (LinearConstraint constraint in circuit.Constraints)
        {
            string where = $"constraint '{constraint.Name}'";
            CheckName(constraint.Name, where);
            Require(constraint.Terms.Length is > 0 and <= CircuitLimits.Terms, where, $"it has {constraint.Terms.Length} terms");
            foreach (ConstraintTerm term in constraint.Terms) CheckConstraintTerm(circuit, term, work, where);
        }
        work.CheckTotal();
    }

    private static void CheckConstraintTerm(Circuit circuit, ConstraintTerm term, FormWork work, string where)
    {
        CheckFactor(term.Factor, where);
        CircuitBox.CheckAxes(term.Axes, where);
        Require(term.Strides.Length == term.Axes.Length, where, "it has not one stride per axis");
        Int128 last = 0;
        for (int axis = 0; axis < term.Axes.Length; axis++)
        {
            Require(term.Strides[axis] >= 1, where, $"stride {term.Strides[axis]} is not positive");
            last += (Int128)term.Strides[axis] * (term.Axes[axis] - 1);
        }
        Require(last < CircuitLimits.ConstraintEntries, where, "it has too many entries");
        var box = new CircuitBox(circuit, [], term.Axes, where);
        box.CheckRead(term.Read);
        for (int axis = 0; axis < term.Axes.Length; axis++)
        {
            Require(term.Axes[axis] == 1 || term.Read.Uses(axis), where, $"a term does not read its axis {axis}");
        }
        work.Add(box, term.Read);
    }

    private static void CheckPublics(Circuit circuit, FormWork work)
    {
        CheckCount("public tensors", circuit.Publics.Length);
        long values = 0;
        const long Half = KoalaBear.Order / 2;
        var seen = new bool[circuit.Tensors.Length];
        var names = new HashSet<(bool, string)>();
        foreach (PublicTensor tensor in circuit.Publics)
        {
            string where = $"public tensor '{tensor.Name}'";
            CheckName(tensor.Name, where);
            Require(tensor.Tensor >= 0 && tensor.Tensor < seen.Length, where, $"tensor {tensor.Tensor} does not exist");
            Require(circuit.Tensors[tensor.Tensor].Vector == CommittedVector.Witness, where, "it is not in the witness");
            Require(!seen[tensor.Tensor], where, $"tensor {tensor.Tensor} is public twice");
            seen[tensor.Tensor] = true;
            Require(names.Add((tensor.IsInput, tensor.Name)), where, "its name occurs twice");
            Require(tensor.Low <= tensor.High, where, "its range is empty");
            // Otherwise two public values could stand for one field element.
            Require(
                tensor.Low - (long)tensor.ZeroPoint > -Half && tensor.High - (long)tensor.ZeroPoint < Half, where, "its range is too wide");
            int[] shape = circuit.Tensors[tensor.Tensor].Shape;
            work.Add(new(circuit, [], shape, where), TensorRead.Identity(tensor.Tensor, shape.Length));
            values += circuit.Tensors[tensor.Tensor].Count;
        }
        MalformedArtefactException.ThrowIf(values > CircuitLimits.PublicValues, $"there are {values} public values");
    }

    private static void CheckFactor(long factor, string where)
    {
        const long Half = KoalaBear.Order / 2;
        Require(factor is > -Half and < Half, where, $"the factor {factor} is not between -p/2 and p/2");
    }

    private static void CheckName(string name, string where) => Require(
        Encoding.UTF8.GetByteCount(name) <= CircuitLimits.NameBytes, where, $"its name has more than {CircuitLimits.NameBytes} bytes");

    private static void CheckCount(string what, int count) =>
        MalformedArtefactException.ThrowIf(count > CircuitLimits.Tensors, $"there are {count} {what}");

    private static void Require(bool condition, string where, string message)
    {
        if (!condition) throw new MalformedArtefactException(ArtefactFault.Malformed, $"{where}: {message}");
    }
}
