using System.Security.Cryptography;
using System.Text;
using Prover.Proving.Witness;
using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;
using Prover.Verifier.Layouts;

namespace Prover.Proving.Circuits;

/// <summary>
/// Turns a quantised network into the relations of a circuit and the program that computes their witness. Layers are added in
/// order; each takes activations and returns one. Building is deterministic: equal calls give equal circuits. Errors are
/// <see cref="InvalidNetworkException"/> with the name of the layer.
/// </summary>
/// <param name="hidesModel">
/// Whether the circuit must not depend on the values of weights, biases and constants whose type is given: then bounds follow from
/// shapes and types (SPEC §11.9).
/// </param>
public sealed partial class NetworkBuilder(bool hidesModel = false)
{
    /// <summary>The greatest number of values that an activation read by a table may take.</summary>
    private const int GreatestTable = 1 << 20;

    private readonly List<CommittedTensor> tensors = [];
    private readonly List<int[]> modelValues = [];
    private readonly List<LookupRows> rows = [];
    private readonly List<LinearConstraint> constraints = [];
    private readonly List<PublicTensor> publics = [];
    private readonly List<WitnessStep> steps = [];
    private readonly List<NetworkInput> inputs = [];
    private readonly List<NetworkOutput> outputs = [];
    private readonly LayerLedger ledger = new();
    private readonly Dictionary<string, int> tables = [];
    private readonly Dictionary<string, int> ones = [];

    /// <summary>Whether the circuit is the same for all values of the model's weights.</summary>
    public bool HidesModel { get; } = hidesModel;

    /// <summary>An input of the network. The verifier checks the range of public inputs, lookups that of private ones.</summary>
    /// <param name="name">The name of the input.</param>
    /// <param name="shape">Its shape; a batch is an axis like any other.</param>
    /// <param name="zeroPoint">The zero point.</param>
    /// <param name="low">The least legal quantised value.</param>
    /// <param name="high">The greatest legal quantised value.</param>
    /// <param name="isPublic">Whether the verifier sees it.</param>
    public Activation Input(string name, int[] shape, int zeroPoint, int low, int high, bool isPublic) =>
        Input(name, shape, zeroPoint, low, high, isPublic ? TensorVisibility.Public : TensorVisibility.Private);

    /// <summary>An input of the network. The verifier checks the range of public inputs, lookups that of all others.</summary>
    /// <param name="name">The name of the input.</param>
    /// <param name="shape">Its shape; a batch is an axis like any other.</param>
    /// <param name="zeroPoint">The zero point.</param>
    /// <param name="low">The least legal quantised value.</param>
    /// <param name="high">The greatest legal quantised value.</param>
    /// <param name="visibility">What the verifier sees.</param>
    public Activation Input(string name, int[] shape, int zeroPoint, int low, int high, TensorVisibility visibility)
    {
        if (shape.Any(size => size < 1)) throw new InvalidNetworkException(name, "an axis is empty");
        if (high < low || (long)high - low >= GreatestTable) throw new InvalidNetworkException(name, "the range is empty or too wide");
        int[] stored = DropOnes(shape);
        int tensor = AddWitness(name, name, stored);
        inputs.Add(new(name, tensor, shape, zeroPoint, low, high, visibility));
        if (visibility == TensorVisibility.Hashed) Hash(name, true, tensor, zeroPoint);
        if (visibility == TensorVisibility.Public)
        {
            publics.Add(new(name, true, tensor, zeroPoint, low, high));
        }
        else
        {
            int table = Table($"range {low - zeroPoint} {high - zeroPoint}", number => AddTableRows(
                name, number, [high - low + 1], [[ColumnTerm.Index(0), .. Offset(low - zeroPoint)]]));
            int lookups = AddLookups(name, table, stored, [[ColumnTerm.Of(TensorRead.Identity(tensor, stored.Length))]]);
            steps.Add(new RangeCheckStep(name, lookups));
        }
        return new(0, [TensorView.Of(tensor, stored).Reshape(shape)!], zeroPoint, low, high);
    }

    /// <summary>A constant activation, part of the model.</summary>
    /// <param name="node">The name of the constant.</param>
    /// <param name="shape">Its shape.</param>
    /// <param name="quantised">Its quantised values, row-major.</param>
    /// <param name="zeroPoint">The zero point.</param>
    /// <param name="range">An interval of the quantised values that follows from their type; null where the values are public.</param>
    public Activation Constant(string node, int[] shape, int[] quantised, int zeroPoint, ElementRange? range = null)
    {
        int[] stored = DropOnes(shape);
        bool isSecret = HidesModel && range is not null;
        int tensor = AddModel(node, node, stored, [.. quantised.Select(value => value - zeroPoint)], isSecret: isSecret);
        ElementRange known = HidesModel && range is ElementRange given ? given : new(quantised.Min(), quantised.Max());
        return new(0, [TensorView.Of(tensor, stored).Reshape(shape)!], zeroPoint, known.Low, known.High);
    }

