using Prover.Proving.Kernels;
using Prover.Verifier.Fields;
using Prover.Verifier.Forms;
using Prover.Verifier.Layouts;

namespace Prover.Proving.Arguments;

/// <summary>Accumulates a linear form's entries over the joint vector (SPEC §5.9).</summary>
internal static class Covector
{
    /// <summary>Adds all terms of a form.</summary>
    public static void Add(LinearForm form, ExtensionVector covector, IAlgebraKernels kernels)
    {
        foreach (FormTerm term in form.Terms)
        {
            Block block = term.Block;
            ExtensionVector[] axes =
                [.. block.Order.Where(axis => block.Chunks[axis].Bits > 0).Select(axis => ExtensionVector.From(term.Axes[axis].Entries()))];
            kernels.AccumulateTensor(covector, block.Offset, ScaleOf(term), axes);
            foreach (ExtensionVector axis in axes) axis.Dispose();
        }
    }

    /// <summary>The term's scale times the entries of axes that have only one.</summary>
    private static KoalaBear5 ScaleOf(FormTerm term)
    {
        KoalaBear5 scale = term.Scale;
        for (int axis = 0; axis < term.Axes.Length; axis++)
        {
            if (term.Block.Chunks[axis].Bits == 0) scale *= term.Axes[axis].Entries()[0];
        }
        return scale;
    }
}
