using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>The data of a contraction, integers or elements of E, with the matrix rows they are multiplied by.</summary>
internal interface IContractionOperand<TSelf>
    where TSelf : struct, IContractionOperand<TSelf>
{
    /// <summary>How many rows one call of <see cref="Contract"/> may take.</summary>
    long Capacity { get; }

    /// <summary>From which axis on a single sum is shared out over the lanes, rather than several sums computed side by side.</summary>
    static abstract int LongAxis { get; }

    /// <summary>Words per entry.</summary>
    static abstract int Planes { get; }

    /// <summary>
    /// destination[i] (+)= sum over a &lt; axis of matrix[weight + a]·data[first + a·inner + i]; returns the first index not reached.
    /// </summary>
    long Contract<T>(long first, long weight, long axis, long inner, ExtensionPointer destination, bool add, long i, long end)
        where T : unmanaged, ILanes<T>;

    /// <summary>Adds the sum of matrix[weight + a]·data[first + a] for a from <paramref name="a"/> to <paramref name="end"/>.</summary>
    long Dot<T>(long first, long weight, ref KoalaBear5 sum, long a, long end)
        where T : unmanaged, ILanes<T>;

    /// <summary>
    /// The operand whose entry c·rows + u is data[first + u·distance + c], for u &lt; rows and c &lt; columns, kept in the buffer.
    /// </summary>
    TSelf Transpose(long first, long rows, long distance, long columns, FieldBuffer buffer);
}
