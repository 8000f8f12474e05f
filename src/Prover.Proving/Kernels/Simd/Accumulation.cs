using System.Runtime.CompilerServices;
using Prover.Verifier.Fields;

namespace Prover.Proving.Kernels.Simd;

/// <summary>Accumulation of linear forms and fingerprints; ranges as in <see cref="VectorAlgebra{T}"/>.</summary>
[SkipLocalsInit]
internal static unsafe class Accumulation<T>
    where T : unmanaged, ILanes<T>
{
    /// <summary>destination[o·row + i] += outer[o]·inner[i] for all i below row, a multiple of the lanes, and o in a range.</summary>
    public static void AddOuterProduct(
        ExtensionPointer destination, ExtensionPointer outer, ExtensionPointer inner, long row, long o, long end)
    {
        for (destination += o * row; o < end; o++, destination += row)
        {
            ExtensionFactor<T> factor = ExtensionFactor<T>.Create(outer.BroadcastAt<T>(o));
            for (long i = 0; i < row; i += T.Count)
            {
                ExtensionLanes<T>.MultiplyUniform(inner.Load<T>(i), factor, out ExtensionLanes<T> product);
                destination.Store(i, destination.Load<T>(i) + product);
            }
        }
    }

    /// <summary>
    /// destination[i] += sum over j of weights[j]·table[i, j], where the table is laid out in words: entry (word, j, lane) belongs to
    /// element word·Count + lane.
    /// </summary>
    public static void AddTableProducts(ExtensionPointer destination, long length, uint* table, ExtensionPointer weights, long count)
    {
        for (long i = 0; i < length; i += T.Count)
        {
            var sum = default(ExtensionAccumulator<T>);
            long j = 0;
            for (; j + 2 <= count; j += 2, table += 2 * T.Count)
            {
                sum.AddTwoUniformBaseProducts(
                    T.Load(table), weights.BroadcastAt<T>(j), T.Load(table + T.Count), weights.BroadcastAt<T>(j + 1));
            }
            if (j < count)
            {
                sum.AddTwoUniformBaseProducts(T.Load(table), weights.BroadcastAt<T>(j), default, default);
                table += T.Count;
            }
            sum.Reduce(out ExtensionLanes<T> lanes);
            destination.Store(i, destination.Load<T>(i) + lanes);
        }
    }

    /// <summary>
    /// destination[i] = constant + sum over j of factors[j]·columns[j][i], or added to the destination; factors multiplied by 2^32.
    /// </summary>
    public static long Fingerprint(
        ExtensionPointer destination, KoalaBear5 constant, ExtensionPointer factors, int** columns, int count, bool add, long i, long end)
    {
        ExtensionLanes<T> start = ExtensionLanes<T>.Broadcast(constant);
        for (; i + T.Count <= end; i += T.Count)
        {
            var sum = default(ExtensionAccumulator<T>);
            int j = 0;
            for (; j + 2 <= count; j += 2)
            {
                sum.AddTwoUniformBaseProducts(
                    Residues(columns[j] + i), factors.BroadcastAt<T>(j), Residues(columns[j + 1] + i), factors.BroadcastAt<T>(j + 1));
            }
            if (j < count) sum.AddTwoUniformBaseProducts(Residues(columns[j] + i), factors.BroadcastAt<T>(j), default, default);
            sum.Reduce(out ExtensionLanes<T> lanes);
            destination.Store(i, lanes + (add ? destination.Load<T>(i) : start));
        }
        return i;
    }

    // Integers of magnitude below p to residues: 0 - (-v) is v or v + p.
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static T Residues(int* integers) => T.Subtract(T.Load((uint*)integers), default);
}
