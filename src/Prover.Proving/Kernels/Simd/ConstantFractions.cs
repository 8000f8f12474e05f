using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>A block of equal fractions with denominator 1: what lies behind the end of leaves or of right vectors.</summary>
internal sealed unsafe class ConstantFractions : IDisposable
{
    private readonly FieldBuffer zeros = new(LeafFractions.Block);
    private readonly ExtensionVector numerators = new(LeafFractions.Block), ones = new(LeafFractions.Block);

    /// <summary>Fractions with the numerator lambda, and leaves 0/1.</summary>
    public ConstantFractions(IAlgebraKernels kernels, KoalaBear5 numerator)
    {
        kernels.Fill(numerators, numerator);
        kernels.Fill(ones, KoalaBear5.One);
    }

    /// <summary>The fractions.</summary>
    public FractionPointer Fractions => new(new(numerators), new(ones));

    /// <summary>Leaves 0/1.</summary>
    public LeafPointer Leaves => new(zeros.Pointer, new(ones));

    /// <inheritdoc/>
    public void Dispose()
    {
        zeros.Dispose();
        numerators.Dispose();
        ones.Dispose();
    }
}
