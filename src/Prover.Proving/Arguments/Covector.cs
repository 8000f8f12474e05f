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
        // Layers of equal shape share axis vectors, so each is written out once.
        var entries = new Dictionary<AxisVector, ExtensionVector>();
        foreach (FormTerm term in form.Terms)
        {
            Block block = term.Block;
            var axes = new List<ExtensionVector>(block.Order.Length);
            foreach (int axis in block.Order)
            {
                if (block.Chunks[axis].Bits == 0) continue;
                if (!entries.TryGetValue(term.Axes[axis], out ExtensionVector? vector))
                {
                    vector = Entries(term.Axes[axis], kernels);
                    entries.Add(term.Axes[axis], vector);
                }
                axes.Add(vector);
            }
            kernels.AccumulateTensor(covector, block.Offset, ScaleOf(term), axes);
        }
        foreach (ExtensionVector vector in entries.Values) vector.Dispose();
    }

    private static ExtensionVector Entries(AxisVector axis, IAlgebraKernels kernels)
    {
        if (axis.Values is not null) return ExtensionVector.From(axis.Values);
        var vector = new ExtensionVector(1L << axis.Low.Length);
        kernels.TensorTable(axis.Low, axis.High, KoalaBear5.One, vector);
        using ExtensionVector tail = vector.Slice(axis.Count, vector.Length - axis.Count);
        tail.Clear();
        return vector;
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