    /// <summary>Declares an output: the statement contains its values, a digest, or nothing.</summary>
    /// <param name="name">The name of the output.</param>
    /// <param name="activation">The values.</param>
    /// <param name="visibility">What the verifier sees.</param>
    public void Output(string name, Activation activation, TensorVisibility visibility = TensorVisibility.Public)
    {
        // A tensor is public at most once.
        bool isPublic = publics.Any(tensor => tensor.Tensor == activation.Pieces[0].Tensor);
        if (isPublic || !IsWholeTensor(activation)) activation = Recommit(name, activation);
        int tensor = activation.Pieces[0].Tensor, zero = activation.ZeroPoint;
        if (visibility == TensorVisibility.Public) publics.Add(new(name, false, tensor, zero, activation.Low, activation.High));
        if (visibility == TensorVisibility.Hashed) Hash(name, false, tensor, zero);
        outputs.Add(new(name, tensor, activation.Shape, zero, activation.Low, activation.High, visibility));
    }

    /// <summary>Finishes the circuit: chooses spans, writes tables, lays out everything. Call it once.</summary>
    /// <param name="hiding">Whether proofs hide what is not public (SPEC §11); without it they may reveal anything.</param>
    /// <param name="modelProofs">
    /// How many proofs of a key hide the model (SPEC §11.8); 0 if its weights are public or, where bounds are those of a hidden model,
    /// for as many as cost little.
    /// </param>
    /// <exception cref="InvalidNetworkException">The circuit is not valid, or proofs that do not hide are to hide the model.</exception>
    public Network Build(bool hiding = true, int modelProofs = 0)
    {
        bool isBudget = modelProofs is >= 0 and <= CircuitLimits.ModelProofs && (hiding || (modelProofs == 0 && !HidesModel));
        if (!isBudget) throw new InvalidNetworkException("network", $"no key hides its model in {modelProofs} proofs");
        AddIntervalTables();
        AddMaximumTable();
        // A circuit has lookups and a tensor of the model, even when the network only moves its input.
        if (rows.Count == 0) ZeroTable();
        if (tensors.All(tensor => tensor.Vector != CommittedVector.Model)) Ones("constants", [1]);
        CheckLookupCounts();
        if (hashed.Count > 0 && !hiding) throw new InvalidNetworkException(hashed[0].Name, "hashed values need proofs that hide");
        var circuit = new Circuit([.. tensors], [.. rows], [.. constraints], [.. publics])
        {
            Hiding = hiding,
            Hashed = [.. hashed],
            ModelProofs = modelProofs,
        };
        if (HidesModel && modelProofs == 0) circuit = circuit with { ModelProofs = CheapProofs(circuit) };
        circuit = circuit with { Tables = FixedTables.Of(circuit, [.. modelValues])?.Digest };
        return new(circuit, [.. modelValues], [.. steps], [.. inputs], [.. outputs], ledger.Summarise());
    }

    /// <summary>
    /// As many proofs as tails of about an eighth of the layout's rows hide, which cost little; of a quarter where that is fewer than make
    /// a key worth its while, and longer columns where even that is too little.
    /// </summary>
    private static int CheapProofs(Circuit circuit)
    {
        const int enough = 16, fewest = 4;
        int most = (1 << new CircuitLayout(circuit).LogRows) / CircuitLayout.RowsPerModelProof;
        return Math.Clamp(Math.Max(most / 2, Math.Min(most, enough)), fewest, CircuitLimits.ModelProofs);
    }

    /// <summary>Whether an activation is one witness tensor, element by element in row-major order.</summary>
    private bool IsWholeTensor(Activation activation)
    {
        TensorView view = activation.Pieces[0];
        CommittedTensor tensor = tensors[view.Tensor];
        if (!activation.IsSingle || tensor.Vector != CommittedVector.Witness || tensor.Count != activation.Count) return false;
        if (view.Shifts.Any(shift => shift != 0) || DigitLists.Regroup(view.Digits(), tensor.Shape) is not ViewDigit[][] axes) return false;
        return axes.Select((digits, axis) => digits.SequenceEqual(DigitLists.Plain(tensor.Shape[axis], axis))).All(same => same);
    }

    /// <summary>Every table must be looked up fewer than p times, else multiplicities could wrap (SPEC §4.3).</summary>
    private void CheckLookupCounts()
    {
        foreach (IGrouping<int, LookupRows> table in rows.Where(box => !box.IsTable).GroupBy(box => box.Table))
        {
            if (table.Sum(box => box.Count) >= KoalaBear.Order)
            {
                throw new InvalidNetworkException(table.First().Name, "a table would be looked up p times or more");
            }
        }
    }

