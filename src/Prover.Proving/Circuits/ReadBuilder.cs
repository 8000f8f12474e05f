using Prover.Verifier.Circuits;

namespace Prover.Proving.Circuits;

/// <summary>Collects what variables contribute to each axis of the tensor behind a view.</summary>
internal sealed class ReadBuilder
{
    private readonly int tensor;
    private readonly int[] shifts;
    private readonly List<IndexTerm>[] terms;

    /// <summary>Starts with the shifts of a view.</summary>
    public ReadBuilder(TensorView view)
    {
        tensor = view.Tensor;
        shifts = [.. view.Shifts];
        terms = [.. view.Shifts.Select(_ => new List<IndexTerm>())];
    }

    /// <summary>A digit is a variable.</summary>
    public void Bind(ViewDigit digit, int variable)
    {
        if (digit.Axis >= 0) terms[digit.Axis].Add(new(variable, digit.Stride));
    }

    /// <summary>Digits are consecutive variables; returns the variable after the last.</summary>
    public int Bind(IEnumerable<ViewDigit> digits, int firstVariable)
    {
        foreach (ViewDigit digit in digits) Bind(digit, firstVariable++);
        return firstVariable;
    }

    /// <summary>A digit is an affine expression of variables.</summary>
    public void Bind(ViewDigit digit, AffineIndex index)
    {
        if (digit.Axis < 0) return;
        shifts[digit.Axis] += digit.Stride * index.Shift;
        foreach (IndexTerm term in index.Terms) terms[digit.Axis].Add(new(term.Variable, term.Stride * digit.Stride));
    }

    /// <summary>The read.</summary>
    public TensorRead Build() => new(tensor, [.. terms.Select((list, axis) => new AffineIndex([.. list], shifts[axis]))]);
}
