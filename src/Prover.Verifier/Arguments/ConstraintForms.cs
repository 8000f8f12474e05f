using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;
using Prover.Verifier.Forms;
using Prover.Verifier.Layouts;

namespace Prover.Verifier.Arguments;

/// <summary>Linear constraints and public tensors as linear forms in powers of a challenge (SPEC §5.5).</summary>
internal static class ConstraintForms
{
    /// <summary>The form whose value must be 0.</summary>
    public static LinearForm Of(LinearConstraint constraint, CircuitLayout layout, KoalaBear5 x)
    {
        var form = new LinearForm();
        foreach (ConstraintTerm term in constraint.Terms)
        {
            var weights = new VariableWeights[]?[term.Axes.Length];
            for (int axis = 0; axis < weights.Length; axis++)
            {
                weights[axis] = [VariableWeights.Powers(x.Power((ulong)term.Strides[axis]), term.Axes[axis])];
            }
            KoalaBear5 factor = KoalaBear5.FromInteger(term.Factor);
            form.AddRead(factor, term.Read, layout.TensorBlocks[term.Read.Tensor], weights);
        }
        return form;
    }

    /// <summary>The form that weighs element i of a tensor, in row-major order, with x^i.</summary>
    public static LinearForm OfTensor(int tensor, int[] shape, CircuitLayout layout, KoalaBear5 x)
    {
        long[] strides = new long[shape.Length];
        long stride = 1;
        for (int axis = shape.Length - 1; axis >= 0; stride *= shape[axis--]) strides[axis] = stride;
        ConstraintTerm term = new(1, shape, strides, TensorRead.Identity(tensor, shape.Length));
        return Of(new("", [term]), layout, x);
    }
}
