using Prover.Verifier.Artefacts;
using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;
using Prover.Verifier.Forms;
using Prover.Verifier.Hiding;
using Prover.Verifier.Layouts;

namespace Prover.Verifier.Arguments;

/// <summary>
/// All linear claims of one proof in their order (SPEC §5.6 step 7). Every claim that the argument leaves open is added here and
/// nowhere else; <see cref="Batch"/> consumes them all, and only once.
/// </summary>
internal sealed class BatchedClaims
{
    private readonly List<(LinearForm Form, HiddenValue Value)> claims = [];
    private bool consumed;

    /// <summary>The number of claims.</summary>
    public int Count => claims.Count;

    /// <summary>Adds the claim that a form has a value on the joint vector.</summary>
    public void Add(LinearForm form, HiddenValue value)
    {
        if (consumed) throw new InvalidOperationException("A claim was added after the claims were batched.");
        claims.Add((form, value));
    }

    /// <summary>Adds the claims of constraints, in an audit fixed tensors, and public tensors at the challenge x (SPEC §5.5).</summary>
    /// <param name="circuit">The circuit.</param>
    /// <param name="layout">Its layout.</param>
    /// <param name="statement">The statement, which says whether it is an audit.</param>
    /// <param name="tables">The values of the fixed tensors in an audit.</param>
    /// <param name="x">The challenge.</param>
    public void AddConstraints(Circuit circuit, CircuitLayout layout, Statement statement, FixedTables? tables, KoalaBear5 x)
    {
        if (statement.IsAudit != tables is not null) throw new InvalidOperationException("An audit, and nothing else, needs tables.");
        foreach (LinearConstraint constraint in circuit.Constraints)
        {
            Add(ConstraintForms.Of(constraint, layout, x), KoalaBear5.Zero);
        }
        if (tables is not null) AddTables(circuit, layout, tables, x);
        for (int i = 0; i < circuit.Publics.Length; i++)
        {
            PublicTensor tensor = circuit.Publics[i];
            LinearForm form = ConstraintForms.OfTensor(tensor.Tensor, circuit.Tensors[tensor.Tensor].Shape, layout, x);
            Add(form, PublicValues.Evaluate(statement.PublicValues[i], tensor.ZeroPoint, x));
        }
    }

    private void AddTables(Circuit circuit, CircuitLayout layout, FixedTables tables, KoalaBear5 x)
    {
        int number = 0;
        for (int i = 0; i < circuit.Tensors.Length; i++)
        {
            CommittedTensor tensor = circuit.Tensors[i];
            if (!tensor.IsFixed) continue;
            Add(ConstraintForms.OfTensor(i, tensor.Shape, layout, x), PublicValues.Evaluate(tables.Values[number++], 0, x));
        }
    }

    /// <summary>Adds claims that values on the pads are 0.</summary>
    public void AddZeros(IEnumerable<HiddenValue> zeros)
    {
        foreach (HiddenValue zero in zeros) Add(new(), zero);
    }

    /// <summary>
    /// The sum of tau^j form_j without constants, and the value it must have. Power 0 belongs to the out-of-domain sample, of which the
    /// value alone is here; the caller adds its form. Pads on which values depend move to the form.
    /// </summary>
    /// <param name="tau">The challenge.</param>
    /// <param name="sample">The value of the out-of-domain sample.</param>
    /// <param name="layout">Says where the pads are.</param>
    public (LinearForm Form, KoalaBear5 Value) Batch(KoalaBear5 tau, HiddenValue sample, CircuitLayout layout)
    {
        consumed = true;
        var form = new LinearForm();
        var pads = new KoalaBear5[layout.Pads.Count];
        sample.AddPads(pads, -KoalaBear5.One);
        KoalaBear5 value = sample.Known, power = KoalaBear5.One;
        foreach ((LinearForm claimed, HiddenValue claimedValue) in claims)
        {
            power *= tau;
            form.Add(claimed, power);
            value += power * (claimedValue.Known - claimed.Constant);
            claimedValue.AddPads(pads, -power);
        }
        PadForm.AddTo(form, layout.PadBlocks, pads);
        return (form, value);
    }
}
