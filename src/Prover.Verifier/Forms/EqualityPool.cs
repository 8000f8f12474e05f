using Prover.Verifier.Fields;
using Prover.Verifier.Layouts;

namespace Prover.Verifier.Forms;

/// <summary>
/// The equality weights of one point, each made once: blocks of equal shape share their inner coordinates, so that layers of equal
/// shape share all their axis factors (SPEC §5.9).
/// </summary>
internal sealed class EqualityPool
{
    private readonly KoalaBear5[] point;
    private readonly Dictionary<(int FromEnd, AxisChunk Chunk), VariableWeights> made = [];

    /// <summary>A pool for a point.</summary>
    public EqualityPool(KoalaBear5[] point) => this.point = point;

    /// <summary>The point.</summary>
    public ReadOnlySpan<KoalaBear5> Point => point;

    /// <summary>eq weights of a chunk's indices.</summary>
    /// <param name="fromEnd">The first coordinate, counted from the point's end.</param>
    /// <param name="chunk">The chunk; it has as many bits as coordinates are used.</param>
    public VariableWeights Of(int fromEnd, AxisChunk chunk)
    {
        if (!made.TryGetValue((fromEnd, chunk), out VariableWeights? weights))
        {
            weights = VariableWeights.Equality(point.AsSpan(point.Length - fromEnd, chunk.Bits), chunk.Start, chunk.Count);
            made.Add((fromEnd, chunk), weights);
        }
        return weights;
    }
}
