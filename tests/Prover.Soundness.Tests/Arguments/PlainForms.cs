using Prover.Soundness.Tests.Opening;
using Prover.Verifier.Arguments;
using Prover.Verifier.Circuits;
using Prover.Verifier.Fields;
using Prover.Verifier.Forms;

namespace Prover.Soundness.Tests.Arguments;

/// <summary>Linear forms as plain vectors.</summary>
internal static class PlainForms
{
    /// <summary>Adds a form's entries, without its constant.</summary>
    public static void AddEntries(LinearForm form, KoalaBear5 factor, KoalaBear5[] covector)
    {
        foreach (FormTerm term in form.Terms)
        {
            KoalaBear5[][] entries = [.. term.Axes.Select(axis => axis.Entries())];
            for (long inner = 0; inner < 1L << term.Block.Bits; inner++)
            {
                KoalaBear5 entry = factor * term.Scale;
                long rest = inner;
                foreach (int axis in term.Block.Order.Reverse())
                {
                    entry *= entries[axis][rest & ((1L << term.Block.Chunks[axis].Bits) - 1)];
                    rest >>= term.Block.Chunks[axis].Bits;
                }
                covector[term.Block.Offset + inner] += entry;
            }
        }
    }

    /// <summary>A form's value on the joint vector.</summary>
    public static KoalaBear5 Value(LinearForm form, KoalaBear5[] joint)
    {
        var covector = new KoalaBear5[joint.Length];
        AddEntries(form, KoalaBear5.One, covector);
        return form.Constant + PlainOpeningProver.Inner(covector, joint);
    }

    /// <summary>The claims of constraints and public tensors.</summary>
    public static IEnumerable<(LinearForm Form, KoalaBear5 Value)> ConstraintsAndPublics(
        ArgumentCase subject, Statement statement, KoalaBear5 x)
    {
        foreach (LinearConstraint constraint in subject.Circuit.Constraints)
        {
            yield return (ConstraintForms.Of(constraint, subject.Key.Layout, x), KoalaBear5.Zero);
        }
        for (int i = 0; i < subject.Circuit.Publics.Length; i++)
        {
            PublicTensor tensor = subject.Circuit.Publics[i];
            KoalaBear5 value = default, power = KoalaBear5.One;
            foreach (int stated in statement.PublicValues[i])
            {
                value += power * KoalaBear5.FromInteger((long)stated - tensor.ZeroPoint);
                power *= x;
            }
            int[] shape = subject.Circuit.Tensors[tensor.Tensor].Shape;
            yield return (ConstraintForms.OfTensor(tensor.Tensor, shape, subject.Key.Layout, x), value);
        }
    }

    /// <summary>Fixes the most significant variable.</summary>
    public static KoalaBear5[] Bind(KoalaBear5[] entries, KoalaBear5 value)
    {
        int half = entries.Length / 2;
        return [.. Enumerable.Range(0, half).Select(i => entries[i] + (value * (entries[i + half] - entries[i])))];
    }
}