    private void AddTensor(string node, string name, CommittedVector vector, int[] shape)
    {
        if (shape.Length > CircuitLimits.Rank) throw new InvalidNetworkException(node, $"a tensor has more than {CircuitLimits.Rank} axes");
        double count = shape.Aggregate(1.0, (product, size) => product * size);
        if (count > CircuitLimits.Size) throw new InvalidNetworkException(node, $"a tensor has more than {CircuitLimits.Size} elements");
        tensors.Add(new(Label(name), vector, shape));
    }

    private int AddWitness(string node, string name, int[] shape, bool isMultiplicity = false)
    {
        AddTensor(node, name, CommittedVector.Witness, shape);
        modelValues.Add([]);
        if (!isMultiplicity) ledger.Of(node).Committed += tensors[^1].Count;
        return tensors.Count - 1;
    }

    /// <summary>
    /// Adds a tensor to the model. Nobody but its maker can recompute the commitment to a hidden model, so the circuit names what is
    /// in it that is not secret, and an audited proof shows it: otherwise he could commit tables of which he chooses a row for each proof
    /// (SPEC §11.8).
    /// </summary>
    private int AddModel(string node, string name, int[] shape, int[] values, bool isTable = false, bool isSecret = false)
    {
        AddTensor(node, name, CommittedVector.Model, shape);
        if (HidesModel && !isSecret) tensors[^1] = tensors[^1] with { IsFixed = true };
        if (tensors[^1].Count != values.Length) throw new InvalidNetworkException(node, $"{name} has {values.Length} values for its shape");
        modelValues.Add(values);
        if (!isTable) ledger.Of(node).Parameters += values.Length;
        return tensors.Count - 1;
    }

    private int AddLookups(string node, int table, int[] axes, ColumnTerm[][] columns)
    {
        rows.Add(new(Label(node), table, axes, [.. columns.Select(JoinConstants)], -1));
        LayerLedger.Entry entry = ledger.Of(node);
        entry.Lookups += rows[^1].Count;
        entry.Contractions += columns.Sum(column => column.Count(term => term.Source == ColumnSource.InnerProduct));
        return rows.Count - 1;
    }

    private void AddTableRows(string node, int table, int[] axes, ColumnTerm[][] columns)
    {
        int multiplicity = AddWitness(node, $"{node} multiplicities", axes, isMultiplicity: true);
        rows.Add(new(Label(node), table, axes, [.. columns.Select(JoinConstants)], multiplicity));
        ledger.Of(node).TableRows += rows[^1].Count;
    }

    /// <summary>The number of the table with some contents, which <paramref name="define"/> adds when it is new.</summary>
    private int Table(string contents, Action<int> define)
    {
        if (tables.TryGetValue(contents, out int number)) return number;
        number = tables.Count;
        tables.Add(contents, number);
        define(number);
        return number;
    }

    /// <summary>A short name for long table contents.</summary>
    private static string ContentName(string kind, IEnumerable<int> contents) =>
        $"{kind} {Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(string.Join(' ', contents))))}";

    /// <summary>A model tensor of ones.</summary>
    private int Ones(string node, int[] shape)
    {
        string name = "ones " + string.Join('x', shape);
        if (!ones.TryGetValue(name, out int tensor))
        {
            var values = new int[shape.Aggregate(1, (product, size) => product * size)];
            Array.Fill(values, 1);
            tensor = AddModel(node, name, shape, values, isTable: true);
            ones.Add(name, tensor);
        }
        return tensor;
    }

    /// <summary>Axes of size 1 are not stored, except that a tensor has at least one axis.</summary>
    private static int[] DropOnes(IEnumerable<int> shape)
    {
        int[] stored = [.. shape.Where(size => size > 1)];
        return stored.Length == 0 ? [1] : stored;
    }

    /// <summary>Adds up the constants of a column.</summary>
    private static ColumnTerm[] JoinConstants(ColumnTerm[] column)
    {
        ColumnTerm[] joined = [.. column.Where(term => term.Source != ColumnSource.One),
            .. Offset(column.Where(term => term.Source == ColumnSource.One).Sum(term => term.Factor))];
        return joined.Length == 0 ? [ColumnTerm.Constant(0)] : joined;
    }

    /// <summary>A name within the limit of the circuit format.</summary>
    private static string Label(string name)
    {
        int length = Math.Min(name.Length, CircuitLimits.NameBytes);
        while (Encoding.UTF8.GetByteCount(name.AsSpan(0, length)) > CircuitLimits.NameBytes) length--;
        return name[..length];
    }

    /// <summary>A constant summand, left out when it is 0.</summary>
    private static ColumnTerm[] Offset(long value) => value == 0 ? [] : [ColumnTerm.Constant(value)];
}
